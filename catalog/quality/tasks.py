"""Celery's hands on quality: measure the revisions that events told of; the judgement is the act's."""

from __future__ import annotations

from celery import shared_task

from catalog.quality.models import QualityLook
from catalog.quality.use_cases import measure
from catalog.quality.watch import READER
from kernel import nudge, readers, rounds
from kernel.actor import SYSTEM

TASK = "catalog.quality"


@shared_task(name=TASK)
def measure_quality() -> int:
    """Returns how many revisions were measured."""
    nudge.begin(TASK)
    while readers.drain(READER):
        pass
    return rounds.each(TASK, QualityLook.objects.order_by("since", "pk"), lambda row: measure(SYSTEM, row.revision_id))
