"""Grades of data: six steps, one per field; a dataset takes the grade of its highest field.

The law knows three grades (general, important, core: DSL 21, GB/T 43697-2024); the exchange divides the general one in four
by the harm a leak could do. Personal and sensitive are marks beside the grade, not grades.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext_noop

from catalog.rules.sources import CHOOSE_THE_HIGHER, RELEASE, SENSITIVE_PERSONAL, platform
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse


class Grade(IntEnum):
    GENERAL_1 = 1
    GENERAL_2 = 2
    GENERAL_3 = 3
    GENERAL_4 = 4
    IMPORTANT = 5
    CORE = 6


NAMES: dict[Grade, str] = {
    Grade.GENERAL_1: gettext_noop("General 1"),
    Grade.GENERAL_2: gettext_noop("General 2"),
    Grade.GENERAL_3: gettext_noop("General 3"),
    Grade.GENERAL_4: gettext_noop("General 4"),
    Grade.IMPORTANT: gettext_noop("Important"),
    Grade.CORE: gettext_noop("Core"),
}
MEANINGS: dict[Grade, str] = {
    Grade.GENERAL_1: gettext_noop("Made public or meant to be; a leak harms nobody."),
    Grade.GENERAL_2: gettext_noop("Business data; a leak is a nuisance to an organization."),
    Grade.GENERAL_3: gettext_noop("A leak harms a person or an organization."),
    Grade.GENERAL_4: gettext_noop("A leak harms persons or organizations gravely; sensitive personal information belongs here."),
    Grade.IMPORTANT: gettext_noop("Harm may directly reach national security, the economy, social stability, public health or safety."),
    Grade.CORE: gettext_noop("National security, economic lifelines, important livelihood or major public interests depend on it."),
}


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """What a rule may know of one field of the dictionary."""

    name: str
    grade: int
    personal: bool = False
    sensitive: bool = False
    category: str = ""


def dataset_grade(fields: Iterable[FieldFacts]) -> Grade | None:
    """The highest grade of the fields; None while there are no fields."""
    return max((Grade(field.grade) for field in fields), default=None)


def grading(fields: Iterable[FieldFacts]) -> Decision:
    """May these fields be graded so? Marks set a least grade: personal General 2, sensitive General 4."""
    rows = list(fields)
    too_low = [f.name for f in rows if f.sensitive and f.grade < Grade.GENERAL_4]
    low = [f.name for f in rows if f.personal and not f.sensitive and f.grade < Grade.GENERAL_2]
    reasons = []
    if not rows:
        reasons.append(
            Reason(
                "grade.no_fields", RELEASE,
                Say(gettext_noop("There are no fields to grade.")),
                (CHOOSE_THE_HIGHER,),
                Say(gettext_noop("Describe the fields in the data dictionary first.")),
            )
        )
    if too_low:
        reasons.append(
            Reason(
                "grade.sensitive_at_least_general_4", RELEASE,
                Say(gettext_noop("Sensitive personal information is graded General 4 or higher. Too low: %(fields)s."), {"fields": ", ".join(too_low)}),
                (SENSITIVE_PERSONAL, platform("grades")),
                Say(gettext_noop("Raise the grade of these fields, or take off the mark if it is wrong.")),
            )
        )
    if low:
        reasons.append(
            Reason(
                "grade.personal_at_least_general_2", RELEASE,
                Say(gettext_noop("Personal information is graded General 2 or higher. Too low: %(fields)s."), {"fields": ", ".join(low)}),
                (platform("grades"),),
                Say(gettext_noop("Raise the grade of these fields, or take off the mark if it is wrong.")),
            )
        )
    return refuse(*reasons, facts={"fields": len(rows)}) if reasons else PERMITTED
