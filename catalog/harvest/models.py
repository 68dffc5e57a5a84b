"""Tables of the harvest: how each source is fetched, and each time it was.

At most one harvest of a source is live: the database holds it. What a harvest brought is an import run of the source, with its report.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet

from catalog.harvest.states import LIVE, MACHINE, PLAN
from kernel.actor import Actor

RHYTHMS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
LARGEST, LONGEST, MOST_PAGES = 512 * 1024**2, 400, 5_000
"""Ceilings of what a plan may allow a source: bytes of all pages, seconds (below CELERY_TASK_TIME_LIMIT), pages."""


class HarvestPlanQuerySet(QuerySet["HarvestPlan"]):
    def visible_to(self, actor: Actor) -> Self:
        """The operator's: an address may hold what is not for everyone."""
        return self if actor.is_system or actor.jurisdiction == "operator" else self.none()


class HarvestPlan(models.Model):
    """How a source is fetched. `etag`, `last_modified` and `digest` are those of the last harvest that was completed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    source = models.OneToOneField("catalog.ForeignSource", on_delete=models.PROTECT, related_name="harvest_plan")
    address = models.TextField()
    format = models.TextField()
    mapping = models.JSONField(null=True)
    rhythm = models.TextField()
    most_bytes = models.BigIntegerField(default=64 * 1024**2)
    most_seconds = models.PositiveIntegerField(default=300)
    most_pages = models.PositiveIntegerField(default=500)
    state = models.TextField()
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    next_due = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    etag = models.TextField(blank=True, default="")
    last_modified = models.TextField(blank=True, default="")
    digest = models.BinaryField(null=True)

    machine = PLAN
    objects = HarvestPlanQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in PLAN.states]), name="harvest_plan_state_known"),
            models.CheckConstraint(condition=Q(rhythm__in=list(RHYTHMS)), name="harvest_plan_rhythm_known"),
            models.CheckConstraint(condition=Q(most_bytes__range=(1, LARGEST), most_seconds__range=(1, LONGEST), most_pages__range=(1, MOST_PAGES)), name="harvest_plan_limits"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["next_due"], condition=Q(state="active"), name="harvest_plan_due")]

    def __str__(self) -> str:
        return str(self.source)


class HarvestQuerySet(QuerySet["Harvest"]):
    def visible_to(self, actor: Actor) -> Self:
        return self if actor.is_system or actor.jurisdiction == "operator" else self.none()


class Harvest(models.Model):
    """One time a source was fetched. `attempts` tells one fetching from the next; `run` is the import of what came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan = models.ForeignKey(HarvestPlan, on_delete=models.PROTECT, related_name="harvests", db_index=False)
    state = models.TextField()
    state_since = models.DateTimeField()
    requested = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)
    unchanged = models.BooleanField(default=False)
    whole = models.BooleanField(default=False)
    run = models.OneToOneField("catalog.ImportRun", on_delete=models.PROTECT, null=True, related_name="harvest")
    failure = models.JSONField(null=True)
    etag = models.TextField(blank=True, default="")
    last_modified = models.TextField(blank=True, default="")
    digest = models.BinaryField(null=True)

    machine = MACHINE
    objects = HarvestQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in MACHINE.states]), name="harvest_state_known"),
            models.UniqueConstraint(fields=["plan"], condition=Q(state__in=[str(state) for state in LIVE]), name="harvest_one_live"),
            models.UniqueConstraint(fields=["plan"], condition=Q(state="doubted"), name="harvest_one_doubted"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["plan", "-requested", "-id"], name="harvest_of_plan"),
            models.Index(fields=["requested"], condition=Q(state__in=[str(state) for state in LIVE]), name="harvest_live"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.requested:%Y-%m-%d}"
