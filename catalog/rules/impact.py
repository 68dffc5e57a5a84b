"""What is harmed and how badly -> the grade: the level table of GB/T 43697-2024 (6.5) and the four steps of general data (annex H).

Both tables are known from memory, not from the text of the standard, and annex H is informative: `legal_certainty` says so, the
page of grades as well. A person states object and degree; the grade follows.
"""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_noop

from catalog.rules.grade import Grade
from kernel.decision import Certainty, Citation

LEVEL_TABLE = Citation("GB/T 43697-2024", "6.5", Certainty.MEMORY)
GENERAL_STEPS = Citation("GB/T 43697-2024", "annex H", Certainty.MEMORY)
OBJECTS_AND_DEGREES = Citation("GB/T 43697-2024", "6.4", Certainty.SECONDARY)


class Harmed(StrEnum):
    """Whom or what a leak, change or loss would harm."""

    SECURITY = "national_security"
    ECONOMY = "economy"
    ORDER = "social_order"
    PUBLIC = "public_interest"
    ORGANIZATION = "organization"
    PERSON = "person"


class Degree(StrEnum):
    NONE = "none"
    GENERAL = "general"
    SERIOUS = "serious"
    ESPECIALLY_SERIOUS = "especially_serious"


HARMED: dict[str, str] = {
    Harmed.SECURITY: gettext_noop("National security"),
    Harmed.ECONOMY: gettext_noop("Economic operation"),
    Harmed.ORDER: gettext_noop("Social order"),
    Harmed.PUBLIC: gettext_noop("Public interest"),
    Harmed.ORGANIZATION: gettext_noop("Rights of an organization"),
    Harmed.PERSON: gettext_noop("Rights of a person"),
}
DEGREES: dict[str, str] = {
    Degree.NONE: gettext_noop("No harm"),
    Degree.GENERAL: gettext_noop("General harm"),
    Degree.SERIOUS: gettext_noop("Serious harm"),
    Degree.ESPECIALLY_SERIOUS: gettext_noop("Especially serious harm"),
}
_WIDE = {Degree.GENERAL: Grade.GENERAL_4, Degree.SERIOUS: Grade.IMPORTANT, Degree.ESPECIALLY_SERIOUS: Grade.CORE}
_NARROW = {Degree.GENERAL: Grade.GENERAL_2, Degree.SERIOUS: Grade.GENERAL_3, Degree.ESPECIALLY_SERIOUS: Grade.GENERAL_4}
_ROWS: dict[Harmed, dict[Degree, Grade]] = {
    Harmed.SECURITY: {Degree.GENERAL: Grade.IMPORTANT, Degree.SERIOUS: Grade.CORE, Degree.ESPECIALLY_SERIOUS: Grade.CORE},
    Harmed.ECONOMY: _WIDE, Harmed.ORDER: _WIDE, Harmed.PUBLIC: _WIDE, Harmed.ORGANIZATION: _NARROW, Harmed.PERSON: _NARROW,
}  # fmt: skip
LEVELS: dict[tuple[Harmed, Degree], Grade] = {
    (harmed, degree): _ROWS[harmed].get(degree, Grade.GENERAL_1) for harmed in Harmed for degree in Degree
}


def level(harmed: str, degree: str) -> Grade:
    """The grade that one stated impact leads to. Errors: ValueError for a word that is not on the lists."""
    return LEVELS[Harmed(harmed), Degree(degree)]


def cites(harmed: str, degree: str) -> tuple[Citation, ...]:
    """The cell's sources: within the general grade, annex H divides."""
    return (OBJECTS_AND_DEGREES, LEVEL_TABLE) if level(harmed, degree) > Grade.GENERAL_4 else (OBJECTS_AND_DEGREES, LEVEL_TABLE, GENERAL_STEPS)
