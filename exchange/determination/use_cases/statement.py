"""The exporter's signed word on what went abroad outside the exchange, and what it makes determinable."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from exchange.determination import counting, permissions
from exchange.determination.models import OutsideStatement, Reservation, YearCount
from exchange.determination.statement import text
from exchange.determination.states import Reserved
from exchange.determination.use_cases.repeat import repeat
from exchange.determination.use_cases.sheet import MOST_PERSONS
from exchange.rules.border.determination import Path
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Invalid
from kernel.use_case import Act, use_case

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Signed:
    """A checked signature over the statement's text, in base64, and the key that made it."""

    kind: str
    key: UUID
    public_key: str
    signature: str


def problems(year: int, as_of: date, ordinary: int, sensitive: int, today: date) -> None:
    """Errors: Invalid. A statement speaks of the running year, as of the day it is signed."""
    wrong: dict[str, list[Say]] = {}
    for name, number in (("ordinary", ordinary), ("sensitive", sensitive)):
        if not 0 <= number <= MOST_PERSONS:
            wrong[name] = [Say(gettext_noop("A number of persons from 0 to %(most)s."), {"most": MOST_PERSONS})]
    if year != today.year:
        wrong["year"] = [Say(gettext_noop("The count of %(year)s is the one that runs."), {"year": today.year})]
    if as_of != today:
        wrong["as_of"] = [Say(gettext_noop("A statement stands for the day it is signed: %(day)s."), {"day": today.isoformat()})]
    if wrong:
        raise Invalid(fields=wrong)


@use_case
def keep_statement(act: Act, organization: UUID, *, as_of: date, ordinary: int, sensitive: int, signed: Signed) -> OutsideStatement:
    """Keep a statement whose signature the caller has checked, and rely on it from now on. System only. Errors: Invalid.

    What waits undetermined for want of it is determined again."""
    act.authorise(permissions.KEEP_STATEMENT)
    today = act.now.astimezone(LOCAL_ZONE).date()
    problems(as_of.year, as_of, ordinary, sensitive, today)
    said = text(str(organization), as_of.year, as_of, ordinary, sensitive)
    counts = counting.locked(organization, act.now)
    row = OutsideStatement(
        organization_id=organization, year=as_of.year, ordinary=ordinary, sensitive=sensitive, as_of=as_of, text=said, digest=hashlib.sha256(said.encode()).hexdigest(),
        key_kind=signed.kind, key=signed.key, public_key=signed.public_key, signature=signed.signature, person=act.actor.person, at=act.now,
    )
    row.save(force_insert=True)
    act.created(row)
    YearCount.objects.filter(pk=counts.own.id).update(statement=row, ordinary_outside=ordinary, sensitive_outside=sensitive, stated_on=as_of, renewed=True)
    act.record("exchange.determination.stated", row, {"year": row.year, "as_of": as_of.isoformat(), "digest": row.digest, "key_kind": row.key_kind}, parties=[organization])
    waiting = Reservation.objects.filter(
        organization=organization, year=counts.year, state=Reserved.RESERVED.value, determination__path=Path.UNDETERMINED.value
    ).values_list("deal", flat=True)
    for deal in list(waiting[:AT_ONCE]):
        repeat(act, deal, occasion="statement")
    return row
