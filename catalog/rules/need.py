"""Who may post a need and who may answer one: the exchange's own rules, which no law demands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_noop

from catalog.rules.sources import RELEASE, platform
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse

MOST_OPEN, MOST_ANSWERS = 50, 100
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Posting:
    """`open_needs` are those of the buyer that are open already; `until` is the last day."""

    verified: bool
    open_needs: int
    today: date
    until: date


@dataclass(frozen=True, slots=True)
class Answering:
    """`live` answers stand already; `listed` is None where the answer names no dataset."""

    verified: bool
    own_need: bool
    answered: bool
    live: int
    listed: bool | None


def posting(facts: Posting) -> Decision:
    if not facts.verified:
        return refuse(_reason("posting", "verified", gettext_noop("Only verified organizations post needs."), gettext_noop("Have your organization verified.")))
    if facts.open_needs >= MOST_OPEN:
        return refuse(_reason("posting", "too_many", gettext_noop("Too many of your needs are open."), gettext_noop("Close one that is settled.")))
    if not facts.today <= facts.until <= facts.today + LONGEST:
        return refuse(_reason("posting", "period", gettext_noop("A need is open until a day from today to a year from today."), gettext_noop("Choose another day.")))
    return PERMITTED


def answering(facts: Answering) -> Decision:
    if facts.own_need:
        return refuse(_reason("answering", "own", gettext_noop("This is your own need."), gettext_noop("Others answer it.")))
    if not facts.verified:
        return refuse(_reason("answering", "verified", gettext_noop("Only verified organizations answer needs."), gettext_noop("Have your organization verified.")))
    if facts.answered:
        return refuse(_reason("answering", "once", gettext_noop("You have answered this need already."), gettext_noop("Take your answer back, then answer anew.")))
    if facts.live >= MOST_ANSWERS:
        return refuse(_reason("answering", "too_many", gettext_noop("This need takes no further answers now."), gettext_noop("Look again later.")))
    if facts.listed is False:
        return refuse(_reason("answering", "listed", gettext_noop("Only a dataset of yours that is listed can be named."), gettext_noop("List it first, or answer in words.")))
    return PERMITTED


def _reason(act: str, rule: str, finding: str, remedy: str) -> Reason:
    return Reason(f"need.{act}.{rule}", RELEASE, Say(finding), (platform("needs"),), Say(remedy))
