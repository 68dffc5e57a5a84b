"""Exports ready to be reserved, without a whole deal: what the slices above would derive, a sheet, a statement, and the door around an act."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from exchange.agreement import use_cases as agreements
from exchange.determination import use_cases as determination
from exchange.determination.derived import Derived
from exchange.determination.models import Reservation, YearCount
from exchange.determination.states import LIVE
from kernel.actor import SYSTEM, Actor
from tests.cast import Party
from tests.factories.trade import EXPORT_FACTS

KNOWN: dict[str, Any] = {"exporter_is_ciio": False, "exporter_location": "beijing", "movement": "transfer_abroad", "data_grade": "general", "contains_pi": True}
DATASET, BUYER = uuid4(), uuid4()


def derived(**facts: Any) -> Derived:
    return Derived({**KNOWN, **facts}, ("SG",), ("Overseas Buyer Pte. Ltd.",), BUYER, DATASET, personal=True, sensitive=False)


def stated(party: Party, ordinary: int = 0, sensitive: int = 0) -> None:
    agreements.state_outside(party.owner, ordinary=ordinary, sensitive=sensitive)


def told(exporter: UUID, ordinary: int | None, sensitive: int | None, deal: UUID | None = None, **facts: Any) -> UUID:
    """A new deal with its sheet."""
    deal = deal or uuid4()
    determination.describe(SYSTEM, deal, exporter, EXPORT_FACTS | facts, ordinary=ordinary, sensitive=sensitive)
    return deal


def reserved(party: Party, ordinary: int, sensitive: int = 0, *, outside: tuple[int, int] = (0, 0), who: Actor = SYSTEM, **facts: Any) -> UUID:
    """A deal whose persons are reserved, after a new statement."""
    stated(party, *outside)
    deal = told(party.id, ordinary, sensitive, **facts)
    determination.reserve(who, deal, party.id, derived())
    return deal


def live(party: Party, year: int) -> tuple[int, int]:
    """Persons of the declared live reservations of a year."""
    rows = Reservation.objects.filter(organization=party.id, year=year, state__in=LIVE, counted=True, exact=False)
    return sum(row.ordinary for row in rows), sum(row.sensitive for row in rows)


def stored(party: Party, year: int) -> tuple[int, int]:
    """What the counter says of them."""
    row = YearCount.objects.get(organization=party.id, year=year)
    return row.ordinary_reserved + row.ordinary_taken, row.sensitive_reserved + row.sensitive_taken
