"""Opinions of service providers: what they may say, who may give one, and whether one still stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from catalog.rules.sources import INTERMEDIARY, RELEASE, platform
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse

CONCLUSIONS: dict[str, str] = {
    "unqualified": gettext_noop("Without reservation"),
    "qualified": gettext_noop("With reservations"),
    "adverse": gettext_noop("Against"),
}
ASSURANCES: dict[str, str] = {
    "reasonable": gettext_noop("Reasonable assurance"),
    "limited": gettext_noop("Limited assurance"),
    "none": gettext_noop("Agreed work, no assurance"),
}


@dataclass(frozen=True, slots=True)
class GivingFacts:
    """`own`: provider and service provider are one organization, or the person who acts belongs to the data's provider."""

    registered: bool
    kind_registered: bool
    own: bool
    listed: bool
    current: bool


@dataclass(frozen=True, slots=True)
class StandingFacts:
    state: str
    valid_until: date | None
    revision_current: bool
    registered: bool
    on: date


def giving(facts: GivingFacts) -> Decision:
    """May this service provider be asked for, and give, an opinion of this kind on this revision?"""
    reasons = []

    def against(rule: str, finding: str, remedy: str) -> None:
        reasons.append(Reason(f"opinion.{rule}", RELEASE, Say(finding), (INTERMEDIARY, platform("opinions")), Say(remedy)))

    if not facts.registered:
        against("registered", gettext_noop("This organization is not registered as a service provider now."), gettext_noop("Choose one of the register."))
    elif not facts.kind_registered:
        against("kind", gettext_noop("The service provider is not registered for this kind of service."), gettext_noop("Choose one that is registered for it."))
    if facts.own:
        against("own_data", gettext_noop("Nobody gives an opinion on data of an organization they belong to."), gettext_noop("Ask another service provider, or let another person sign."))
    if not (facts.listed and facts.current):
        against("revision", gettext_noop("An opinion is about the revision that is listed now."), gettext_noop("Ask for an opinion on the listed revision."))
    return refuse(*reasons) if reasons else PERMITTED


def fallen(facts: StandingFacts) -> Say | None:
    """Why an opinion that was issued does not stand any more; None while it stands."""
    if facts.state == "withdrawn":
        return Say(gettext_noop("Withdrawn by its author"))
    if facts.valid_until is not None and facts.valid_until < facts.on:
        return Say(gettext_noop("Its period is over"))
    if not facts.revision_current:
        return Say(gettext_noop("About a former revision"))
    if not facts.registered:
        return Say(gettext_noop("Its author is no longer registered"))
    return None
