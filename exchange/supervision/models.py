"""Stop orders: who stopped what, why, under which article, and who lifted it again."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q, QuerySet

from exchange.supervision.states import MACHINE, Scope, State
from kernel.actor import Actor


class StopOrderQuerySet(QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """The organization it concerns, the operator and the regulators."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(exporter_id=actor.organization) if actor.organization else self.none()


class StopOrder(models.Model):
    """`subject` is the id of what `scope` names. `exporter` is the organization it concerns; `placed_by` and `lifted_by` are persons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    scope = models.TextField()
    subject = models.UUIDField()
    exporter = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    cause = models.TextField()
    basis = models.TextField()
    state = models.TextField(default=State.STANDING.value)
    state_since = models.DateTimeField()
    placed_by = models.UUIDField()
    placed = models.DateTimeField()
    lifted_by = models.UUIDField(null=True)
    lifted = models.DateTimeField(null=True)
    remark = models.TextField(blank=True, default="")

    machine = MACHINE
    objects = StopOrderQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="stop_order_state_known"),
            models.CheckConstraint(condition=Q(scope__in=[scope.value for scope in Scope]), name="stop_order_scope_known"),
            models.UniqueConstraint(fields=["scope", "subject"], condition=Q(state=State.STANDING.value), name="stop_order_one_standing"),
            models.CheckConstraint(condition=Q(lifted_by=None) | ~Q(lifted_by=F("placed_by")), name="stop_order_two_persons"),
            models.CheckConstraint(condition=Q(state=State.STANDING.value, lifted=None) | Q(state=State.LIFTED.value, lifted__isnull=False), name="stop_order_lifted_at"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-placed", "-id"], name="stop_order_newest"),
            models.Index(fields=["exporter", "-placed", "-id"], name="stop_order_of_exporter"),
        ]
        triggers: ClassVar[list[Any]] = [pgtrigger.Protect(name="stop_order_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.number
