"""Transfers, the links to their files, and who received how much of what."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from exchange.transfer.states import MACHINE, OPEN, PROJECTION, Acceptance, Making, State, Waiting
from kernel.actor import Actor


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, actor: Actor) -> Self:
        """Both parties of the agreement, the operator and the regulators. What every judgement of a delivery reads comes along."""
        rows = self.select_related("agreement__revision__rights", "agreement__revision__rights_end", "agreement__escrow", "agreement__consumer")
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

    `first_access` is written before the first byte goes out; `remaining` keeps what is left of the time to accept while suspended.
    `waits_for` says why a delivery somebody has started does not run yet: it goes on by itself."""

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
    waits_for = models.TextField(blank=True, default=Waiting.NOTHING.value, db_default=Waiting.NOTHING.value)
    code = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    created = models.DateTimeField()

    machine = MACHINE
    objects = TransferQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="transfer_state_known"),
            models.CheckConstraint(condition=Q(waits_for__in=[w.value for w in Waiting]), name="transfer_waits_for_known"),
            models.CheckConstraint(condition=Q(acceptance__in=[a.value for a in Acceptance]), name="transfer_acceptance_known"),
            models.UniqueConstraint(fields=["agreement", "number"], condition=Q(number__isnull=False), name="transfer_number_once"),
            models.UniqueConstraint(fields=["agreement", "method"], condition=Q(state__in=[s.value for s in OPEN]), name="transfer_one_open"),
            models.CheckConstraint(condition=Q(number=None) | Q(number__gte=1, started__isnull=False), name="transfer_numbered_when_started"),
            models.CheckConstraint(condition=Q(first_access=None) | Q(started__isnull=False), name="transfer_access_after_start"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["agreement", "-created", "-id"], name="transfer_of_agreement"),
            models.Index(fields=["-created", "-id"], name="transfer_newest"),
            models.Index(fields=["created"], condition=~Q(waits_for=Waiting.NOTHING.value), name="transfer_waiting"),
            models.Index(fields=["first_access"], condition=Q(first_access__isnull=False), name="transfer_first_access"),
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


class Projection(models.Model):
    """One file of a delivery cut to `fields`, the agreed and cleared ones, as a blob with its own digest.

    Its bytes follow from the file and the fields alone, so that a making which was interrupted goes on where the blob ends.
    `code` says why it could not be made; the blob is gone once the delivery has ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="projections", db_index=False)
    distribution = models.ForeignKey("catalog.Distribution", on_delete=models.PROTECT, related_name="+")
    fields = ArrayField(models.TextField())
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.TextField(default=Making.MAKING.value)
    state_since = models.DateTimeField()
    code = models.TextField(blank=True, default="")
    created = models.DateTimeField()

    machine = PROJECTION

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["transfer", "distribution"], name="projection_once"),
            models.CheckConstraint(condition=Q(state__in=[m.value for m in Making]), name="projection_state_known"),
            models.CheckConstraint(condition=~Q(state__in=[Making.MAKING.value, Making.READY.value]) | Q(blob__isnull=False), name="projection_has_a_blob"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["created"], condition=Q(state=Making.MAKING.value), name="projection_to_make")]

    def __str__(self) -> str:
        return ", ".join(self.fields)


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
