"""Transfers, the links to their files, and who received how much of what."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from exchange.transfer.states import MACHINE, OPEN, Acceptance, State
from kernel.actor import Actor


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, actor: Actor) -> Self:
        """Both parties of the agreement, the operator and the regulators. What every judgement of a delivery reads comes along."""
        rows = self.select_related("agreement__revision", "agreement__escrow")
        if actor.is_system or actor.jurisdiction:
            return rows
        if actor.organization is None:
            return self.none()
        return rows.filter(Q(agreement__consumer=actor.organization) | Q(agreement__provider=actor.organization))

    def with_bytes(self) -> Self:
        """Each with `bytes_served`: all that went out to anybody."""
        received = Access.objects.filter(transfer=OuterRef("pk")).values("transfer").annotate(total=Sum("bytes")).values("total")
        return self.annotate(bytes_served=Coalesce(Subquery(received), 0, output_field=models.BigIntegerField()))


class Transfer(models.Model):
    """One delivery. `number` is which of the agreement's deliveries it is, given at its first start (`started`).

    `first_access` is written before the first byte goes out; `remaining` keeps what is left of the time to accept while suspended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agreement = models.ForeignKey("exchange.Agreement", on_delete=models.PROTECT, related_name="transfers")
    method = models.TextField()
    state = models.TextField(default=State.REQUESTED.value)
    state_since = models.DateTimeField()
    number = models.PositiveIntegerField(null=True)
    started = models.DateTimeField(null=True)
    suspended_by = models.UUIDField(null=True)
    first_access = models.DateTimeField(null=True)
    acceptance = models.TextField(default=Acceptance.NONE.value)
    accept_by = models.DateTimeField(null=True)
    remaining = models.DurationField(null=True)
    code = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    created = models.DateTimeField()

    machine = MACHINE
    objects = TransferQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="transfer_state_known"),
            models.CheckConstraint(condition=Q(acceptance__in=[a.value for a in Acceptance]), name="transfer_acceptance_known"),
            models.UniqueConstraint(fields=["agreement", "number"], condition=Q(number__isnull=False), name="transfer_number_once"),
            models.UniqueConstraint(fields=["agreement", "method"], condition=Q(state__in=[s.value for s in OPEN]), name="transfer_one_open"),
            models.CheckConstraint(condition=Q(number=None) | Q(number__gte=1, started__isnull=False), name="transfer_numbered_when_started"),
            models.CheckConstraint(condition=Q(first_access=None) | Q(started__isnull=False), name="transfer_access_after_start"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["agreement", "-created", "-id"], name="transfer_of_agreement"),
            models.Index(fields=["-created", "-id"], name="transfer_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.number or ''}".strip()

    @property
    def consumer_id(self) -> uuid.UUID:
        return self.agreement.consumer_id

    @property
    def provider_id(self) -> uuid.UUID:
        return self.agreement.provider_id

    @property
    def is_open(self) -> bool:
        return State(self.state) in OPEN

    def hold_subjects(self) -> list[uuid.UUID]:
        """The agreement, its dataset and both organizations: a hold on any of them stops the delivery."""
        return [self.agreement_id, self.agreement.dataset_id, self.agreement.consumer_id, self.agreement.provider_id]


class DownloadLink(models.Model):
    """A short-lived address of one file for one holder; only the hash of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="links")
    distribution = models.ForeignKey("catalog.Distribution", on_delete=models.PROTECT, related_name="+")
    secret_sha256 = models.BinaryField(unique=True)
    organization = models.UUIDField()
    holder_kind = models.TextField()
    holder = models.UUIDField()
    expires = models.DateTimeField()
    created = models.DateTimeField()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(expires__gt=F("created")), name="link_expires_after_creation")]

    def belongs_to(self, actor: Actor) -> bool:
        return (actor.organization, actor.kind.value, actor.id) == (self.organization, self.holder_kind, self.holder)


class Access(models.Model):
    """What one holder received of one file in one delivery. Opened by an act; the bytes are counted while they flow."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="accesses", db_index=False)
    distribution = models.ForeignKey("catalog.Distribution", on_delete=models.PROTECT, related_name="+")
    organization = models.UUIDField()
    holder_kind = models.TextField()
    holder = models.UUIDField()
    first = models.DateTimeField()
    last = models.DateTimeField()
    requests = models.PositiveIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["transfer", "distribution", "organization", "holder_kind", "holder"], name="access_once_per_holder"),
            models.CheckConstraint(condition=Q(bytes__gte=0), name="access_bytes_not_negative"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-first", "-id"], name="access_newest")]
