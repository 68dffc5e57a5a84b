"""Which accounts a movement of money touches, and by how much: pure arithmetic, no database.

An account is named by a `Book`. A leg is a book and a signed amount in minor units: plus means the exchange's books owe
more to the account's owner (credit), minus means less (debit). Cash at an institution therefore stands below zero by what
lies there, and every posting sums to zero in each currency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid5

FEE_SHARDS = 16
"""Accounts every trade would queue for are cut into this many rows; a balance of the whole is their sum."""

_ACCOUNTS = UUID("8a6b0d3e-51c4-4f0e-9a57-2f3c1d7e6b90")


class Kind(StrEnum):
    DEPOSIT = "deposit"
    PAYABLE = "payable"
    ESCROW = "escrow"
    FEE = "fee"
    CASH = "cash"


NEVER_BELOW_ZERO = (Kind.DEPOSIT, Kind.PAYABLE, Kind.ESCROW)


@dataclass(frozen=True, slots=True)
class Book:
    """The name of one ledger account. Deposit and payable belong to an organization, escrow to an agreement, cash to an
    institution; fee and cash are cut into shards. The account's id follows from its name, so that nobody has to look it up."""

    kind: Kind
    currency: str
    organization: UUID | None = None
    agreement: UUID | None = None
    institution: UUID | None = None
    shard: int = 0

    @property
    def id(self) -> UUID:
        return uuid5(_ACCOUNTS, f"{self.kind} {self.currency} {self.organization} {self.agreement} {self.institution} {self.shard}")


@dataclass(frozen=True, slots=True)
class Leg:
    book: Book
    minor: int


Legs = tuple[Leg, ...]


class Unbalanced(ValueError):
    """Legs that do not sum to zero, or move nothing: a bug in whoever made them."""


def shard_of(subject: UUID, shards: int = FEE_SHARDS) -> int:
    """Always the same shard for the same deal or deposit, so that a reversal meets the row it reverses."""
    return subject.int % shards


def checked(legs: Iterable[Leg]) -> Legs:
    """One leg a book, none of zero, in sum zero per currency. Errors: Unbalanced."""
    sums: dict[Book, int] = defaultdict(int)
    for leg in legs:
        sums[leg.book] += leg.minor
    merged = tuple(Leg(book, minor) for book, minor in sums.items() if minor)
    totals: dict[str, int] = defaultdict(int)
    for leg in merged:
        totals[leg.book.currency] += leg.minor
    if not merged or any(totals.values()):
        raise Unbalanced(f"legs sum to {dict(totals)}")
    return merged


def deposited(organization: UUID, institution: UUID, minor: int, currency: str, *, deposit: UUID) -> Legs:
    """Money that arrived at the institution for this organization."""
    cash = Book(Kind.CASH, currency, institution=institution, shard=shard_of(deposit))
    return checked([Leg(cash, -_positive(minor)), Leg(Book(Kind.DEPOSIT, currency, organization), minor)])


def paid_out(organization: UUID, institution: UUID, minor: int, currency: str, *, source: Kind, payout: UUID) -> Legs:
    """Money that left the institution for this organization, out of its proceeds or its deposit."""
    if source not in (Kind.PAYABLE, Kind.DEPOSIT):
        raise ValueError("money is paid out of payable or deposit")
    cash = Book(Kind.CASH, currency, institution=institution, shard=shard_of(payout))
    return checked([Leg(Book(source, currency, organization), -_positive(minor)), Leg(cash, minor)])


def funded(agreement: UUID, consumer: UUID, price: int, currency: str) -> Legs:
    """The price moves from the consumer's deposit into the agreement's escrow."""
    return checked([Leg(Book(Kind.DEPOSIT, currency, consumer), -_positive(price)), Leg(_escrow(agreement, currency), price)])


def released(agreement: UUID, provider: UUID, price: int, fee: int, currency: str, *, shards: int = FEE_SHARDS) -> Legs:
    """The escrow goes to the provider minus the fee; fee + net = price to the last unit."""
    if not 0 <= fee <= price:
        raise ValueError("the fee lies between zero and the price")
    return checked(
        [
            Leg(_escrow(agreement, currency), -_positive(price)),
            Leg(Book(Kind.PAYABLE, currency, provider), price - fee),
            Leg(Book(Kind.FEE, currency, shard=shard_of(agreement, shards)), fee),
        ]
    )


def refunded(agreement: UUID, consumer: UUID, price: int, currency: str) -> Legs:
    """The escrow goes back to the consumer's deposit, whole."""
    return checked([Leg(_escrow(agreement, currency), -_positive(price)), Leg(Book(Kind.DEPOSIT, currency, consumer), price)])


def reversed_legs(legs: Iterable[Leg]) -> Legs:
    """The posting that undoes another one."""
    return checked(Leg(leg.book, -leg.minor) for leg in legs)


def _escrow(agreement: UUID, currency: str) -> Book:
    return Book(Kind.ESCROW, currency, agreement=agreement)


def _positive(minor: int) -> int:
    if minor <= 0:
        raise ValueError("an amount that moves is above zero")
    return minor
