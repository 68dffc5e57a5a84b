"""From findings to marks and a least grade per column. A person decides; lowering below it needs a reason and the operator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from catalog.rules.detectors.detecting import Finding
from catalog.rules.detectors.kinds import CATEGORIES, KINDS
from catalog.rules.sources import RELEASE
from kernel.decision import Reason, Say


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is suggested for one column, with a reason for each finding."""

    column: str
    personal: bool
    sensitive: bool
    category: str
    grade: int
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "column": self.column, "personal": self.personal, "sensitive": self.sensitive, "category": self.category, "grade": self.grade,
            "reasons": [{"id": one.rule, "version": one.version, **one.finding.as_json(), "cites": [cite.as_json() for cite in one.cites]} for one in self.reasons],
        }


def suggest(findings: Mapping[str, tuple[Finding, ...]]) -> tuple[Suggestion, ...]:
    """Suggestions for the columns in which something personal was found. A place counts as a person's whereabouts only where another
    column of the table tells whose it is."""
    persons = any(KINDS[one.kind].personal and not KINDS[one.kind].among_persons for found in findings.values() for one in found)
    made = []
    for column, found in findings.items():
        kinds = [(KINDS[one.kind], one) for one in found]
        counted = [(kind, one) for kind, one in kinds if kind.personal and (persons or not kind.among_persons)]
        if not counted:
            continue
        reasons = tuple(Reason(f"scan.{kind.code}", RELEASE, one.evidence, kind.cites, Say(gettext_noop("Confirm the marks and the grade, or say why they do not fit."))) for kind, one in counted)
        highest = max((kind for kind, _one in counted), key=lambda kind: (kind.grade, kind.sensitive))
        made.append(Suggestion(column, True, any(kind.sensitive for kind, _one in counted), highest.category if highest.category in CATEGORIES else "", highest.grade, reasons))
    return tuple(made)
