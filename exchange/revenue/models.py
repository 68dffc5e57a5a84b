"""Costs of a dataset as its provider states them: written once, cancelled by a second row."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, QuerySet

from exchange.rules.costs import COSTS
from kernel.actor import Actor
from kernel.models import AppendOnly
from kernel.money import EXPONENTS, Money


class CostQuerySet(QuerySet["DatasetCost"]):
    def visible_to(self, actor: Actor) -> Self:
        """The provider's own books, nobody else's: not even the exchange's."""
        if actor.is_system:
            return self
        return self.filter(organization=actor.organization) if actor.organization else self.none()

    def standing(self) -> Self:
        """Neither cancelled nor a cancellation."""
        return self.filter(cancels=None, cancelled_by=None)


class DatasetCost(AppendOnly):
    """`month` is the first day of the month the cost belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="+", db_index=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    kind = models.TextField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    person = models.UUIDField()
    cancels = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="cancelled_by")

    objects = CostQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="cost_above_zero"),
            models.CheckConstraint(condition=Q(kind__in=sorted(COSTS)), name="cost_kind_known"),
            models.CheckConstraint(condition=Q(currency__in=sorted(EXPONENTS)), name="cost_currency_known"),
            models.CheckConstraint(condition=Q(month__day=1), name="cost_of_a_month"),
            models.CheckConstraint(condition=Q(cancels=None) | ~Q(cancels=F("id")), name="cost_cancels_another"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["dataset", "-month", "-id"], name="cost_of_dataset")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
