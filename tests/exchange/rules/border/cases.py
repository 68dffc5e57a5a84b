"""Files of cases and what of an answer they are compared with; shared by the tests, the proof and its mutants."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from exchange.rules.border import deadlines, engine
from exchange.rules.border.determination import Determination
from exchange.rules.border.facts import parse
from tests.exchange.rules.files import load as load

ROOT = Path(__file__).resolve().parents[4]
SHARED = ROOT.parent / "shared" / "reference" / "crossborder-cases.yaml"
OWN = Path(__file__).parents[1] / "cases" / "border.yaml"


def of_shared(case: dict[str, Any], defaults: dict[str, Any]) -> list[str]:
    """What of an answer differs from a case of the shared file."""
    expected = case["expected"]
    answer = engine.determine(parse({**defaults, **case["facts"]})).as_json()
    found = [] if answer["path"] == expected["path"] else [f"path {answer['path']}"]
    if expected["deciding_articles"] and not set(expected["deciding_articles"]) & set(answer["deciding_articles"]):
        found.append(f"articles {answer['deciding_articles']}")
    found += [f"{name} {answer[name]}" for name in ("required_documents", "blockers", "missing_facts", "foreign_law_flags") if name in expected and sorted(expected[name]) != sorted(answer[name])]
    found += [f"{name} {answer[name]}" for name in ("manual_review",) if name in expected and expected[name] != answer[name]]
    return found


def of_own(case: dict[str, Any], base: dict[str, Any]) -> list[str]:
    answer = engine.determine(parse({**({} if case.get("only") else base), **case["facts"]}))
    found = [] if answer.path.value == case["path"] else [f"path {answer.path.value}"]
    if "article" in case and answer.deciding_articles[:1] != (case["article"],):
        found.append(f"article {answer.deciding_articles}")
    found += [f"{each} is not cited" for each in case.get("also", ()) if each not in answer.deciding_articles]
    found += [f"{each} is cited" for each in case.get("not", ()) if each in answer.deciding_articles]
    lists = {"blockers": answer.blockers, "review": answer.manual_review_reasons}
    found += [f"{name} {given}" for name, given in lists.items() if list(given) != case.get(name, [])]
    named = _named(answer)
    found += [f"{name} {named[name]}" for name in named if name in case and case[name] != named[name]]
    return found


def _named(answer: Determination) -> dict[str, Any]:
    return {
        "missing": list(answer.missing_facts),
        "obligations": list(answer.obligations),
        "flags_of_law": list(answer.foreign_law_flags),
        "clocks": [clock.event for clock in answer.clocks],
        "years": answer.valid_for.years if answer.valid_for else None,
        "certainty": answer.legal_certainty.value,
    }


def papers_differ(case: dict[str, Any], base: dict[str, Any]) -> list[str]:
    if "papers" not in case:
        return []
    answer = engine.determine(parse({**({} if case.get("only") else base), **case["facts"]}))
    return [] if sorted(answer.required_documents) == sorted(case["papers"]) else [f"papers {answer.required_documents}"]


def of_deadline(case: dict[str, Any]) -> list[str]:
    answer = deadlines.due(case["facts"]["event"], date.fromisoformat(case["facts"]["on"])).day.isoformat()
    return [] if answer == case["expected"]["due"] else [f"due {answer}"]
