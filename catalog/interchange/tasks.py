"""Celery's hand on the imports: sent by a commit's nudge and, surely, by beat."""

from __future__ import annotations

from celery import shared_task

from catalog.interchange.loading import carry_out
from catalog.interchange.models import ImportRun
from catalog.interchange.states import ENDED
from catalog.interchange.use_cases import TASK
from kernel import rounds
from kernel.errors import WrongState
from kernel.nudge import begin


@shared_task(name=TASK)
def run_imports() -> int:
    """Carry out what was submitted and go on with what was interrupted, of each source one at a time; returns how many ended."""
    begin(TASK)
    return rounds.each(TASK, ImportRun.objects.next_in_line().order_by("created"), _carry_out)


def _carry_out(run: ImportRun) -> bool:
    try:
        return carry_out(run.pk).state in ENDED
    except WrongState:  # another of its source was faster
        return False
