"""An operator's verdict on one submission: the checklist, the remarks, who and when. Written once."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from kernel.models import AppendOnly


class Review(AppendOnly):
    """`remarks` maps a place (a step of the editor, or "fields:name") to words; `checklist` holds the keys that were ticked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="reviews")
    verdict = models.TextField()
    checklist = models.JSONField(default=list)
    remarks = models.JSONField(default=dict)
    person = models.UUIDField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "catalog"
        ordering: ClassVar[list[str]] = ["-at"]
        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(verdict__in=["approved", "listed", "returned", "suspended", "resumed"]), name="review_verdict_known")]
