"""May a certificate be issued, and until when? Pure: one frozen record of facts, every finding told.

A certificate binds the exchange to what it says, so it is given for what is listed now, under a right that runs, by a person who
has no part in it. Its longest term follows the data registers of Beijing, as secondary sources tell of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext_noop

from catalog.rules.rights import ended, lasting
from catalog.rules.sources import RELEASE, platform
from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse

# the three rights: codes, because newer drafts name them otherwise
RIGHTS: Final[Mapping[str, str]] = {
    "holding": gettext_noop("Right to hold the data resource"),
    "processing_and_use": gettext_noop("Right to process and use the data"),
    "operating": gettext_noop("Right to operate the data product"),
}
YEARS = 3
THREE_RIGHTS = Citation("数据二十条 (2022-12-02)", "three rights", Certainty.SECONDARY)
TERM = Citation("Beijing data IP register (2023-05-30)", "13", Certainty.SECONDARY)


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """`current` tells that the revision is the one listed now; `rights_until` is the last day of the stated right, `terms` those of
    the rights asked for."""

    listed: bool
    current: bool
    rights_until: date | None
    rights_ended: bool
    terms: tuple[date | None, ...]
    same_person: bool
    on: date


def _listed(f: CertificateFacts) -> Reason | None:
    if f.listed and f.current:
        return None
    return _reason("listed", gettext_noop("Only the revision that is listed now is certified."), gettext_noop("Have the dataset listed, then ask for a certificate of that revision."))


def _lasts(f: CertificateFacts) -> Reason | None:
    answer = lasting(f.rights_until, f.on)
    if not answer.permitted:
        return answer.reasons[0]
    return ended() if f.rights_ended else None


def _within(f: CertificateFacts) -> Reason | None:
    if not f.terms:
        return _reason("rights", gettext_noop("No right is named."), gettext_noop("Name at least one of the three rights, with its scope."), THREE_RIGHTS)
    if any(until is not None and until < f.on for until in f.terms):
        return _reason("term_over", gettext_noop("One of the rights has ended already."), gettext_noop("Name rights that still run."))
    if f.rights_until is not None and any(until is not None and until > f.rights_until for until in f.terms):
        return _reason(
            "beyond", gettext_noop("One of the rights would outlast the right that was stated and proven for this revision."),
            gettext_noop("Give it an earlier end, or state the longer right with its evidence in a new revision."),
        )
    return None


def _second(f: CertificateFacts) -> Reason | None:
    if not f.same_person:
        return None
    return _reason("second_person", gettext_noop("You asked for this certificate yourself."), gettext_noop("Leave it to another operator."))


def _reason(rule: str, finding: str, remedy: str, *cites: Citation) -> Reason:
    return Reason(f"certificate.{rule}", RELEASE, Say(finding), (*cites, platform("certificates")), Say(remedy))


RULES: tuple[Callable[[CertificateFacts], Reason | None], ...] = (_listed, _lasts, _within, _second)


def certifiable(facts: CertificateFacts) -> Decision:
    """May the certificate be asked for, and issued?"""
    reasons = [reason for rule in RULES if (reason := rule(facts)) is not None]
    return refuse(*reasons, facts={"on": facts.on, "rights_until": facts.rights_until}) if reasons else PERMITTED


def last_day(facts: CertificateFacts) -> date:
    """Three years at most, earlier when the stated right or one of the certified ones ends earlier."""
    try:
        longest = facts.on.replace(year=facts.on.year + YEARS)
    except ValueError:  # the 29th of February
        longest = facts.on.replace(year=facts.on.year + YEARS, day=28)
    return min([longest, *(until for until in (facts.rights_until, *facts.terms) if until is not None)])
