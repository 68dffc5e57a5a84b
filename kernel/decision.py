"""What a rule answers: permitted, refused or unknown, with reasons, sources, facts and a remedy.

Pure Python: rules import this file, so it may not import Django's models. Texts are `Say`: an English message with
named values, kept as data so that a stored decision can be shown in the reader's language later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Say:
    """A message and its values: `Say("Ends on %(day)s.", {"day": "2026-01-01"})`. Rendered when shown, not when made."""

    msgid: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        text = gettext(self.msgid)
        return text % {k: str(v) for k, v in self.values.items()} if self.values else text

    def as_json(self) -> dict[str, Any]:
        return {"msgid": self.msgid, "values": {k: str(v) for k, v in self.values.items()}}


class Outcome(StrEnum):
    PERMITTED = "permitted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How sure the source is: the text of the law, a secondary source, or the platform's own rule."""

    STATUTE = "statute"
    SECONDARY = "secondary"
    MEMORY = "memory"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in one instrument: `Citation("PIPL", "23")`; `certainty` tells law from platform policy."""

    instrument: str
    article: str
    certainty: Certainty = Certainty.STATUTE

    def as_json(self) -> dict[str, str]:
        return {"instrument": self.instrument, "article": self.article, "legal_certainty": self.certainty.value}


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule's finding. `rule` is its id, `version` the release it stands in."""

    rule: str
    version: str
    finding: Say
    cites: tuple[Citation, ...] = ()
    remedy: Say | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.rule,
            "version": self.version,
            "finding": str(self.finding),
            "cites": [cite.as_json() for cite in self.cites],
            "remedy": str(self.remedy) if self.remedy else None,
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of a guard or a rule. Unknown never counts as permitted."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def permitted(self) -> bool:
        return self.outcome is Outcome.PERMITTED

    @property
    def remedies(self) -> tuple[Say, ...]:
        return tuple(reason.remedy for reason in self.reasons if reason.remedy)

    def as_json(self) -> dict[str, Any]:
        """The shape of `decision` in a problem answer: outcome, rules, facts, remedy."""
        return {
            "outcome": self.outcome.value,
            "rules": [reason.as_json() for reason in self.reasons],
            "facts": {key: str(value) for key, value in self.facts.items()},
            "remedy": " ".join(str(remedy) for remedy in self.remedies) or None,
        }


PERMITTED = Decision(Outcome.PERMITTED)


def refuse(*reasons: Reason, facts: Mapping[str, Any] | None = None) -> Decision:
    return Decision(Outcome.REFUSED, reasons, facts or {})


def unknown(*reasons: Reason, facts: Mapping[str, Any] | None = None) -> Decision:
    return Decision(Outcome.UNKNOWN, reasons, facts or {})
