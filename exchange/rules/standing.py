"""What one rule finds, and the judgement that a tuple of rules makes of it.

A rule is dated, cited and total: for any facts it answers not applicable, met, missing or unknown. Missing anything refuses;
otherwise anything unknown leaves the whole undetermined; only then is it permitted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from exchange.rules.release import RELEASE
from kernel.decision import PERMITTED, Citation, Decision, Reason, Say, refuse, unknown

Facts = TypeVar("Facts")


class Standing(StrEnum):
    NOT_APPLICABLE = "not_applicable"
    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Rule(Generic[Facts]):
    """`since` is the day from which it speaks. `finds` gives its standing over facts of which it knows that day has come.

    `condition` is the kind of condition in an agreement that answers the rule, "" where only the terms can."""

    id: str
    since: date
    cites: tuple[Citation, ...]
    finds: Callable[[Facts], Standing]
    missing: Say
    unknown: Say
    remedy: Say
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    rule: str
    condition: str
    standing: Standing
    reason: Reason

    def as_json(self) -> dict[str, Any]:
        return {"rule": self.rule, "condition": self.condition, "standing": self.standing.value}


def apply(rules: Iterable[Rule[Facts]], facts: Facts, as_of: date) -> tuple[Finding, ...]:
    """One finding per rule, in the order of the rules; a rule not yet in force on the day is not applicable."""
    found: list[Finding] = []
    for rule in rules:
        standing = rule.finds(facts) if as_of >= rule.since else Standing.NOT_APPLICABLE
        text = rule.unknown if standing is Standing.UNKNOWN else rule.missing
        found.append(Finding(rule.id, rule.condition, standing, Reason(rule.id, RELEASE, text, rule.cites, rule.remedy)))
    return tuple(found)


def decision(findings: Iterable[Finding], facts: Mapping[str, Any]) -> Decision:
    """Refused if anything is missing, undetermined if anything is unknown, else permitted."""
    findings = tuple(findings)
    missing = tuple(found.reason for found in findings if found.standing is Standing.MISSING)
    open_ = tuple(found.reason for found in findings if found.standing is Standing.UNKNOWN)
    if missing:
        return refuse(*missing, *open_, facts=facts)
    if open_:
        return unknown(*open_, facts=facts)
    return PERMITTED
