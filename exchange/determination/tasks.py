"""Celery's hand on determination: digests of persons whose stated time is over are erased. The judgement is the act's."""

from __future__ import annotations

from celery import shared_task

from exchange.determination.models import SubjectSet
from exchange.determination.use_cases import erase_subjects
from kernel import clock, rounds
from kernel.actor import SYSTEM

ERASE = "determination.erase_subjects"


@shared_task(name=ERASE)
def erase() -> int:
    """Returns how many sets were erased."""
    due = SubjectSet.objects.filter(erased=None, kept_until__lt=clock.today()).order_by("kept_until")
    return rounds.each(ERASE, due, lambda row: erase_subjects(SYSTEM, row.pk))
