"""What the engine answers about one export, as frozen values that can be stored, shown and compared.

Nothing is judged here. Texts are `Say`, so that a stored determination is read in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from exchange.rules.border.facts import Facts
from kernel.decision import Certainty, Citation, Say


class Path(StrEnum):
    PROHIBITED = "prohibited"
    ASSESSMENT = "security_assessment"
    CONTRACT = "standard_contract_or_certification"
    EXEMPT = "exempt"
    NOT_EXPORT = "not_a_cross_border_transfer"
    UNDETERMINED = "undetermined"


WEIGHT: Mapping[Path, int] = {Path.NOT_EXPORT: 0, Path.EXEMPT: 1, Path.CONTRACT: 2, Path.ASSESSMENT: 3, Path.UNDETERMINED: 4, Path.PROHIBITED: 5}
"""Which path is heavier. Undetermined is no path: it clears nothing, and is compared with the others only in that."""


class LegalCertainty(StrEnum):
    """How strong the basis of an answer is, strongest first."""

    STATUTE = "statute"
    RULE_TEXT = "rule_text"
    OFFICIAL_GUIDANCE = "official_guidance"
    SECTORAL = "sectoral"
    INTERPRETIVE = "interpretive"
    PLATFORM_POLICY = "platform_policy"


@dataclass(frozen=True, slots=True)
class Article:
    """One place in one instrument, in force on the day that was judged."""

    instrument: str
    place: str
    since: date
    until: date | None
    certainty: Certainty

    def __str__(self) -> str:
        return f"{self.instrument}/{self.place}" if self.place else self.instrument

    @property
    def citation(self) -> Citation:
        return Citation(self.instrument, self.place, self.certainty)

    def as_json(self) -> dict[str, Any]:
        return {
            "instrument": self.instrument, "article": self.place, "in_force_from": self.since.isoformat(),
            "in_force_until": self.until.isoformat() if self.until else None, "certainty": self.certainty.value,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found. `kind` is path, blocker, review, obligation or flag."""

    rule: str
    kind: str
    code: str
    articles: tuple[Article, ...]
    legal_certainty: LegalCertainty
    finding: Say
    remedy: Say | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule, "kind": self.kind, "code": self.code, "articles": [each.as_json() for each in self.articles],
            "legal_certainty": self.legal_certainty.value, "finding": str(self.finding), "remedy": str(self.remedy) if self.remedy else None,
        }


@dataclass(frozen=True, slots=True)
class Clock:
    """A period of the path: `amount` of `unit` (working_days, months, years), from `starts` on, on whom it runs."""

    event: str
    amount: int
    unit: str
    starts: Say
    runs_on: str
    article: Article

    def as_json(self) -> dict[str, Any]:
        return {"event": self.event, "amount": self.amount, "unit": self.unit, "starts": str(self.starts), "runs_on": self.runs_on, "article": str(self.article)}


@dataclass(frozen=True, slots=True)
class Validity:
    """How long what the path ends in stays valid, from its issue on."""

    years: int
    article: Article

    def as_json(self) -> dict[str, Any]:
        return {"years": self.years, "article": str(self.article)}


@dataclass(frozen=True, slots=True)
class Leads:
    """One value, or range of values, of a missing fact and the paths it could lead to."""

    value: str
    paths: tuple[Path, ...]

    def as_json(self) -> dict[str, Any]:
        return {"value": self.value, "paths": [path.value for path in self.paths]}


@dataclass(frozen=True, slots=True)
class Missing:
    key: str
    supplier: str
    label: Say
    leads: tuple[Leads, ...]

    def as_json(self) -> dict[str, Any]:
        return {"key": self.key, "supplier": self.supplier, "label": str(self.label), "leads": [each.as_json() for each in self.leads]}


@dataclass(frozen=True, slots=True)
class Change:
    """Another value of one known fact, and the path it would lead to."""

    key: str
    value: str
    path: Path
    label: Say

    def as_json(self) -> dict[str, Any]:
        return {"key": self.key, "value": self.value, "path": self.path.value, "label": str(self.label)}


@dataclass(frozen=True, slots=True)
class Determination:
    path: Path
    deciding: tuple[Article, ...]
    required_documents: tuple[str, ...]
    blockers: tuple[str, ...]
    manual_review_reasons: tuple[str, ...]
    foreign_law_flags: tuple[str, ...]
    obligations: tuple[str, ...]
    missing: tuple[Missing, ...]
    valid_for: Validity | None
    clocks: tuple[Clock, ...]
    findings: tuple[Finding, ...]
    what_would_change: tuple[Change, ...]
    legal_certainty: LegalCertainty
    facts: Facts
    release: str

    @property
    def deciding_articles(self) -> tuple[str, ...]:
        return tuple(str(article) for article in self.deciding)

    @property
    def missing_facts(self) -> tuple[str, ...]:
        return tuple(each.key for each in self.missing)

    @property
    def manual_review(self) -> bool:
        return bool(self.manual_review_reasons)

    def as_json(self) -> dict[str, Any]:
        return {
            "path": self.path.value,
            "deciding_articles": list(self.deciding_articles),
            "required_documents": list(self.required_documents),
            "blockers": list(self.blockers),
            "manual_review": self.manual_review,
            "manual_review_reasons": list(self.manual_review_reasons),
            "foreign_law_flags": list(self.foreign_law_flags),
            "obligations": list(self.obligations),
            "missing_facts": list(self.missing_facts),
            "missing_facts_detail": {each.key: each.as_json() for each in self.missing},
            "valid_for": self.valid_for.as_json() if self.valid_for else None,
            "clocks": [each.as_json() for each in self.clocks],
            "findings": [each.as_json() for each in self.findings],
            "what_would_change": [each.as_json() for each in self.what_would_change],
            "legal_certainty": self.legal_certainty.value,
            "release": self.release,
            "facts": self.facts.as_json(),
        }


def would_clear(determination: Determination) -> bool:
    """Whether nothing in the determination itself stands against release. What is undetermined, prohibited, blocked or open to a person's
    review never clears; papers and the authority's outcome are asked for elsewhere."""
    return (
        determination.path in (Path.EXEMPT, Path.CONTRACT, Path.ASSESSMENT, Path.NOT_EXPORT)
        and not determination.blockers and not determination.missing and not determination.manual_review
    )
