"""May a right be registered, changed, transferred, and until when? Pure: one frozen record of facts, every finding told.

The three rights and their names rest on published summaries; later drafts name them otherwise, so a code is stored and the names are
data. No text that was read obliges anybody to register: a provider must explain the source of its data (DSL 33), registering it is free.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext_noop

from catalog.rules.certificate import TERM, THREE_RIGHTS, YEARS
from catalog.rules.grade import Grade
from catalog.rules.sources import INTERMEDIARY, RELEASE, SENSITIVE_PERSONAL, platform
from catalog.rules.visibility import PUBLIC_LIMIT
from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse

NOTICE_DAYS = 10
"""The platform's own policy: no source that was read fixes the period of public notice."""
RENEWAL_OPENS = timedelta(days=90)
"""How long before its last day a registration can be renewed: the platform's own policy, too."""
REGISTER = platform("rights register")
VOLUNTARY = (INTERMEDIARY, REGISTER)
_BEIJING = Citation("Beijing data IP register (2023-05-30)", "source proof", Certainty.SECONDARY)
_SHENZHEN = Citation("Shenzhen rights registration rules (2023-07-01)", "grounds of refusal", Certainty.SECONDARY)
_PUBLIC = Citation("Beijing Digital Economy Regulation", "19")
_CONSENT, _SEPARATE, _ASSESSED = Citation("PIPL", "13"), Citation("PIPL", "23"), Citation("PIPL", "55")

# other names of the same three rights, by the source that uses them: shown, never stored
LATER_NAMES: Final[Mapping[str, tuple[str, Citation]]] = {
    "holding": ("持有权", Citation("Hubei draft (2024-10-31)", "rights", Certainty.SECONDARY)),
    "processing_and_use": ("使用权", Citation("Hubei draft (2024-10-31)", "rights", Certainty.SECONDARY)),
    "operating": ("经营权", Citation("Hubei draft (2024-10-31)", "rights", Certainty.SECONDARY)),
}
SOURCES: Final[Mapping[str, str]] = {
    "own": gettext_noop("Collected or made by ourselves"),
    "bought": gettext_noop("Bought from others"),
    "authorized": gettext_noop("Used under an authorization of others"),
    "public": gettext_noop("Public data under authorized operation"),
    "personal": gettext_noop("About persons, with a basis for each"),
}
PAPERS: Final[Mapping[str, str]] = {
    "collection_method": gettext_noop("How the data were collected or made"),
    "contract": gettext_noop("Contract of purchase"),
    "authorization": gettext_noop("Authorization by whoever holds the right"),
    "public_authorization": gettext_noop("Authorization to operate public data"),
    "consent": gettext_noop("Record of consent or of another basis"),
    "impact_assessment": gettext_noop("Assessment of the impact on persons"),
    "other": gettext_noop("Another paper"),
}
NEEDED: Final[Mapping[str, tuple[tuple[str, tuple[Citation, ...]], ...]]] = {
    "own": (("collection_method", (INTERMEDIARY, _BEIJING)),),
    "bought": (("contract", (INTERMEDIARY, _BEIJING)),),
    "authorized": (("authorization", (INTERMEDIARY, _BEIJING)),),
    "public": (("public_authorization", (INTERMEDIARY, _PUBLIC)),),
    "personal": (("consent", (INTERMEDIARY, _CONSENT, _SEPARATE, SENSITIVE_PERSONAL)), ("impact_assessment", (_ASSESSED,))),
}


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """`grade` is that of the dataset as it stands, None when it has none; `papers` are the kinds that are attached."""

    source: str
    papers: frozenset[str]
    grade: int | None
    until: date | None
    on: date
    verified: bool
    provides: bool


def applying(f: ApplicationFacts) -> Decision:
    """May this be applied for, and examined? Every finding is told."""
    reasons = [reason for reason in (_applicant(f), _graded(f), _runs(f)) if reason] + _missing(f)
    return refuse(*reasons, facts={"source": f.source, "grade": f.grade, "on": f.on}) if reasons else PERMITTED


def _applicant(f: ApplicationFacts) -> Reason | None:
    if not f.verified:
        return _reason("verified", gettext_noop("The applicant is not a verified organization."), gettext_noop("Have your organization verified first."), INTERMEDIARY)
    if not f.provides:
        return _reason("provides", gettext_noop("The dataset is not the applicant's own."), gettext_noop("Register a right in a dataset that you provide."))
    return None


def _graded(f: ApplicationFacts) -> Reason | None:
    if f.grade is None:
        return _reason("graded", gettext_noop("The dataset has no grade yet, so it is not known whether the public may be told of it."), gettext_noop("Grade every field first."))
    if f.grade > PUBLIC_LIMIT:
        return _reason(
            "grade", gettext_noop("Important and core data are not registered here: the public notice would tell everybody of them."),
            gettext_noop("Take the fields that carry this grade out of the dataset."), *((_SHENZHEN,) if f.grade == Grade.CORE else ()),  # important: policy of the platform
        )
    return None


def _runs(f: ApplicationFacts) -> Reason | None:
    if f.until is None or f.until >= f.on:
        return None
    return _reason("over", gettext_noop("The right has ended already."), gettext_noop("Register a right that still runs."))


def _missing(f: ApplicationFacts) -> list[Reason]:
    return [
        Reason(
            f"registration.{kind}", RELEASE, Say(gettext_noop("For this kind of source a paper is missing: %(paper)s."), {"paper": Say(PAPERS[kind])}), (*cites, REGISTER),
            Say(gettext_noop("Attach it, then go on.")),
        )
        for kind, cites in NEEDED.get(f.source, ())
        if kind not in f.papers
    ]


def last_day(until: date | None, on: date) -> date:
    """Three years at most from `on`; earlier when the right itself ends earlier. `on` is the day of the entry for a first registration, which the register
    tells everybody at once, and the former last day for a renewal, so that no day is lost or counted twice.

    So the Beijing data IP register counts from its announcement (art. 13), as a secondary account tells (`TERM`): a model, no law for this register."""
    try:
        longest = on.replace(year=on.year + YEARS)
    except ValueError:  # the 29th of February
        longest = on.replace(year=on.year + YEARS, day=28)
    return min(longest, until) if until else longest


def changing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Decision:
    """A change corrects or narrows: whatever makes the right larger is a new application, so that the public is told of it.

    Both hold `territory` (codes, none is no limit), `until` (a date or None) and `sublicence`."""
    wider_place = bool(before["territory"]) and (not after["territory"] or not set(after["territory"]) <= set(before["territory"]))
    longer = before["until"] is not None and (after["until"] is None or after["until"] > before["until"])
    passed_on = after["sublicence"] and not before["sublicence"]
    if not (wider_place or longer or passed_on):
        return PERMITTED
    return refuse(
        _reason(
            "wider", gettext_noop("This would make the registered right larger: a wider territory, a later end, or a sub-licence it did not have."),
            gettext_noop("Apply for a new registration; the public is told of it and may object."),
        )
    )


@dataclass(frozen=True, slots=True)
class RenewalFacts:
    """`valid_until` is the registration's last day, `until` the right's as registered, `wanted` the right's as the new paper shows it (None: no end)."""

    valid_until: date
    until: date | None
    wanted: date | None
    on: date


def renewing(f: RenewalFacts) -> Decision:
    """A renewal carries the same right on: place, scope and sub-licence stay. Asked for in the last ninety days, with a paper that shows it runs on.

    It may lengthen the right without a new public notice, which a change may not (`changing`): this exchange's own policy, because nothing but the time
    grows, the operator examines the paper, the register tells of it at once, and anyone may object from then on. No law read here says either."""
    if f.on > f.valid_until:
        return refuse(_reason("renewal_over", gettext_noop("This registration has ended."), gettext_noop("Apply for a new registration."), TERM))
    if f.valid_until - f.on > RENEWAL_OPENS:
        return refuse(
            _reason("renewal_early", gettext_noop("A registration is renewed in the last ninety days before its end."), gettext_noop("Ask again then; the exchange tells you in time."))
        )
    if (f.until is not None and f.wanted is None) or (f.wanted is not None and f.wanted <= f.valid_until):
        return refuse(
            _reason(
                "renewal_no_longer", gettext_noop("The right itself would not outlast the registration."),
                gettext_noop("Give the later last day of the right, and attach the paper that shows it."), TERM,
            )
        )
    return PERMITTED


def fallen(number: str) -> Reason:
    """What is said where the registration that a rights statement cites is no longer there for its provider."""
    return Reason(
        "rights.registration", RELEASE, Say(gettext_noop("The registration %(number)s, by which the right in these data was stated, has ended or belongs to somebody else."), {"number": number}),
        VOLUNTARY, Say(gettext_noop("The provider states a right that still runs, with its evidence, in a new revision; a deal starts anew under that one.")),
    )


def _reason(rule: str, finding: str, remedy: str, *cites: Citation) -> Reason:
    return Reason(f"registration.{rule}", RELEASE, Say(finding), (*cites, REGISTER), Say(remedy))


CITED = (THREE_RIGHTS, TERM, INTERMEDIARY, _BEIJING)
"""What the register's page names as its sources, each with how sure it is."""
