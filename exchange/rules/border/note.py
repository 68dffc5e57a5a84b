"""What is said beside the path: a dated note with its articles, asked of the rule that decides and of the facts.

Kinds: context (why another article was looked at), blocker, review, obligation, flag. `applies` gets the facts as they are known: a key
that is not in the view is unknown, and each note says for itself what that means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from exchange.rules.border.determination import Article, Finding, LegalCertainty, Path
from exchange.rules.border.law import EVER, in_force
from exchange.rules.border.rule import Rule, View
from kernel.decision import Say

TAKEN = (Path.ASSESSMENT, Path.CONTRACT, Path.EXEMPT)
"""Paths on which data leaves."""


@dataclass(frozen=True, slots=True)
class Note:
    kind: str
    code: str
    articles: tuple[Article, ...]
    applies: Callable[[Rule, View], bool]
    legal_certainty: LegalCertainty
    finding: Say
    remedy: Say | None = None
    since: date = EVER
    until: date = date.max

    def finding_on(self, day: date | None) -> Finding:
        return Finding(f"{self.kind}:{self.code}", self.kind, self.code, in_force(self.articles, day), self.legal_certainty, self.finding, self.remedy)

    def speaks(self, day: date | None) -> bool:
        """A day that is not known counts as one on which it speaks."""
        return day is None or self.since <= day <= self.until


def taken(rule: Rule) -> bool:
    return rule.path in TAKEN


def about_persons(rule: Rule, view: View) -> bool:
    """Data leaves, and it may hold personal information: as long as it is not known that it does not."""
    return taken(rule) and rule.persons is not False and (view.get("contains_pi") is not False or view.get("treatment", "deidentified") == "deidentified")
