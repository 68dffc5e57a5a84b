"""The operator's checklist for a listing: what a reviewer vouches for, and what a return must say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_noop

from catalog.rules.sources import INTERMEDIARY, RELEASE, platform
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse

CHECKLIST: dict[str, str] = {
    "description": gettext_noop("Title and description say what the data are, in both languages, without puffery"),
    "source": gettext_noop("The source is stated and the evidence supports it"),
    "dictionary": gettext_noop("The dictionary matches the file: names, types, meanings"),
    "grading": gettext_noop("Each field's grade and personal marks are plausible"),
    "sample": gettext_noop("The sample discloses no person and no important data"),
    "offer": gettext_noop("Price and policy are clear and lawful"),
}
# what a remark may be about: a step of the editor, or one data field as "fields:name"
PLACES: dict[str, str] = {
    "describe": gettext_noop("Description"),
    "fields": gettext_noop("Fields"),
    "rights": gettext_noop("Rights"),
    "files": gettext_noop("Files"),
    "sample": gettext_noop("Sample"),
    "offers": gettext_noop("Offers"),
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
