"""The clearance of one deal's export: its scope is frozen by the database, its use is counted, its state moves."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, QuerySet

from exchange.clearance.states import CLEARANCE, LIVE, State
from kernel import clock
from kernel.actor import Actor
from kernel.models import AppendOnly

FROZEN = (
    "number", "agreement", "case", "revision", "exporter", "path", "fields", "recipients", "purposes", "places", "ordinary_quota", "sensitive_quota",
    "valid_from", "valid_until", "conditions", "basis", "credential", "created",
)


class ClearanceQuerySet(QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Both parties of the deal, the operator and the regulators."""
        if actor.is_system or actor.jurisdiction:
            return self
        if actor.organization is None:
            return self.none()
        return self.filter(Q(exporter_id=actor.organization) | Q(agreement__consumer_id=actor.organization))


class Clearance(models.Model):
    """`fields` names every cleared field; `recipients` are texts "country name"; `places` ISO codes. Quotas count persons; `_used` grows
    with each first delivery. `basis` is what it rests on, `credential` the signed text that anyone can check.

    `filing_due` is the day by which the standard contract must be filed, `filed` the moment that was shown. `issued_by` is a person.
    The watch looks at it when `next_look` comes, at once where an event says that something about it has changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    agreement = models.ForeignKey("exchange.Agreement", on_delete=models.PROTECT, related_name="clearances", db_index=False)
    case = models.ForeignKey("exchange.ExportCase", on_delete=models.PROTECT, related_name="clearances")
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="+", db_index=False)
    exporter = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    path = models.TextField()
    fields = ArrayField(models.TextField())
    recipients = ArrayField(models.TextField())
    purposes = ArrayField(models.TextField())
    places = ArrayField(models.CharField(max_length=2))
    ordinary_quota = models.BigIntegerField()
    sensitive_quota = models.BigIntegerField()
    ordinary_used = models.BigIntegerField(default=0)
    sensitive_used = models.BigIntegerField(default=0)
    valid_from = models.DateField()
    valid_until = models.DateField()
    conditions = models.JSONField(default=list)
    basis = models.JSONField()
    credential = models.TextField()
    filing_due = models.DateField(null=True)
    filed = models.DateTimeField(null=True)
    overdue = models.BooleanField(default=False)
    state = models.TextField(default=State.ISSUED.value)
    state_since = models.DateTimeField()
    cause = models.TextField(blank=True, default="")
    issued_by = models.UUIDField()
    suspended_by = models.UUIDField(null=True)
    next_look = models.DateTimeField(default=clock.now)
    created = models.DateTimeField()

    machine = CLEARANCE
    objects = ClearanceQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="clearance_state_known"),
            models.UniqueConstraint(fields=["agreement"], condition=Q(state__in=[state.value for state in LIVE]), name="clearance_one_live"),
            models.CheckConstraint(
                condition=Q(ordinary_used__gte=0, sensitive_used__gte=0, ordinary_used__lte=F("ordinary_quota"), sensitive_used__lte=F("sensitive_quota")),
                name="clearance_used_within_quota",
            ),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="clearance_ends_after_it_begins"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-created", "-id"], name="clearance_newest"),
            models.Index(fields=["exporter", "-created", "-id"], name="clearance_of_exporter"),
            models.Index(fields=["agreement", "-created"], name="clearance_of_agreement"),
            models.Index(fields=["valid_until"], condition=Q(state__in=[state.value for state in LIVE]), name="clearance_live_by_end"),
            models.Index(fields=["filing_due", "id"], condition=Q(overdue=True), name="clearance_filing_overdue"),
            models.Index(fields=["next_look"], condition=Q(state__in=[state.value for state in LIVE]), name="clearance_to_look_at"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="clearance_frozen", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*FROZEN)),
            pgtrigger.Protect(name="clearance_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def provider_id(self) -> uuid.UUID:
        return self.exporter_id

    @property
    def ordinary_left(self) -> int:
        return self.ordinary_quota - self.ordinary_used

    @property
    def sensitive_left(self) -> int:
        return self.sensitive_quota - self.sensitive_used

    def used_percent(self, ordinary: int = 0, sensitive: int = 0) -> int:
        """How much of the fuller quota is used once these persons are added; 0 where no persons were cleared."""
        used = [
            (self.ordinary_used + ordinary) * 100 // self.ordinary_quota if self.ordinary_quota else 0,
            (self.sensitive_used + sensitive) * 100 // self.sensitive_quota if self.sensitive_quota else 0,
        ]
        return max(used)

    def ended(self, on: date) -> bool:
        return on > self.valid_until

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.agreement_id, self.exporter_id]


class ClearanceAlert(AppendOnly):
    """What the watch found or the exporter told of, once for each clearance and code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    clearance = models.ForeignKey(Clearance, on_delete=models.PROTECT, related_name="alerts", db_index=False)
    code = models.TextField()
    reason = models.JSONField()
    person = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["clearance", "code"], name="clearance_alert_once")]

    def __str__(self) -> str:
        return self.code
