"""How many persons, and who, stand for a grading and a listing: the columns "second" and "reviewers" of catalog/rules/driven.py."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.rules.driven import drives
from catalog.rules.sources import GRADED_PROTECTION, RELEASE, platform
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse


def second_person(grade: int, roles: Iterable[str]) -> Decision:
    """May a person with these roles confirm a grading of this grade, as the second one?"""
    if drives(grade).second & set(roles):
        return PERMITTED
    return refuse(
        Reason(
            "classification.owner_confirms", RELEASE,
            Say(gettext_noop("A grading this high is confirmed by an owner of the organization.")),
            (GRADED_PROTECTION, platform("grades")),
            Say(gettext_noop("Ask an owner who did not propose it to confirm it.")),
        ),
        facts={"grade": grade},
    )


def reviewers(grade: int | None, approved: Iterable[UUID], person: UUID | None) -> bool:
    """Whether `person` is the last of the exchange that a listing of this grade takes. Never for one whom none can list."""
    needed = drives(grade).reviewers
    return needed > 0 and len({*approved, *([person] if person else [])}) >= needed
