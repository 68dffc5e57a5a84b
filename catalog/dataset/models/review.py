"""An operator's verdict on one submission: the checklist, the remarks, who and when. Written once."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, Value

from kernel.models import AppendOnly


class Review(AppendOnly):
    """`remarks` maps a place (a step of the editor, or "fields:name") to words; `checklist` holds the keys that were ticked,
    `findings` what the rules found on each point (catalog/rules/checklist.py). A refusal names the point it fails and a remedy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="reviews")
    verdict = models.TextField()
    checklist = models.JSONField(default=list)
    remarks = models.JSONField(default=dict)
    findings = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    point = models.TextField(blank=True, default="", db_default="")
    remedy = models.TextField(blank=True, default="", db_default="")
    person = models.UUIDField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "catalog"
        ordering: ClassVar[list[str]] = ["-at"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(verdict__in=["approved", "listed", "returned", "refused", "suspended", "resumed"]), name="review_verdict_known"),
            models.CheckConstraint(condition=~Q(verdict="refused") | (~Q(point="") & ~Q(remedy="")), name="review_refusal_names_rule_and_remedy"),
        ]


class Submission(AppendOnly):
    """What was handed in, as it stood (catalog/dataset/content.py): what a reviewer compares the next one with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.BinaryField()
    person = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "catalog"
        ordering: ClassVar[list[str]] = ["-at"]
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["revision", "version"], name="submission_once")]

