"""What an exporter says about one export, and what was determined from it: both are written once and kept."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet

from kernel.actor import Actor
from kernel.models import AppendOnly


class ExporterQuerySet(QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """The exporter's own, the operator and the regulators; never the other side of the deal."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(exporter_id=actor.organization) if actor.organization else self.none()


class FactSheet(AppendOnly):
    """One version of the exporter's answers about one deal. `facts` holds only keys an exporter supplies and only those that were
    answered; `ordinary` and `sensitive` are the persons this deal sends abroad, null where it does not know."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    deal = models.UUIDField()
    version = models.PositiveSmallIntegerField()
    exporter = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    facts = models.JSONField()
    ordinary = models.BigIntegerField(null=True)
    sensitive = models.BigIntegerField(null=True)
    person = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = ExporterQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["deal", "version"], name="fact_sheet_version_once"),
            models.CheckConstraint(condition=Q(ordinary=None) | Q(ordinary__gte=0), name="fact_sheet_ordinary_not_negative"),
            models.CheckConstraint(condition=Q(sensitive=None) | Q(sensitive__gte=0), name="fact_sheet_sensitive_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.deal} {self.version}"


class Determination(AppendOnly):
    """The law's answer of one day over stored facts, under one release of the rules, so that it can be asked again.

    `basis` says where the counts came from (declared, measured here, under common control), which sheet and statement were read,
    and the findings of counting. `destination` is the place abroad that decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    deal = models.UUIDField(null=True)
    exporter = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    as_of = models.DateField()
    occasion = models.TextField()
    destination = models.CharField(max_length=2, blank=True, default="")
    facts = models.JSONField()
    basis = models.JSONField(default=dict)
    release = models.TextField()
    path = models.TextField()
    result = models.JSONField()
    at = models.DateTimeField()
    person = models.UUIDField(null=True)

    objects = ExporterQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(occasion__in=["forecast", "signing", "clearance", "year_end", "statement", "release"]), name="determination_occasion_known"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["deal", "-at", "-id"], name="determination_of_deal"),
            models.Index(fields=["exporter", "-at", "-id"], name="determination_of_exporter"),
            models.Index(fields=["-at", "-id"], name="determination_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.as_of}"
