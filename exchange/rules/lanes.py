"""Green, yellow or red: how closely an export is looked at before it goes. The exchange's own policy; no law sorts exports so.

Green goes at once, yellow goes and is looked at afterward, red waits for a person. Every reason that speaks for a stricter lane
is given, and the strictest decides. An unknown number of persons is red: it never counts as few.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from exchange.rules.release import RELEASE, policy
from kernel.decision import Reason, Say

CITE = (policy("export lanes"),)
MANY_ORDINARY = 100_000
MANY_SENSITIVE = 1_000
NEARLY_USED = 80
SOON = 30
# the rules a pilot programme may relax are named once, here
FIRST, MANY, SENSITIVE_MANY = "R-LANE-FIRST", "R-LANE-MANY", "R-LANE-SENSITIVE-MANY"


class Lane(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


ORDER = (Lane.GREEN, Lane.YELLOW, Lane.RED)


@dataclass(frozen=True, slots=True)
class LaneFacts:
    """`ordinary` and `sensitive` are the persons in this delivery, None where not known; `used_percent` is how much of the clearance's
    quota would be used afterward; `first` is the first export under this clearance; `recent_orders` are stop orders on this deal or
    exporter lifted lately; `refused_before` are red exports of this exporter refused lately. `pilot` is the number of the pilot programme
    this export runs under and `relaxed` what it puts in the place of this file's limits; `past_cap` says that it would go past a cap of that
    pilot, which then relaxes nothing."""

    ordinary: int | None
    sensitive: int | None
    important: bool
    manual_review: bool
    first: bool
    used_percent: int
    days_left: int
    filing_open: bool
    conditions: bool
    recent_orders: int
    refused_before: int
    pilot: str = ""
    relaxed: tuple[tuple[str, int], ...] = ()
    past_cap: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Sorted:
    lane: Lane
    reasons: tuple[Reason, ...]

    def as_json(self) -> list[dict[str, Any]]:
        """The reasons as they are stored: messages with their values, shown later in the reader's language."""
        return [{"id": reason.rule, "version": reason.version, "finding": reason.finding.as_json()} for reason in self.reasons]


def sort(facts: LaneFacts) -> Sorted:
    """The lane and why. Green has one reason too: that nothing speaks against it."""
    found: list[tuple[Lane, Reason]] = []

    def because(lane: Lane, rule: str, finding: Say) -> None:
        found.append((lane, Reason(rule, RELEASE, finding, CITE)))

    def unless_relaxed(lane: Lane, rule: str, finding: Say, *, stands: bool) -> None:
        """A reason that a pilot takes away is replaced by one that says so."""
        if stands:
            because(lane, rule, finding)
        else:
            because(Lane.GREEN, "R-PILOT", Say("Under pilot programme %(pilot)s the platform's own rule %(rule)s is relaxed: it would have given another lane.", {"pilot": facts.pilot, "rule": rule}))

    relaxed = {} if facts.past_cap else dict(facts.relaxed)
    many, many_sensitive = relaxed.get(MANY, MANY_ORDINARY), relaxed.get(SENSITIVE_MANY, MANY_SENSITIVE)
    if facts.past_cap:
        because(Lane.GREEN, "R-PILOT-CAP", Say("This export would go past a cap of pilot programme %(pilot)s, so the platform's ordinary rules apply.", {"pilot": facts.pilot}))
    if facts.ordinary is None or facts.sensitive is None:
        because(Lane.RED, "R-LANE-UNCOUNTED", Say("How many persons this delivery concerns is not known."))
    if facts.important:
        because(Lane.RED, "R-LANE-IMPORTANT", Say("Important data is part of it."))
    if facts.manual_review:
        because(Lane.RED, "R-LANE-REVIEW", Say("The determination asks for a person's judgement: the text of the law is open here."))
    if (facts.sensitive or 0) >= MANY_SENSITIVE:
        unless_relaxed(Lane.RED, SENSITIVE_MANY, Say("Sensitive data of %(most)s persons or more.", {"most": many_sensitive}), stands=(facts.sensitive or 0) >= many_sensitive)
    if (facts.ordinary or 0) >= MANY_ORDINARY:
        unless_relaxed(Lane.RED, MANY, Say("Data of %(most)s persons or more.", {"most": many}), stands=(facts.ordinary or 0) >= many)
    if facts.recent_orders:
        because(Lane.RED, "R-LANE-ORDER", Say("A stop order was in force here within the last 90 days."))
    if facts.refused_before:
        because(Lane.RED, "R-LANE-REFUSED-BEFORE", Say("An export of this exporter was refused within the last 90 days."))
    if 0 < (facts.sensitive or 0) < many_sensitive:
        because(Lane.YELLOW, "R-LANE-SENSITIVE", Say("Sensitive data is part of it."))
    if facts.first and (facts.ordinary or 0) + (facts.sensitive or 0) > 0:
        unless_relaxed(Lane.YELLOW, FIRST, Say("It is the first export of personal data under this clearance."), stands=bool(relaxed.get(FIRST, 1)))
    if facts.used_percent >= NEARLY_USED and not facts.first:
        because(Lane.YELLOW, "R-LANE-QUOTA", Say("%(used)s percent of the cleared number of persons would be used.", {"used": facts.used_percent}))
    if facts.days_left <= SOON:
        because(Lane.YELLOW, "R-LANE-ENDING", Say("The clearance ends in %(days)s days.", {"days": facts.days_left}))
    if facts.filing_open:
        because(Lane.YELLOW, "R-LANE-FILING", Say("The contract is in force and its filing is still to come."))
    if facts.conditions:
        because(Lane.YELLOW, "R-LANE-CONDITIONS", Say("The clearance was given under conditions."))
    if not found:
        because(Lane.GREEN, "R-LANE-NOTHING", Say("Nothing speaks for a closer look."))
    lane = max((lane for lane, _reason in found), key=ORDER.index)
    return Sorted(lane, tuple(reason for _lane, reason in sorted(found, key=lambda pair: -ORDER.index(pair[0]))))
