"""One export's declaration: the rows of which the register of exports and the monthly return are made."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, QuerySet

from exchange.clearance.models.clearance import Clearance
from exchange.clearance.states import DECLARATION, Declared
from exchange.rules.lanes import Lane
from kernel.actor import Actor

FROZEN = (
    "number", "clearance", "transfer", "agreement", "exporter", "recipient", "destination", "fields", "ordinary", "sensitive", "bytes", "method", "lane", "reasons", "facts", "at",
)


class DeclarationQuerySet(QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """The exporter, the recipient, the operator and the regulators."""
        if actor.is_system or actor.jurisdiction:
            return self
        if actor.organization is None:
            return self.none()
        return self.filter(Q(exporter_id=actor.organization) | Q(recipient_id=actor.organization))

    def waiting(self) -> Self:
        return self.filter(state=Declared.HELD.value)


class ExportDeclaration(models.Model):
    """What goes, of how many persons, to whom, where, under which clearance. `transfer` is the delivery it was made for.

    `repeat`, known from delivery on: the same persons went out in this deal in this year before, so the count does not move again. `reasons` say why
    it has its lane, `facts` what the rule saw. `decided_by` is the person who released or refused it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    clearance = models.ForeignKey(Clearance, on_delete=models.PROTECT, related_name="declarations", db_index=False)
    agreement = models.UUIDField()
    transfer = models.UUIDField(unique=True)
    exporter = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    recipient = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    destination = models.CharField(max_length=2)
    fields = ArrayField(models.TextField())
    ordinary = models.BigIntegerField()
    sensitive = models.BigIntegerField()
    repeat = models.BooleanField(default=False)
    bytes = models.BigIntegerField()
    method = models.TextField()
    lane = models.TextField()
    reasons = models.JSONField()
    facts = models.JSONField()
    state = models.TextField()
    state_since = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    remark = models.TextField(blank=True, default="")
    delivered = models.DateTimeField(null=True)
    at = models.DateTimeField()

    machine = DECLARATION
    objects = DeclarationQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in Declared]), name="export_declaration_state_known"),
            models.CheckConstraint(condition=Q(lane__in=[lane.value for lane in Lane]), name="export_declaration_lane_known"),
            models.CheckConstraint(condition=Q(ordinary__gte=0, sensitive__gte=0, bytes__gte=0), name="export_declaration_not_negative"),
            models.CheckConstraint(
                condition=Q(state=Declared.DELIVERED.value, delivered__isnull=False) | (~Q(state=Declared.DELIVERED.value) & Q(delivered=None)),
                name="export_declaration_delivered_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[Declared.RELEASED.value, Declared.REFUSED.value]) | Q(decided_by__isnull=False), name="export_declaration_decided_by_a_person"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-at", "-id"], name="export_declaration_newest"),
            models.Index(fields=["exporter", "-at", "-id"], name="export_decl_of_exporter"),
            models.Index(fields=["recipient", "-at", "-id"], name="export_decl_of_recipient"),
            models.Index(fields=["clearance", "state"], name="export_decl_of_clearance"),
            models.Index(fields=["at", "id"], condition=Q(state=Declared.HELD.value), name="export_decl_waiting"),
            models.Index(fields=["delivered"], condition=Q(state=Declared.DELIVERED.value), name="export_decl_delivered"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="export_declaration_frozen", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*FROZEN)),
            pgtrigger.Protect(name="export_declaration_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def new_ordinary(self) -> int:
        """The persons this export adds to what has gone out this year."""
        return 0 if self.repeat else self.ordinary

    @property
    def new_sensitive(self) -> int:
        return 0 if self.repeat else self.sensitive

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.agreement, self.clearance_id, self.exporter_id]
