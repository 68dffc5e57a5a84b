"""What a grade drives: one row per grade, read by the code that enforces each column and shown on the page of grades.

visibility: `catalog/rules/visibility.py`, in SQL by `visible_to`; samples: `visibility.sample`; approvals: the acts of
classification and listing; delivery: `exchange/rules/access.py`; retention: links and their rows (`exchange/transfer`); reads:
`exchange/transfer/content.py`. A method, a nature or a role that a row does not name is not allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.utils.translation import gettext_noop

from catalog.rules.grade import Grade
from catalog.rules.sources import (
    CORE_DATA,
    GRADED_PROTECTION,
    IMPORTANT_DECLARED,
    IMPORTANT_DEFINED,
    IMPORTANT_PROVIDED,
    PROVIDING_PERSONAL,
    platform,
)
from kernel.decision import Citation


class Audience(StrEnum):
    ANYONE = "anyone"
    VERIFIED = "verified"
    NOBODY = "nobody"


class SampleNature(StrEnum):
    """What the rows shown as a sample are. A sample is a delivery in the eyes of the law."""

    NONE = "none"
    REAL = "real"
    SYNTHETIC = "synthetic"
    AGGREGATE = "aggregate"


class Recorded(StrEnum):
    """Which reads of delivered files are acts of their own in the log."""

    FIRST = "first"
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class Drives:
    """`second` are the provider's roles that may confirm a grading, `reviewers` the persons of the exchange whom a listing takes (0: none
    can list it), `stops_within` seconds between a hold and the last byte, `link` how long a link lives, `kept` how long its row stays."""

    audience: Audience
    samples: frozenset[str]
    second: frozenset[str]
    reviewers: int
    methods: frozenset[str]
    stops_within: float
    link: timedelta
    kept: timedelta
    recorded: Recorded


_ANY_SAMPLE = frozenset({SampleNature.REAL, SampleNature.SYNTHETIC, SampleNature.AGGREGATE})
_NO_ROW_OF_ANYONE = frozenset({SampleNature.SYNTHETIC, SampleNature.AGGREGATE})
_EITHER, _OWNER = frozenset({"owner", "steward"}), frozenset({"owner"})
_FILES = frozenset({"download", "projection"})
# providing personal or important data: the record is kept three years at least (NDSR 12)
THREE_YEARS = timedelta(days=3 * 366)
_MONTH = timedelta(days=31)
_NEVER = timedelta()


def _general(samples: frozenset[str] = _ANY_SAMPLE, second: frozenset[str] = _EITHER, link: int = 10, kept: timedelta = _MONTH) -> Drives:
    return Drives(Audience.ANYONE, samples, second, 1, _FILES, 30.0, timedelta(minutes=link), kept, Recorded.FIRST)


TABLE: Mapping[Grade, Drives] = {
    Grade.GENERAL_1: _general(),
    Grade.GENERAL_2: _general(),
    Grade.GENERAL_3: _general(),
    Grade.GENERAL_4: _general(_NO_ROW_OF_ANYONE, _OWNER, 5, THREE_YEARS),
    Grade.IMPORTANT: Drives(Audience.VERIFIED, frozenset(), _OWNER, 2, _FILES, 2.0, timedelta(minutes=2), THREE_YEARS, Recorded.EVERY),
    Grade.CORE: Drives(Audience.NOBODY, frozenset(), _OWNER, 0, frozenset(), 0.0, _NEVER, THREE_YEARS, Recorded.EVERY),
}
COLUMNS: dict[str, str] = {
    "audience": gettext_noop("Who sees it"),
    "samples": gettext_noop("Sample"),
    "second": gettext_noop("Who confirms the grading"),
    "reviewers": gettext_noop("Persons of the exchange who list it"),
    "methods": gettext_noop("Ways of delivery"),
    "stops_within": gettext_noop("A delivery stops within"),
    "link": gettext_noop("A link lives"),
    "kept": gettext_noop("Its record stays at least"),
    "recorded": gettext_noop("Reads in the log"),
}
SOURCES: dict[str, tuple[Citation, ...]] = {
    "audience": (IMPORTANT_DEFINED, IMPORTANT_PROVIDED, CORE_DATA, platform("visibility")),
    "samples": (PROVIDING_PERSONAL, IMPORTANT_DECLARED, platform("samples")),
    "second": (GRADED_PROTECTION, platform("grades")),
    "reviewers": (GRADED_PROTECTION, platform("listing")),
    "methods": (GRADED_PROTECTION, CORE_DATA, platform("delivery")),
    "stops_within": (GRADED_PROTECTION, platform("delivery")),
    "link": (platform("delivery"),),
    "kept": (IMPORTANT_PROVIDED, platform("delivery")),
    "recorded": (GRADED_PROTECTION, platform("delivery")),
}


def drives(grade: int | None) -> Drives:
    """The row of a grade; what nobody has graded is treated as core data."""
    return TABLE[Grade(grade) if grade else Grade.CORE]


def kept(grade: int | None, *, personal: bool) -> timedelta:
    """How long the record of a delivery stays: personal information as long as important data, whatever its grade."""
    return max(drives(grade).kept, THREE_YEARS if personal else _NEVER)
