"""Who may see a listed dataset, and whether its sample may be shown: both follow from the grade (catalog/rules/driven.py).

Who a reader is gets decided in SQL (`DatasetQuerySet.visible_to`) with the limit given here, so that counts and facets
can never know more than the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop

from catalog.rules.driven import TABLE, Audience, SampleNature, drives
from catalog.rules.grade import Grade
from catalog.rules.sources import (
    CORE_DATA,
    GRADED_PROTECTION,
    IMPORTANT_DECLARED,
    IMPORTANT_DEFINED,
    IMPORTANT_PROVIDED,
    PROVIDING_PERSONAL,
    RELEASE,
    THREE_GRADES,
    platform,
)
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse

__all__ = ["PUBLIC_LIMIT", "VISIBILITIES", "Audience", "SampleFacts", "SampleNature", "Visibility", "audience", "core_is_not_listed", "sample", "sight"]

# the highest grade that anyone may read about
PUBLIC_LIMIT = max(grade for grade, row in TABLE.items() if row.audience is Audience.ANYONE)


class Visibility(StrEnum):
    """The provider's own choice of who sees a listed dataset; the grade can only narrow it further."""

    PUBLIC = "public"
    MEMBERS = "members"
    NAMED = "named"


VISIBILITIES: dict[str, str] = {
    Visibility.PUBLIC: gettext_noop("Anyone"),
    Visibility.MEMBERS: gettext_noop("Verified organizations"),
    Visibility.NAMED: gettext_noop("Organizations that you name"),
}


@dataclass(frozen=True, slots=True)
class SampleFacts:
    nature: str
    rows: int
    grade: int
    personal: bool


def audience(grade: int) -> Audience:
    return drives(grade).audience


def sight(grade: Grade, *, verified: bool) -> Decision:
    """May this reader see a listed dataset of this grade?"""
    who = audience(grade)
    if who is Audience.ANYONE or (who is Audience.VERIFIED and verified):
        return PERMITTED
    if who is Audience.NOBODY:
        return core_is_not_listed()
    return refuse(
        Reason(
            "visibility.important_for_verified", RELEASE,
            Say(gettext_noop("Important data is shown to verified organizations only.")),
            (IMPORTANT_DEFINED, IMPORTANT_PROVIDED, platform("visibility")),
            Say(gettext_noop("Have your organization verified.")),
        ),
        facts={"grade": grade.name},
    )


def core_is_not_listed() -> Decision:
    return refuse(
        Reason(
            "listing.core_data", RELEASE,
            Say(gettext_noop("Core data cannot be listed on the exchange.")),
            (CORE_DATA, THREE_GRADES, platform("visibility")),
            Say(gettext_noop("Take the core fields out of the dataset. Moving core data needs the national coordination mechanism, outside this exchange.")),
        ),
        facts={"grade": Grade.CORE.name},
    )


def sample(facts: SampleFacts) -> Decision:
    """May these sample rows stand on the dataset's page?"""
    if facts.nature == SampleNature.NONE or facts.rows == 0:
        return PERMITTED
    if not drives(facts.grade).samples:
        return refuse(
            Reason(
                "sample.important_data", RELEASE,
                Say(gettext_noop("A sample of important data is not shown, not even a synthetic one.")),
                (IMPORTANT_DECLARED, IMPORTANT_PROVIDED, platform("samples")),
                Say(gettext_noop("Take the sample out.")),
            ),
            facts={"grade": facts.grade},
        )
    if facts.nature not in drives(facts.grade).samples:
        return refuse(
            Reason(
                "sample.grade", RELEASE,
                Say(gettext_noop("Of data of this grade only synthetic or aggregate rows can be shown.")),
                (GRADED_PROTECTION, platform("samples")),
                Say(gettext_noop("Replace the rows by synthetic or aggregate ones, or take the sample out.")),
            ),
            facts={"nature": facts.nature, "grade": facts.grade},
        )
    if facts.personal and facts.nature == SampleNature.REAL:
        return refuse(
            Reason(
                "sample.personal_data", RELEASE,
                Say(gettext_noop("A sample of personal information counts as providing it: only synthetic or aggregate rows can be shown.")),
                (PROVIDING_PERSONAL, platform("samples")),
                Say(gettext_noop("Replace the rows by synthetic or aggregate ones, or take the sample out.")),
            ),
            facts={"nature": facts.nature},
        )
    return PERMITTED
