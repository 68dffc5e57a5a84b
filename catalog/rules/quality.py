"""Quality in six measures, what a provider promises of them, and what was not kept. The formulas are measuring.py's.

A measure is a share from 0 to 1 with four decimals, rounded down so that nothing is flattered, or unknown with the reason; what
cannot be measured is never 1. The terms are those of GB/T 36344-2018 (known here from memory: no text of the standard was at hand,
so `legal_certainty` says memory).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_noop

from catalog.rules.durations import is_duration, later
from kernel.decision import Certainty, Citation, Say
from kernel.errors import Invalid

RELEASE = "2026.1"
LEAST_KNOWN = 4
"""A score needs this many of the six measures: fewer would rank a dataset by what nobody looked at."""
STEP = Decimal("0.0001")


class Dimension(StrEnum):
    COMPLETENESS = "completeness"
    VALIDITY = "validity"
    UNIQUENESS = "uniqueness"
    CONSISTENCY = "consistency"
    TIMELINESS = "timeliness"
    ACCESSIBILITY = "accessibility"


# the six and what else is promised, as people read it
NAMES: dict[str, str] = {
    "completeness": gettext_noop("Completeness"),
    "validity": gettext_noop("Validity"),
    "uniqueness": gettext_noop("Uniqueness"),
    "consistency": gettext_noop("Consistency"),
    "timeliness": gettext_noop("Timeliness"),
    "accessibility": gettext_noop("Accessibility"),
    "update_every": gettext_noop("Update interval"),
    "key": gettext_noop("Key column"),
}
# the standard's own indicator that each measure belongs to
CITES = {
    Dimension.COMPLETENESS: Citation("GB/T 36344-2018", "完整性", Certainty.MEMORY),
    Dimension.VALIDITY: Citation("GB/T 36344-2018", "规范性", Certainty.MEMORY),
    Dimension.UNIQUENESS: Citation("GB/T 36344-2018", "准确性：数据唯一性", Certainty.MEMORY),
    Dimension.CONSISTENCY: Citation("GB/T 36344-2018", "一致性", Certainty.MEMORY),
    Dimension.TIMELINESS: Citation("GB/T 36344-2018", "时效性", Certainty.MEMORY),
    Dimension.ACCESSIBILITY: Citation("GB/T 36344-2018", "可访问性", Certainty.MEMORY),
}
UNKNOWN = {
    "unscanned": gettext_noop("Not every file has a finished scan."),
    "no_files": gettext_noop("There is no file to look at."),
    "no_rows": gettext_noop("The files hold no rows."),
    "no_typed": gettext_noop("No column holds numbers, dates or times: other types cannot be checked by the scan."),
    "no_key": gettext_noop("No column alone tells the rows apart, and no key is promised."),
    "key_missing": gettext_noop("The promised key is not a column of every file."),
    "key_estimated": gettext_noop("The file is so large that different values of the key are only estimated."),
    "no_dictionary": gettext_noop("There is no data dictionary to compare with."),
    "no_date": gettext_noop("The day of the last update is not stated."),
    "no_interval": gettext_noop("No regular update is described or promised."),
    "untried": gettext_noop("No scan has ended yet, or it could not be tried."),
}


@dataclass(frozen=True, slots=True)
class Promise:
    """What a provider promises of a revision, kept in its column `promises`. One JSON form, absent where nothing is promised:
    {"completeness": "0.98", "validity": "0.99", "uniqueness": "1", "consistency": "1", "accessibility": "1", "update_every": "P1M", "key": "flight_no"}.

    The shares are least values; `update_every` is an ISO 8601 duration; `key` names the column that tells the rows apart."""

    completeness: str | None = None
    validity: str | None = None
    uniqueness: str | None = None
    consistency: str | None = None
    accessibility: str | None = None
    update_every: str | None = None
    key: str | None = None

    def as_json(self) -> dict[str, str]:
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name)) is not None}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Promise:
        """What a revision holds; see `promised` for what a person sends."""
        return cls(**stored)


SHARES = ("completeness", "validity", "uniqueness", "consistency", "accessibility")
MOST_KEY = 80


def promised(given: Mapping[str, Any]) -> Promise:
    """The promise in `given`; empty values promise nothing. Errors: Invalid, by name."""
    wrong: dict[str, list[Say]] = {name: [Say(gettext_noop("This field is not known here."))] for name in given if name not in {one.name for one in fields(Promise)}}
    said = {name: text for name in (*SHARES, "update_every", "key") if (text := str("" if given.get(name) is None else given[name]).strip())}
    for name in SHARES:
        if name in said:
            share = _share(said[name])
            if share is None:
                wrong[name] = [Say(gettext_noop("Write a share from 0 to 1 with at most four decimals, such as 0.98."))]
            else:
                said[name] = plain(share)
    if "update_every" in said and not is_duration(said["update_every"]):
        wrong["update_every"] = [Say(gettext_noop("Write a duration such as P1D, P1W, P1M or P1Y, of at most ten years."))]
    if "key" in said and (len(said["key"]) > MOST_KEY or not said["key"].isprintable()):
        wrong["key"] = [Say(gettext_noop("Write the name of one column."))]
    if wrong:
        raise Invalid(fields=wrong)
    return Promise(**said)


def plain(number: Decimal) -> str:
    """A number of zero or more without exponent, sign or closing zeros: "0.98", "1"."""
    return f"{abs(number).normalize():f}"


def percent(share: str) -> str:
    """ "0.9876" -> "98.76", exactly."""
    return plain(Decimal(share) * 100)


def of_percent(number: Decimal) -> str:
    """98.76 -> "0.9876", exactly."""
    return plain(number / 100)


def _share(text: str) -> Decimal | None:
    try:
        found = Decimal(text) if text.isascii() and len(text) <= 8 and "_" not in text else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() and 0 <= found <= 1 and found == found.quantize(STEP) else None


@dataclass(frozen=True, slots=True)
class Measure:
    """`value` is a decimal text from "0.0000" to "1.0000", or None with `reason`, a code of UNKNOWN; `part` of `whole` were counted."""

    dimension: Dimension
    value: str | None
    reason: str = ""
    part: int | None = None
    whole: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {"value": self.value, "reason": self.reason, "part": self.part, "whole": self.whole}


def score(measures: Sequence[Measure]) -> int | None:
    """0 to 100: the mean of the known measures, rounded down; None where fewer than LEAST_KNOWN are known."""
    known = [Fraction(Decimal(one.value)) for one in measures if one.value is not None]
    return int(100 * sum(known) / len(known)) if len(known) >= LEAST_KNOWN else None


@dataclass(frozen=True, slots=True)
class Kept:
    """One promise beside what was found: `kept` is None where it could not be measured, which is not a breach and no proof."""

    name: str
    promised: str
    found: str | None
    kept: bool | None


def compared(promise: Promise, measures: Sequence[Measure], updated_on: date | None, today: date) -> tuple[Kept, ...]:
    """Each promise and whether it is kept; an update is late from the day after it was due."""
    found = {str(one.dimension): one.value for one in measures}
    made = []
    for name, least in promise.as_json().items():
        if name in SHARES:
            value = found.get(name)
            made.append(Kept(name, least, value, None if value is None else Decimal(value) >= Decimal(least)))
        elif name == "update_every":
            due = later(updated_on, least) if updated_on else None
            made.append(Kept(name, least, updated_on.isoformat() if updated_on else None, None if due is None else today <= due))
    return tuple(made)
