"""What moves the ledger: deposits, payouts and escrows, each proposed by one person and settled by another."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from exchange.settlement.models.ledger import Institution, sees_all
from exchange.settlement.posting import Kind
from exchange.settlement.states import DEPOSIT, ESCROW, PAYOUT, DepositState, EscrowState, PayoutState
from kernel.actor import Actor
from kernel.money import Money

# a reversal frees the bank reference, for whoever really paid
BOOKED = (DepositState.CONFIRMED, DepositState.REVERSAL_PROPOSED)
TWO_PERSONS = ~Q(proposed_by=F("decided_by"))


class OwnQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        if sees_all(actor):
            return self
        return self.filter(organization=actor.organization) if actor.organization else self.none()


class Deposit(models.Model):
    """Money an organization says it paid in at an institution, under the bank's reference.

    `proposed_by` is the person whose word waits for a second one: the claimant, later whoever proposes a reversal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    reference = models.TextField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    value_date = models.DateField()
    remark = models.TextField(blank=True, default="")
    state = models.TextField(default=DepositState.CLAIMED.value)
    state_since = models.DateTimeField()
    proposed_by = models.UUIDField()
    decided_by = models.UUIDField(null=True)
    created = models.DateTimeField()

    machine = DEPOSIT
    objects = OwnQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in DepositState]), name="deposit_state_known"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="deposit_above_zero"),
            models.CheckConstraint(condition=TWO_PERSONS, name="deposit_two_persons"),
            # one payment is one booked deposit; who merely tells of one neither blocks its reference for others nor learns of theirs
            models.UniqueConstraint(
                fields=["institution", "reference"], condition=Q(state__in=[s.value for s in BOOKED]), name="deposit_reference_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "institution", "reference"], condition=Q(state__in=[DepositState.CLAIMED.value, *(s.value for s in BOOKED)]), name="deposit_told_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organization", "-created", "-id"], name="deposit_of_organization"),
            models.Index(fields=["-created", "-id"], name="deposit_newest"),
        ]

    def __str__(self) -> str:
        return str(self.money)

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.organization_id]


class Payout(models.Model):
    """Money an organization wants sent to its own bank account, out of its proceeds or its deposit.

    `reference` is the bank's, given by whoever confirms that the institution was told to pay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    source = models.TextField(default=Kind.PAYABLE.value)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    bank_account = models.TextField()
    reference = models.TextField(blank=True, default="")
    remark = models.TextField(blank=True, default="")
    state = models.TextField(default=PayoutState.PROPOSED.value)
    state_since = models.DateTimeField()
    proposed_by = models.UUIDField()
    decided_by = models.UUIDField(null=True)
    created = models.DateTimeField()

    machine = PAYOUT
    objects = OwnQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in PayoutState]), name="payout_state_known"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payout_above_zero"),
            models.CheckConstraint(condition=Q(source__in=[Kind.PAYABLE.value, Kind.DEPOSIT.value]), name="payout_source_known"),
            models.CheckConstraint(condition=TWO_PERSONS, name="payout_two_persons"),
            models.UniqueConstraint(fields=["institution", "reference"], condition=~Q(reference=""), name="payout_reference_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organization", "-created", "-id"], name="payout_of_organization"),
            models.Index(fields=["-created", "-id"], name="payout_newest"),
            models.Index(fields=["organization", "source", "currency"], condition=Q(state=PayoutState.PROPOSED.value), name="payout_open"),
        ]

    def __str__(self) -> str:
        return str(self.money)

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.organization_id]


class EscrowQuerySet(models.QuerySet["Escrow"]):
    def visible_to(self, actor: Actor) -> Self:
        if sees_all(actor):
            return self
        if actor.organization is None:
            return self.none()
        return self.filter(Q(agreement__consumer=actor.organization) | Q(agreement__provider=actor.organization))


class Escrow(models.Model):
    """The price of one agreement while it waits, and how the wait ended. `grounds` is what the buyer says when it contests.

    A contested escrow is decided by two operators: `proposed_by` writes outcome and reasons, `decided_by` confirms."""

    agreement = models.OneToOneField("exchange.Agreement", on_delete=models.PROTECT, primary_key=True, related_name="escrow")
    price_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.TextField(default=EscrowState.HELD.value)
    state_since = models.DateTimeField()
    grounds = models.TextField(blank=True, default="")
    proposed_outcome = models.TextField(blank=True, default="")
    reasons = models.TextField(blank=True, default="")
    proposed_by = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    created = models.DateTimeField()

    machine = ESCROW
    objects = EscrowQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in EscrowState]), name="escrow_state_known"),
            models.CheckConstraint(condition=Q(price_minor__gt=0, fee_minor__gte=0, fee_minor__lte=F("price_minor")), name="escrow_amounts_fit"),
            models.CheckConstraint(condition=TWO_PERSONS | Q(decided_by=None), name="escrow_two_persons"),
            models.CheckConstraint(condition=Q(proposed_outcome__in=["", "release", "refund"]), name="escrow_outcome_known"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["state_since", "agreement"], condition=Q(state__in=[EscrowState.CONTESTED.value, EscrowState.DECISION_PROPOSED.value]), name="escrow_to_decide"),
            models.Index(fields=["-created", "-agreement"], name="escrow_newest"),
            models.Index(fields=["agreement"], condition=Q(state=EscrowState.HELD.value), name="escrow_held"),
        ]

    def __str__(self) -> str:
        return str(self.price)

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def fee(self) -> Money:
        return Money(self.fee_minor, self.currency)

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.agreement_id]
