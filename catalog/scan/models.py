"""Tables of scans, of what they suggest for a column, and of the lowerings the exchange decided."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet

from catalog.scan.states import LIVE, LOWERING, MACHINE
from kernel.actor import Actor


class OfDataset(QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """The provider's own affair, and open to the exchange and the regulator; buyers see the grades only."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(dataset__provider_id=actor.organization) if actor.organization else self.none()


class Scan(models.Model):
    """One reading of one file. The file is named by its id and its bytes: a scan outlives the file and counts for every revision
    that holds the same bytes. `attempt` tells a reading that was taken for dead from the one that followed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="scans")
    distribution = models.UUIDField()
    blob = models.UUIDField(db_index=True)
    name = models.TextField()
    state = models.TextField(default=MACHINE.initial)
    state_since = models.DateTimeField()
    requested = models.DateTimeField()
    requested_by = models.UUIDField(null=True)
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    bytes_read = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(null=True)
    result = models.JSONField(null=True)
    error = models.JSONField(null=True)

    machine = MACHINE
    objects = OfDataset.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in MACHINE.states]), name="scan_state_known"),
            models.UniqueConstraint(fields=["distribution"], condition=Q(state__in=[str(state) for state in LIVE]), name="scan_one_live"),
            models.CheckConstraint(condition=Q(progress__range=(0, 100)), name="scan_progress_is_a_share"),
            models.CheckConstraint(condition=~Q(state="done") | Q(result__isnull=False, rows__isnull=False), name="scan_done_has_result"),
            models.CheckConstraint(condition=~Q(state="failed") | Q(error__isnull=False), name="scan_failed_says_why"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["requested"], condition=Q(state__in=[str(state) for state in LIVE]), name="scan_to_run")]

    def __str__(self) -> str:
        return self.name

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.dataset_id]


class FieldSuggestion(models.Model):
    """What a scan suggests for one column: marks, category, least grade, and the reasons as they were found. `distinct` is how many
    different values it holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="suggestions", db_index=False)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="+")
    column = models.TextField()
    personal = models.BooleanField()
    sensitive = models.BooleanField()
    category = models.TextField(blank=True, default="")
    grade = models.PositiveSmallIntegerField()
    reasons = models.JSONField()
    distinct = models.PositiveBigIntegerField(null=True)

    since: datetime  # when the file's content arrived; put on by gather.suggestions
    objects = OfDataset.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["scan", "column"], name="suggestion_once"),
            models.CheckConstraint(condition=Q(grade__range=(1, 6)), name="suggestion_grade_known"),
            models.CheckConstraint(condition=Q(sensitive=False) | Q(personal=True), name="suggestion_sensitive_is_personal"),
        ]

    def __str__(self) -> str:
        return self.column


class GradeLowering(models.Model):
    """The provider's written reason why a column (or a file that cannot be scanned) may stand below its suggestion, and who of the
    exchange decided it. It allows `grade` and the marks it names, nothing less; `derived` is what the rules derived for it when it was asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="+")
    column = models.TextField()
    grade = models.PositiveSmallIntegerField()
    personal = models.BooleanField()
    sensitive = models.BooleanField()
    reason = models.TextField()
    derived = models.PositiveSmallIntegerField(default=0, db_default=0)
    state = models.TextField(default=LOWERING.initial)
    state_since = models.DateTimeField()
    asked = models.DateTimeField()
    asked_by = models.UUIDField()
    decided = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    remark = models.TextField(blank=True, default="")

    machine = LOWERING
    objects = OfDataset.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in LOWERING.states]), name="lowering_state_known"),
            models.UniqueConstraint(fields=["dataset", "column"], condition=Q(state="asked"), name="lowering_one_asked"),
            models.CheckConstraint(condition=Q(grade__range=(1, 6)), name="lowering_grade_known"),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")), name="lowering_two_persons"),
            models.CheckConstraint(condition=Q(state="asked") | Q(decided_by__isnull=False, decided__isnull=False), name="lowering_decided_by_someone"),
        ]

    def __str__(self) -> str:
        return self.column

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.dataset_id]
