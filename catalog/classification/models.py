"""Demands to grade a listed revision anew, because content, scale or the rules have changed since."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, QuerySet

from catalog.classification.regrading_states import DEMAND, UNMET
from kernel.actor import Actor

CAUSES = ("content", "scale", "law")


class DemandQuerySet(QuerySet["RegradeDemand"]):
    def visible_to(self, actor: Actor) -> Self:
        """The provider's own affair, and open to the exchange and the regulator."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(dataset__provider_id=actor.organization) if actor.organization else self.none()


class RegradeDemand(models.Model):
    """`grade` is what stands, `derived` what the rules of `release` derive now; `fields` are those that stand below it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="regrade_demands", db_index=False)
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="+")
    cause = models.TextField()
    release = models.TextField()
    grade = models.PositiveSmallIntegerField()
    derived = models.PositiveSmallIntegerField()
    fields = ArrayField(models.TextField())
    state = models.TextField(default=DEMAND.initial)
    state_since = models.DateTimeField()
    asked = models.DateTimeField()
    until = models.DateTimeField()

    machine = DEMAND
    objects = DemandQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in DEMAND.states]), name="demand_state_known"),
            models.CheckConstraint(condition=Q(cause__in=CAUSES), name="demand_cause_known"),
            models.UniqueConstraint(fields=["dataset"], condition=Q(state__in=[str(state) for state in UNMET]), name="demand_one_unmet"),
            models.CheckConstraint(condition=Q(grade__range=(1, 6), derived__range=(1, 6)), name="demand_grades_known"),
            models.CheckConstraint(condition=Q(until__gt=models.F("asked")), name="demand_leaves_time"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["dataset", "-asked", "-id"], name="demand_of_dataset")]

    def __str__(self) -> str:
        return ", ".join(self.fields)

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.dataset_id]
