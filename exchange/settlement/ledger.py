"""Posting to the ledger and reading it: the only code that writes accounts, transactions and entries.

Called inside an act, once an act and last of all: the accounts a posting needs are made first, then locked in the order of
their ids, so that two postings never wait for each other in a circle. Three statements, which cost the same at any size.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_noop

from exchange.settlement.models import LedgerAccount, LedgerTransaction
from exchange.settlement.posting import NEVER_BELOW_ZERO, Book, Leg, checked, reversed_legs
from kernel.decision import Certainty, Citation, Reason, Say, refuse
from kernel.errors import Refused
from kernel.money import Money

RULES = "2026.1"
_WRITE = """
with posted as (
  insert into exchange_ledgertransaction (id, kind, at, agreement_id, deposit_id, payout_id, reverses_id) values (%s, %s, %s, %s, %s, %s, %s)
), legs (account, minor) as (
  select * from unnest(%s::uuid[], %s::bigint[])
), moved as (
  update exchange_ledgeraccount a set balance_minor = a.balance_minor + legs.minor, seq = a.seq + 1
  from legs where a.id = legs.account returning a.id, a.seq, legs.minor, a.balance_minor
)
insert into exchange_ledgerentry (transaction_id, account_id, seq, amount_minor, balance_minor) select %s, id, seq, minor, balance_minor from moved
"""


def post(
    kind: str,
    legs: Iterable[Leg],
    *,
    at: datetime,
    agreement: UUID | None = None,
    deposit: UUID | None = None,
    payout: UUID | None = None,
    reverses: UUID | None = None,
) -> UUID:
    """Write one transaction and return its id. Errors: Refused when an account that may not go below zero would."""
    legs = checked(legs)
    accounts = _locked([leg.book for leg in legs], at)
    for leg in legs:
        account = accounts[leg.book]
        if leg.book.kind in NEVER_BELOW_ZERO and account.balance_minor + leg.minor < 0:
            raise _does_not_cover(leg, account)
    transaction = uuid.uuid4()
    ids, amounts = [accounts[leg.book].pk for leg in legs], [leg.minor for leg in legs]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [transaction, kind, at, agreement, deposit, payout, reverses, ids, amounts, transaction])
    return transaction


def reverse(transaction: LedgerTransaction, *, at: datetime) -> UUID:
    """Undo a posting, whole. The database lets each be undone once (`reverses` is unique)."""
    legs = [Leg(entry.account.book, entry.amount_minor) for entry in transaction.entries.select_related("account")]
    return post(
        "reversal", reversed_legs(legs), at=at, agreement=transaction.agreement_id, deposit=transaction.deposit_id, payout=transaction.payout_id,
        reverses=transaction.pk,
    )


def balance(book: Book) -> Money:
    """The stored balance of one account; zero where it was never used."""
    found = LedgerAccount.objects.filter(_named(book)).values_list("balance_minor", flat=True).first()
    return Money(found or 0, book.currency)


def locked_balance(book: Book, at: datetime) -> Money:
    """The balance of one account, locked until the transaction ends."""
    return _locked([book], at)[book].balance


def balances(organization: UUID) -> list[LedgerAccount]:
    """An organization's own accounts: deposit and payable in each currency it used."""
    return list(LedgerAccount.objects.filter(organization=organization).order_by("currency", "kind"))


def _locked(books: list[Book], at: datetime) -> dict[Book, LedgerAccount]:
    """The accounts, made where they were missing, then locked in the order of their ids."""
    query = Q()
    for book in books:
        query |= _named(book)
    rows = LedgerAccount.objects.filter(query)
    there = {account.book for account in rows}
    missing = sorted({book for book in books if book not in there}, key=repr)
    if missing:
        # whoever makes the same account at the same time waits here, while nobody of the two holds an account yet
        LedgerAccount.objects.bulk_create([_new(book, at) for book in missing], ignore_conflicts=True)
    return {account.book: account for account in rows.order_by("pk").select_for_update(no_key=True, of=("self",))}


def _named(book: Book) -> Q:
    return Q(
        kind=book.kind.value, currency=book.currency, organization=book.organization, agreement=book.agreement, institution=book.institution, shard=book.shard
    )


def _new(book: Book, at: datetime) -> LedgerAccount:
    return LedgerAccount(
        kind=book.kind.value, currency=book.currency, organization_id=book.organization, agreement_id=book.agreement, institution_id=book.institution,
        shard=book.shard, created=at,
    )


def _does_not_cover(leg: Leg, account: LedgerAccount) -> Refused:
    needed, there = Money(-leg.minor, leg.book.currency), account.balance
    facts: dict[str, Any] = {"account": leg.book.kind.value, "balance": there, "needed": needed}
    finding = Say(gettext_noop("The account holds %(there)s; %(needed)s are needed."), {"there": there, "needed": needed})
    remedy = Say(gettext_noop("Pay in at a licensed institution, tell of the deposit, and wait until it is confirmed."))
    cite = Citation("platform rules", "ledger", Certainty.PLATFORM)
    return Refused(refuse(Reason("settlement.account_covers", RULES, finding, (cite,), remedy), facts=facts))
