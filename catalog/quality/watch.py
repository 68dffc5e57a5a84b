"""Which revisions are measured, and when: as soon as an event tells of a finished or failed scan, a listing or a promise."""

from __future__ import annotations

import json
from uuid import UUID

from catalog.dataset.models import Dataset
from catalog.quality.models import QualityLook
from kernel import clock
from kernel.events import subject_type
from kernel.models import Event

READER = "quality"


def told(events: list[Event]) -> None:
    """Reader of the outbox: the listed revision of each dataset and the one in work are looked at in the next round."""
    subjects = [json.loads(event.payload)["subject"] for event in events]
    datasets = {UUID(one["id"]) for one in subjects if one["type"] == subject_type(Dataset)}
    revisions = {pk for pair in Dataset.objects.filter(pk__in=datasets).values_list("current", "working") for pk in pair if pk}
    now = clock.now()
    QualityLook.objects.bulk_create((QualityLook(revision_id=pk, since=now) for pk in sorted(revisions)), ignore_conflicts=True)
