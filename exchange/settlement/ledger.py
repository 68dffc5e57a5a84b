"""Posting to the ledger and reading it: the only code that writes accounts, transactions and entries.

Called inside an act, once an act and last of all: the accounts a posting needs are made first, then locked in the order of
their ids, so that two postings never wait for each other in a circle. Two statements, which cost the same at any size; one more
where this process does not know an account to be committed yet.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from exchange.settlement.models import LedgerAccount, LedgerTransaction
from exchange.settlement.posting import NEVER_BELOW_ZERO, Book, Leg, checked, reversed_legs
from kernel.decision import Certainty, Citation, Reason, Say, refuse
from kernel.errors import Refused
from kernel.money import Money

RULES = "2026.1"
REMEMBERED_AT_MOST = 100_000
_committed: set[tuple[str, UUID]] = set()
"""Accounts this process knows to be committed, by database: only these need not be made first. One that was merely made in an
open transaction does not count, for whoever finds it missing after locking others would wait for its maker in a circle."""
_LOCK = "select id, balance_minor from exchange_ledgeraccount where id = any(%s::uuid[]) order by id for no key update"
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
    there = _locked([leg.book for leg in legs], at)
    for leg in legs:
        if leg.book.kind in NEVER_BELOW_ZERO and there[leg.book] + leg.minor < 0:
            raise _does_not_cover(leg, Money(there[leg.book], leg.book.currency))
    pk = uuid.uuid4()
    ids, amounts = [leg.book.id for leg in legs], [leg.minor for leg in legs]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [pk, kind, at, agreement, deposit, payout, reverses, ids, amounts, pk])
    return pk


def reverse(posted: LedgerTransaction, *, at: datetime) -> UUID:
    """Undo a posting, whole. The database lets each be undone once (`reverses` is unique)."""
    legs = [Leg(entry.account.book, entry.amount_minor) for entry in posted.entries.select_related("account")]
    return post(
        "reversal", reversed_legs(legs), at=at, agreement=posted.agreement_id, deposit=posted.deposit_id, payout=posted.payout_id,
        reverses=posted.pk,
    )


def balance(book: Book) -> Money:
    """The stored balance of one account; zero where it was never used."""
    found = LedgerAccount.objects.filter(pk=book.id).values_list("balance_minor", flat=True).first()
    return Money(found or 0, book.currency)


def locked_balance(book: Book, at: datetime) -> Money:
    """The balance of one account, locked until the transaction ends."""
    return Money(_locked([book], at)[book], book.currency)


def balances(organization: UUID) -> list[LedgerAccount]:
    """An organization's own accounts: deposit and payable in each currency it used."""
    return list(LedgerAccount.objects.filter(organization=organization).order_by("currency", "kind"))


def _locked(books: list[Book], at: datetime) -> dict[Book, int]:
    """The accounts' balances, locked in the order of their ids; accounts that are missing are made first."""
    ids = [book.id for book in books]
    names = {(connection.settings_dict["NAME"], pk) for pk in ids}
    if not names <= _committed:
        _make(books, at)
        transaction.on_commit(lambda: _remember(names))
    found = _lock(ids)
    if len(found) < len(ids):  # the database was set back under this process, as after a restored backup
        _committed.clear()
        _make(books, at)
        found = _lock(ids)
    return {book: found[book.id] for book in books}


def _remember(names: set[tuple[str, UUID]]) -> None:
    if len(_committed) > REMEMBERED_AT_MOST:
        _committed.clear()
    _committed.update(names)


def _make(books: list[Book], at: datetime) -> None:
    """Whoever makes the same account at the same time waits here, before either of the two holds an account."""
    LedgerAccount.objects.bulk_create([_new(book, at) for book in sorted(books, key=lambda book: book.id)], ignore_conflicts=True)


def _lock(ids: list[UUID]) -> dict[UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [ids])
        return dict(cursor.fetchall())


def _new(book: Book, at: datetime) -> LedgerAccount:
    return LedgerAccount(
        id=book.id, kind=book.kind.value, currency=book.currency, organization_id=book.organization, agreement_id=book.agreement, institution_id=book.institution,
        shard=book.shard, created=at,
    )


def _does_not_cover(leg: Leg, there: Money) -> Refused:
    needed = Money(-leg.minor, leg.book.currency)
    facts: dict[str, Any] = {"account": leg.book.kind.value, "balance": there, "needed": needed}
    finding = Say(gettext_noop("The account holds %(there)s; %(needed)s are needed."), {"there": there, "needed": needed})
    remedy = Say(gettext_noop("Pay in at a licensed institution, tell of the deposit, and wait until it is confirmed."))
    cite = Citation("platform rules", "ledger", Certainty.PLATFORM)
    return Refused(refuse(Reason("settlement.account_covers", RULES, finding, (cite,), remedy), facts=facts))
