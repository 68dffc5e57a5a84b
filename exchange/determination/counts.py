"""A year's count as values: what is reserved, taken and united here, what is declared of elsewhere, what a group adds. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from exchange.rules.statement import STATEMENT_DAYS

Pair = tuple[int, int]
"""Persons: ordinary, sensitive."""


@dataclass(frozen=True, slots=True)
class Row:
    """One exporter's count of one year as it stood when it was read."""

    id: UUID
    organization: UUID
    year: int
    reserved: Pair
    taken: Pair
    exact: Pair
    outside: Pair | None
    stated_on: date | None
    statement: UUID | None
    renewed: bool

    @property
    def here(self) -> Pair:
        return add(self.reserved, self.taken, self.exact)


@dataclass(frozen=True, slots=True)
class Counts:
    """All that counts towards one exporter's year. `others` are the organizations under common control with it; `group` their sum,
    None while one of them has not stated what it sent elsewhere. `statement_days` is how old a statement may be for a signature: a pilot
    programme may make it longer."""

    year: int
    own: Row
    others: int = 0
    group: Pair | None = (0, 0)
    statement_days: int = STATEMENT_DAYS

    def stated(self, today: date, *, signing: bool) -> Pair | None:
        """What went abroad elsewhere, as declared; None where it is not known. For a signing the statement must be newer than the
        last reservation and no older than `statement_days`."""
        row = self.own
        if row.outside is None or row.stated_on is None:
            return None
        if signing and not (row.renewed and row.stated_on >= today - timedelta(days=self.statement_days)):
            return None
        return row.outside

    def total(self, today: date, *, signing: bool) -> Pair | None:
        """Persons of the year, ordinary and sensitive, without what is being asked about."""
        outside = self.stated(today, signing=signing)
        if outside is None or self.group is None:
            return None
        return add(self.own.here, outside, self.group)

    def as_json(self, today: date, this: Pair | None, *, signing: bool) -> dict[str, Any]:
        """What a determination stores beside its facts: declared apart from measured."""
        outside = self.stated(today, signing=signing)
        return {
            "year": self.year, "declared_outside": _pair(outside), "stated_on": self.own.stated_on.isoformat() if self.own.stated_on else None,
            "statement": str(self.own.statement) if self.own.statement else None, "measured_here": _pair(self.own.here), "this_export": _pair(this),
            "under_common_control": _pair(self.group) if self.others else None, "organizations_under_common_control": self.others,
        }  # fmt: skip


SHARED = ("pi_subjects_this_year", "sensitive_pi_subjects_this_year")


def without_group(counts: Mapping[str, Any]) -> dict[str, Any]:
    """Stored counts for a member: that others are included, never how many persons are theirs."""
    return dict(counts) | {"under_common_control": None}


def without_totals(result: Mapping[str, Any]) -> dict[str, Any]:
    """A stored answer for a member of a group: the sums would tell the others' numbers, by taking its own away."""
    return dict(result) | {"facts": {key: value for key, value in result["facts"].items() if key not in SHARED}}


def add(*pairs: Pair) -> Pair:
    return (sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs))


def _pair(pair: Pair | None) -> dict[str, int] | None:
    return {"ordinary": pair[0], "sensitive": pair[1]} if pair is not None else None
