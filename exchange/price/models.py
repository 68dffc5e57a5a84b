"""Tables of price facts: which periods were counted, and what may be told of their groups. What may not be told is not stored."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from exchange.rules.prices import LEAST_DEALS
from kernel.models import AppendOnly
from kernel.money import EXPONENTS, Money


class PricePeriod(AppendOnly):
    """A quarter or a year that was counted, once, under the policy of `release`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.TextField(unique=True)
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    release = models.TextField()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(quarter__range=(0, 4)), name="price_period_known")]

    def __str__(self) -> str:
        return self.name


class PriceFact(AppendOnly):
    """Rounded figures of one category and currency in one period; amounts in minor units. Only a fact counted under release 2026.2 of the policy can lack its median."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    period = models.ForeignKey(PricePeriod, on_delete=models.PROTECT, related_name="facts", db_index=False)
    since = models.DateField()
    quarterly = models.BooleanField()
    industry = models.TextField()
    currency = models.CharField(max_length=3)
    deals = models.PositiveIntegerField()
    median_minor = models.BigIntegerField(null=True)
    low_minor = models.BigIntegerField()
    high_minor = models.BigIntegerField()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["period", "industry", "currency"], name="price_fact_once"),
            models.CheckConstraint(condition=Q(deals__gte=LEAST_DEALS), name="price_fact_of_enough_deals"),
            models.CheckConstraint(condition=Q(low_minor__gte=0, high_minor__gte=F("low_minor")), name="price_fact_in_order"),
            models.CheckConstraint(condition=Q(currency__in=sorted(EXPONENTS)), name="price_fact_currency_known"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["industry", "-since", "-id"], name="price_fact_of_industry"),
            models.Index(fields=["-since", "-id"], name="price_fact_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.industry} {self.since}"

    @property
    def median(self) -> Money | None:
        return None if self.median_minor is None else Money(self.median_minor, self.currency)

    @property
    def low(self) -> Money:
        return Money(self.low_minor, self.currency)

    @property
    def high(self) -> Money:
        return Money(self.high_minor, self.currency)
