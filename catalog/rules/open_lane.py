"""What may be opened: free of charge, for anyone at once or for whoever applies. Only data the law lets be published, and that may leave freely."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from catalog.rules.grade import Grade
from catalog.rules.sources import CORE_DATA, GRADED_PROTECTION, IMPORTANT_DEFINED, PROVIDING_PERSONAL, RELEASE, platform
from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse

UNCONDITIONAL, ON_APPLICATION = "unconditional", "on_application"
MODES: dict[str, str] = {
    UNCONDITIONAL: gettext_noop("Open to anyone without conditions"),
    ON_APPLICATION: gettext_noop("Open on application"),
}
LICENCES: dict[str, str] = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
}
# annex H is informative and its table is known from memory: level 1 does no harm and may be public
LEVEL_ONE = Citation("GB/T 43697-2024", "annex H", Certainty.MEMORY)
HIGHEST: dict[str, Grade] = {UNCONDITIONAL: Grade.GENERAL_1, ON_APPLICATION: Grade.GENERAL_2}


@dataclass(frozen=True, slots=True)
class OpenFacts:
    """`kept`: no scan suggests more than the fields say. `leaves_zone` and `leaves_country` are the answers of those who judge that."""

    mode: str
    listed: bool
    grade: int | None
    personal: bool
    kept: bool
    restricted_zone: bool
    exclusive: bool


def opening(facts: OpenFacts) -> Decision:
    """May the listed revision be opened in this way? Every reason against it."""
    reasons = []

    def against(rule: str, finding: Say, remedy: str, *cites: Citation) -> None:
        reasons.append(Reason(f"open.{rule}", RELEASE, finding, (*cites, platform("open lane")), Say(remedy)))

    if not facts.listed:
        against("listed", Say(gettext_noop("Only the revision that is listed now is opened.")), gettext_noop("List the dataset first."))
    if facts.grade is None or facts.grade > HIGHEST[facts.mode]:
        against(
            "grade", Say(gettext_noop("Data of this grade is not opened in this way.")), gettext_noop("Open data of a lower grade, or trade it under an agreement."),
            LEVEL_ONE, GRADED_PROTECTION, IMPORTANT_DEFINED, CORE_DATA,
        )  # fmt: skip
    if facts.personal:
        against("personal", Say(gettext_noop("Personal information is not opened.")), gettext_noop("Take the personal fields out in a new revision."), PROVIDING_PERSONAL)
    if not facts.kept:
        against("scan", Say(gettext_noop("A scan suggests more than the grading says, or has not read a file.")), gettext_noop("Scan every file, and settle what the scan suggests."))
    if facts.restricted_zone:
        against("zone", Say(gettext_noop("The zone of this dataset is closed: its data is for admitted organizations.")), gettext_noop("Open data outside closed zones."))
    if facts.exclusive:
        against("exclusive", Say(gettext_noop("An exclusive offer stands on this dataset.")), gettext_noop("Close the exclusive offer first."))
    return refuse(*reasons, facts={"mode": facts.mode}) if reasons else PERMITTED
