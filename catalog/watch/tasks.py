"""Celery's hand on saved searches: look through what was newly listed, tell whom it concerns."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from catalog.watch.models import SavedSearch
from catalog.watch.use_cases import TASK, new_for, tell
from kernel import clock, rounds
from kernel.actor import SYSTEM
from kernel.nudge import begin

EVERY = timedelta(minutes=5)


@shared_task(name=TASK)
def tell_searches() -> int:
    """Those not looked through for EVERY, the longest waiting first; returns how many notices were written."""
    begin(TASK)
    due = SavedSearch.objects.filter(alerts=True, looked__lt=clock.now() - EVERY).select_related("user").order_by("looked")
    return rounds.each(TASK, due, _look)


def _look(row: SavedSearch) -> bool:
    """An act, with its event, only where there is something to tell; how far was looked is no change that anyone is told of."""
    began = clock.now()
    if new_for(row) != []:
        return tell(SYSTEM, row.pk) > 0
    SavedSearch.objects.filter(pk=row.pk, looked=row.looked).update(looked=began)
    return False
