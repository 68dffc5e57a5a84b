"""The ledger: accounts with stored balances, transactions and entries that are written once.

A mistake is mended by a reversal, once. Nothing here decides when money moves.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from exchange.settlement.models import triggers
from exchange.settlement.posting import NEVER_BELOW_ZERO, Book, Kind
from kernel.actor import Actor
from kernel.models import APPEND_ONLY_TRIGGERS, AppendOnly
from kernel.money import EXPONENTS, Money


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def visible_to(self, actor: Actor) -> Self:
        """Where money may be paid in is known to every member."""
        return self.none() if actor.is_nobody else self


class Institution(models.Model):
    """A licensed institution that holds the money which the ledger mirrors."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name_zh = models.TextField()
    name_en = models.TextField()
    license_number = models.TextField(unique=True)
    account_number = models.TextField()
    created = models.DateTimeField()

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        app_label = "exchange"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_zh if (get_language() or "").startswith("zh") else self.name_en


def sees_all(actor: Actor) -> bool:
    return actor.is_system or bool(actor.jurisdiction)


class LedgerAccountQuerySet(models.QuerySet["LedgerAccount"]):
    def visible_to(self, actor: Actor) -> Self:
        """An organization's own accounts, and the escrow of an agreement for both its parties; fee and cash for those who see all."""
        if sees_all(actor):
            return self
        if actor.organization is None:
            return self.none()
        mine = actor.organization
        return self.filter(Q(organization=mine) | Q(agreement__consumer=mine) | Q(agreement__provider=mine))


class LedgerAccount(models.Model):
    """One row of money. `balance_minor` is stored and checked at each commit against the account's last entry (`seq`).

    The id is made from the account's name: see posting.Book."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in Kind])
    currency = models.CharField(max_length=3)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, null=True, related_name="+")
    agreement = models.ForeignKey("exchange.Agreement", on_delete=models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+")
    shard = models.PositiveSmallIntegerField(default=0)
    balance_minor = models.BigIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    created = models.DateTimeField()

    objects = LedgerAccountQuerySet.as_manager()

    class Meta:
        app_label = "exchange"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organization", "agreement", "institution", "kind", "currency", "shard"], nulls_distinct=False, name="ledger_account_once"
            ),
            models.CheckConstraint(condition=~Q(kind__in=[kind.value for kind in NEVER_BELOW_ZERO]) | Q(balance_minor__gte=0), name="ledger_never_below_zero"),
            models.CheckConstraint(condition=Q(currency__in=sorted(EXPONENTS)), name="ledger_currency_known"),
            models.CheckConstraint(
                condition=(
                    Q(kind__in=[Kind.DEPOSIT.value, Kind.PAYABLE.value], organization__isnull=False, agreement=None, institution=None, shard=0)
                    | Q(kind=Kind.ESCROW.value, organization=None, agreement__isnull=False, institution=None, shard=0)
                    | Q(kind=Kind.FEE.value, organization=None, agreement=None, institution=None)
                    | Q(kind=Kind.CASH.value, organization=None, agreement=None, institution__isnull=False)
                ),
                name="ledger_account_owner_fits",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-created", "-id"], name="ledger_account_newest")]
        triggers: ClassVar[list[Any]] = [triggers.BALANCE_IS_LAST_ENTRY, triggers.ACCOUNT_KEEPS_ITS_NAME, triggers.ACCOUNT_STAYS]

    def __str__(self) -> str:
        return f"{self.kind} {self.currency}"

    @property
    def book(self) -> Book:
        return Book(Kind(self.kind), self.currency, self.organization_id, self.agreement_id, self.institution_id, self.shard)

    @property
    def balance(self) -> Money:
        return Money(self.balance_minor, self.currency)

    def hold_subjects(self) -> list[uuid.UUID]:
        return [subject for subject in (self.organization_id, self.agreement_id) if subject]


class LedgerTransaction(AppendOnly):
    """One movement of money: two or more entries that sum to zero. `reverses` names the one it undoes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    at = models.DateTimeField()
    agreement = models.ForeignKey("exchange.Agreement", on_delete=models.PROTECT, null=True, related_name="ledger_transactions")
    deposit = models.ForeignKey("exchange.Deposit", on_delete=models.PROTECT, null=True, related_name="ledger_transactions")
    payout = models.ForeignKey("exchange.Payout", on_delete=models.PROTECT, null=True, related_name="ledger_transactions")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-at", "-id"], name="ledger_transaction_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    def visible_to(self, actor: Actor) -> Self:
        if sees_all(actor):
            return self
        return self.filter(account__in=LedgerAccount.objects.visible_to(actor).values("pk"))


class LedgerEntry(AppendOnly):
    """One leg of a transaction: the `seq`-th change of its account, and the balance after it."""

    id = models.BigAutoField(primary_key=True)
    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="entries", db_index=False)
    seq = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    balance_minor = models.BigIntegerField()

    objects = LedgerEntryQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        app_label = "exchange"
        triggers: ClassVar[list[Any]] = [*APPEND_ONLY_TRIGGERS, triggers.SUM_ZERO, triggers.FOLLOWS_PREDECESSOR]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["account", "seq"], name="ledger_entry_order"),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="ledger_entry_moves"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="ledger_entry_seq_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor:+d}"
