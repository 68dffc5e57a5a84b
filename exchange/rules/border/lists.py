"""Which row of a negative list data falls under, and what that makes of it: one of the values of the fact `negative_list`.

Sector, scenario, field, modality and quantity must each match. A sector or scenario the list does not cover is never off the list. Rows are dated
data with an edition and a source; a row nobody compared with the official list is a sample and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.decision import Say


class Part(StrEnum):
    """Which part of the list a row stands in."""

    ASSESSMENT = "listed_assessment"
    CONTRACT = "listed_contract"


@dataclass(frozen=True, slots=True)
class Row:
    """`fields` and `modalities` are what the row names; no modality named means any. `at_least` and `below` are persons; None means no limit."""

    id: str
    edition: str
    sector: str
    scenario: str
    fields: frozenset[str]
    part: Part
    since: date
    until: date | None = None
    modalities: frozenset[str] = frozenset()
    at_least: int | None = None
    below: int | None = None
    verified: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is to leave. `persons` None: not counted."""

    sector: str
    scenario: str
    fields: frozenset[str]
    modality: str
    persons: int | None
    on: date


@dataclass(frozen=True, slots=True)
class Match:
    """`result` is a value of `negative_list`, or unknown. `rows` are those it rests on; `sample` where any of them is not verified."""

    result: str
    rows: tuple[Row, ...]
    why: Say
    sample: bool


def _in_force(row: Row, on: date) -> bool:
    return row.since <= on and (row.until is None or on <= row.until)


def _quantity(row: Row, persons: int | None) -> bool | None:
    """Whether the number of persons is that of the row; None where it is not counted and the row asks for it."""
    if row.at_least is None and row.below is None:
        return True
    if persons is None:
        return None
    return (row.at_least is None or persons >= row.at_least) and (row.below is None or persons < row.below)


def match(offer: Offer, rows: Iterable[Row]) -> Match:
    """The heaviest row that matches. Off the list only where sector, scenario and modality are covered and no row takes in a field."""
    known = [row for row in rows if _in_force(row, offer.on)]
    if not known:
        return _found("not_applicable", (), Say("No list was in force on that day."))
    sector = [row for row in known if row.sector == offer.sector]
    covered = [row for row in sector if row.scenario == offer.scenario]
    if not covered:
        return _found("sector_not_covered", tuple(sector), Say("The list does not cover this sector and scenario: the national limits apply."))
    named = [row for row in covered if not row.modalities or offer.modality in row.modalities]
    if not named:
        return _found("sector_not_covered", tuple(covered), Say("The rows name other modalities: the national limits apply."))
    fitting = [row for row in named if row.fields & offer.fields]
    open_rows = tuple(row for row in fitting if _quantity(row, offer.persons) is None)
    held = [row for row in fitting if _quantity(row, offer.persons)]
    if assessed := tuple(row for row in held if row.part is Part.ASSESSMENT):
        return _found(Part.ASSESSMENT.value, assessed, Say("A row of the assessment part takes it in."))
    if open_rows:
        return _found("unknown", open_rows, Say("The rows ask for a number of persons, and the persons are not counted."))
    if held:
        return _found(Part.CONTRACT.value, tuple(held), Say("A row of the contract part takes it in."))
    return _found("off_list", tuple(named), Say("The list covers the sector and the scenario, and no row takes in these fields in this quantity."))


def _found(result: str, rows: tuple[Row, ...], why: Say) -> Match:
    return Match(result, rows, why, sample=any(not row.verified for row in rows))
