"""What a pilot programme may relax, and when a deal runs under one. Pure.

A pilot tries out less of the platform's own policy, never less law: the table of what may be named holds rules of the platform only, and
an entry that cites anything else cannot be made. Each entry has the furthest value a pilot may go to. Every cap counts exports that
were declared under the pilot; what would go past one gets nothing from it, and what is not known never counts as few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from exchange.rules import lanes, statement
from exchange.rules.release import policy
from kernel.decision import Certainty, Citation, Say

CITE = (policy("pilot programmes"),)


@dataclass(frozen=True, slots=True)
class Relaxable:
    """A rule of the platform that a pilot may relax: `ordinary` is what holds for everybody, `values` what a pilot may put in its place;
    `means` says a value in a sentence. Errors: ValueError for a rule that cites anything but the platform's own policy."""

    rule: str
    label: str
    means: str
    ordinary: int
    values: range
    cites: tuple[Citation, ...]

    def __post_init__(self) -> None:
        if not self.cites or any(cite.certainty is not Certainty.PLATFORM for cite in self.cites):
            raise ValueError(f"{self.rule} is no rule of the platform's own: a pilot may not relax it")
        if self.ordinary in self.values:
            raise ValueError(f"{self.rule}: what holds for everybody is no deviation")

    def say(self, value: int) -> Say:
        return Say(self.means, {"value": value, "ordinary": self.ordinary})


# values end where the law's own thresholds begin to matter: 10,000 persons sensitive, 1,000,000 in all (P16 article 7)
TABLE: Mapping[str, Relaxable] = {
    one.rule: one
    for one in (
        Relaxable(
            lanes.FIRST, gettext_noop("The first export of personal data under a clearance takes the yellow lane"),
            gettext_noop("The first export of personal data under a clearance is not looked at for being the first."), 1, range(1), lanes.CITE,
        ),
        Relaxable(
            lanes.SENSITIVE_MANY, gettext_noop("From how many persons on sensitive data waits in the red lane"),
            gettext_noop("Sensitive data waits for a person from %(value)s persons on, not from %(ordinary)s."), lanes.MANY_SENSITIVE, range(lanes.MANY_SENSITIVE + 1, 10_001), lanes.CITE,
        ),
        Relaxable(
            lanes.MANY, gettext_noop("From how many persons on ordinary data waits in the red lane"),
            gettext_noop("Ordinary data waits for a person from %(value)s persons on, not from %(ordinary)s."), lanes.MANY_ORDINARY, range(lanes.MANY_ORDINARY + 1, 1_000_001), lanes.CITE,
        ),
        Relaxable(
            statement.RULE, gettext_noop("How old a statement of exports elsewhere may be at the signature"),
            gettext_noop("A statement of exports elsewhere may be %(value)s days old at the signature, not %(ordinary)s."), statement.STATEMENT_DAYS,
            range(statement.STATEMENT_DAYS + 1, 91), statement.CITE,
        ),
    )
}  # fmt: skip


def wrong(rule: str, value: object) -> Say | None:
    """Why a pilot may not relax `rule` to `value`; None where it may."""
    found = TABLE.get(rule)
    if found is None:
        return Say(gettext_noop("A pilot may relax only rules of the platform's own that are on the list: %(rule)s is not."), {"rule": rule[:60]})
    if isinstance(value, bool) or not isinstance(value, int) or value not in found.values:
        return Say(gettext_noop("%(rule)s can be set from %(least)s to %(most)s."), {"rule": rule, "least": found.values[0], "most": found.values[-1]})
    return None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a pilot covers: purposes by code, destinations by country; `since` to `until`, both days included."""

    purposes: frozenset[str]
    destinations: frozenset[str]
    since: date
    until: date

    def covers(self, purpose: str, places: Iterable[str], on: date) -> bool:
        """Whether it covers a deal for this purpose that reaches these places abroad, on that day. One that reaches none is no export."""
        reached = set(places)
        return self.since <= on <= self.until and purpose in self.purposes and bool(reached) and reached <= self.destinations


@dataclass(frozen=True, slots=True)
class Used:
    """Exports and persons, ordinary and sensitive: caps, what is used of them, or what one export adds."""

    exports: int
    ordinary: int
    sensitive: int

    def __add__(self, other: Used) -> Used:
        return Used(self.exports + other.exports, self.ordinary + other.ordinary, self.sensitive + other.sensitive)

    def within(self, caps: Used) -> bool:
        return self.exports <= caps.exports and self.ordinary <= caps.ordinary and self.sensitive <= caps.sensitive

    def reaches(self, caps: Used) -> bool:
        """Whether a cap is reached, so that the pilot stops by itself. A cap of nobody is a bar and is never reached."""
        pairs = ((self.exports, caps.exports), (self.ordinary, caps.ordinary), (self.sensitive, caps.sensitive))
        return any(0 < cap <= used for used, cap in pairs)


def adds(ordinary: int | None, sensitive: int | None, before: Used) -> Used | None:
    """What one more export of a deal adds to the pilot, `before` being what this deal has added: its persons are the same in each delivery.
    None where nobody has said how many."""
    if ordinary is None or sensitive is None:
        return None
    return Used(1, max(0, ordinary - before.ordinary), max(0, sensitive - before.sensitive))
