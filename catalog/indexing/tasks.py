"""Celery's hand on the rebuild: batch after batch, each with its progress in one transaction; a lost worker's run goes on at the next beat."""

from __future__ import annotations

import time

from celery import shared_task
from django.db import transaction

from catalog.indexing.models import Reindexing
from catalog.indexing.states import LIVE, ReindexState
from catalog.indexing.use_cases import TASK, complete, start
from catalog.listing.reindex import drop_unlisted, rebuild
from kernel import rounds
from kernel.actor import SYSTEM
from kernel.nudge import begin

BATCH = 200
SECONDS = 20.0


@shared_task(name=TASK)
def run_reindexing() -> int:
    begin(TASK)
    live = [state.value for state in LIVE]
    return rounds.each(TASK, Reindexing.objects.filter(state__in=live).order_by("created"), go_on)


def go_on(run: Reindexing, batch: int = BATCH, seconds: float = SECONDS) -> bool:
    """Some batches of a run, as many as its time allows; True when it ended."""
    if run.state == ReindexState.QUEUED:
        run = start(SYSTEM, run.pk)
        drop_unlisted()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with transaction.atomic():
            locked = Reindexing.objects.select_for_update(no_key=True).get(pk=run.pk)
            if locked.state != ReindexState.RUNNING:
                return False
            number, after = rebuild(every=locked.every, after=locked.after, batch=batch)
            if number:
                locked.after, locked.done = after, locked.done + number
                locked.save(update_fields=["after", "done"])
        if not number:
            complete(SYSTEM, run.pk)
            return True
    return False
