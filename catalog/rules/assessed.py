"""May the fields stand as they are graded, beside what the assessment derives? A consent of the exchange covers marks, volume and
combination, up to what was derived when it was given; what a person stated of the impact is kept to, or stated otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_noop

from catalog.rules.assessment import AssessedField, AssessmentFacts, Derived, derive
from catalog.rules.business import INDUSTRY_FIRST
from catalog.rules.impact import LEVEL_TABLE, OBJECTS_AND_DEGREES
from catalog.rules.sources import CHOOSE_THE_HIGHER, GRADED_PROTECTION, RELEASE, platform
from catalog.rules.suggested import Allowed
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse


def assessed(facts: AssessmentFacts, allowed: Sequence[Allowed]) -> Decision:
    """Every finding, not only the first."""
    derived = {one.field: one for one in derive(facts)}
    reasons = []
    stated = [field.name for field in facts.fields if field.grade < max((floor.grade for floor in derived[field.name].floors if floor.stated), default=1)]
    low = [field.name for field in facts.fields if not _is_kept(field, derived[field.name].without_stated(), allowed)]
    if stated:
        reasons.append(
            Reason(
                "grade.below_impact", RELEASE,
                Say(gettext_noop("These fields stand below the grade that the stated impact leads to: %(fields)s."), {"fields": ", ".join(stated)}),
                (OBJECTS_AND_DEGREES, LEVEL_TABLE, CHOOSE_THE_HIGHER),
                Say(gettext_noop("Raise the fields, or state the impact otherwise and say why.")),
            )
        )
    if low:
        reasons.append(
            Reason(
                "grade.below_assessment", RELEASE,
                Say(gettext_noop("These fields stand below the grade or the marks that the rules derive: %(fields)s."), {"fields": ", ".join(low)}),
                (GRADED_PROTECTION, CHOOSE_THE_HIGHER, platform("grades")),
                Say(gettext_noop("Raise the fields to the derived grade, or write why they may stand lower; the exchange decides on that.")),
            )
        )
    if dict(facts.attributes).get("subject") == "person" and not facts.synthetic and not any(field.personal for field in facts.fields):
        reasons.append(
            Reason(
                "grade.subject_without_mark", RELEASE,
                Say(gettext_noop("The data are said to be about natural persons, and no field is marked as personal.")),
                (INDUSTRY_FIRST, platform("grades")),
                Say(gettext_noop("Mark the personal fields, or choose another data subject.")),
            )
        )
    return refuse(*reasons, facts={"fields": len(facts.fields)}) if reasons else PERMITTED


def stands(field: AssessedField, least: Derived) -> bool:
    return field.grade >= least.grade and field.personal >= least.personal and field.sensitive >= least.sensitive


def _is_kept(field: AssessedField, least: Derived, allowed: Sequence[Allowed]) -> bool:
    return stands(field, least) or any(
        one.column == field.name and one.derived >= least.grade and field.grade >= one.grade and field.personal >= one.personal and field.sensitive >= one.sensitive
        for one in allowed
    )
