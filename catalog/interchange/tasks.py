"""Celery's hand on the imports: sent by a commit's nudge and, surely, by beat."""

from __future__ import annotations

from celery import shared_task

from catalog.interchange.loading import carry_out
from catalog.interchange.models import ImportRun
from catalog.interchange.states import UNDER_WAY
from catalog.interchange.use_cases import TASK
from kernel import rounds
from kernel.nudge import begin


@shared_task(name=TASK)
def run_imports() -> int:
    """Carry out what was submitted and go on with what was interrupted, oldest first; returns how many ended."""
    begin(TASK)
    due = ImportRun.objects.filter(state__in=[state.value for state in UNDER_WAY]).order_by("created")
    return rounds.each(TASK, due, lambda run: carry_out(run.pk))
