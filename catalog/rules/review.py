"""The operator's checklist for a listing: what a reviewer vouches for, and what a return must say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_noop

from catalog.rules.checklist import GATES
from catalog.rules.sources import INTERMEDIARY, RELEASE, platform
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse

CHECKLIST: dict[str, str] = {gate.key: gate.vouches for gate in GATES}
# what a remark may be about: a step of the editor, or one input or data field of it as "describe:title_en", "fields:name"
PLACES: dict[str, str] = {
    "describe": gettext_noop("Description"),
    "fields": gettext_noop("Fields"),
    "rights": gettext_noop("Rights"),
    "files": gettext_noop("Files"),
    "sample": gettext_noop("Sample"),
    "quality": gettext_noop("Quality"),
    "offers": gettext_noop("Offers"),
    "questions": gettext_noop("Questions"),
    "classification": gettext_noop("Grading"),
}


def complete(checked: Iterable[str]) -> Decision:
    """To list, every point must have been checked."""
    missing = [key for key in CHECKLIST if key not in set(checked)]
    if not missing:
        return PERMITTED
    return refuse(
        Reason(
            "review.checklist", RELEASE,
            Say(gettext_noop("These points have not been checked: %(points)s."), {"points": "; ".join(str(Say(CHECKLIST[key])) for key in missing)}),
            (INTERMEDIARY, platform("listing")),
            Say(gettext_noop("Check each point, or return the dataset with remarks.")),
        )
    )


def remarked(remarks: Mapping[str, str]) -> Decision:
    """A return must tell the provider at least one thing to mend, each in a known place."""
    if remarks and all(place.partition(":")[0] in PLACES and text.strip() for place, text in remarks.items()):
        return PERMITTED
    return refuse(
        Reason(
            "review.remarks", RELEASE,
            Say(gettext_noop("A return needs at least one remark that says what to mend and where.")),
            (platform("listing"),),
            Say(gettext_noop("Write a remark beside the part that must change.")),
        )
    )


# where the provider reads about a gate that was refused
PLACE_OF_GATE: dict[str, str] = {
    "subject": "describe", "source": "rights", "rights": "rights", "grade": "classification", "personal": "fields", "quality": "quality", "delivery": "files",
    "certificate": "rights", "deal": "offers", "after": "describe",
}  # fmt: skip


def refused_with(point: str, remark: str, remedy: str) -> Decision:
    """A refusal names the gate that is failed, what was found and what the provider can do."""
    if point in CHECKLIST and remark.strip() and remedy.strip():
        return PERMITTED
    return refuse(
        Reason(
            "review.refusal", RELEASE,
            Say(gettext_noop("A refusal names the point of the checklist that is failed, what was found, and what the provider can do.")),
            (INTERMEDIARY, platform("listing")),
            Say(gettext_noop("Choose the point, and write the finding and the remedy. What can be mended is returned instead.")),
        )
    )


def in_hand(reviewer: object, person: object) -> Decision:
    """What is assigned to one person is decided by that one."""
    if reviewer is None or reviewer == person:
        return PERMITTED
    return refuse(
        Reason(
            "review.assigned", RELEASE, Say(gettext_noop("This review is assigned to another person.")), (platform("listing"),),
            Say(gettext_noop("Leave it to that person, or take it over first.")),
        )
    )
