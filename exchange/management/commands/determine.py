"""Cross-border determinations from a file: a whole set of cases compared with what they expect, or one set of facts. Needs no database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from exchange.rules.border.deadlines import EVENTS, due
from exchange.rules.border.engine import determine
from exchange.rules.border.facts import FactError, parse

SETS = ("required_documents", "blockers", "missing_facts")


class Command(BaseCommand):
    help = "Determine the cross-border cases of a file and compare them with what they expect, or determine one set of facts."
    requires_system_checks: list[str] = []  # noqa: RUF012 - the type Django asks for
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--cases", type=Path, help="YAML or JSON with default_facts, cases and deadline_cases; exit 1 if any differs")
        what.add_argument("--facts", type=Path, help="YAML or JSON with the facts of one export; nothing is added to them. - reads the standard input")
        parser.add_argument("--json", action="store_true", help="with --cases: print the determinations instead of comparing them")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(translation.get_language() or "en"):
            if options["facts"]:
                self._tell(self._determined(_read(options["facts"]), str(options["facts"])))
            elif options["json"]:
                self._tell(self._all(_read(options["cases"])))
            elif self._compare(_read(options["cases"])):
                sys.exit(1)

    def _tell(self, answer: Any) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))

    def _determined(self, facts: Any, where: str) -> dict[str, Any]:
        if not isinstance(facts, Mapping):
            raise CommandError(f"{where}: facts are a mapping of names to values")
        try:
            return determine(parse(facts)).as_json()
        except FactError as error:
            raise CommandError("\n".join(f"{where}: {each['key']}: {each['problem']} (allowed: {each['allowed']})" for each in error.problems)) from error

    def _all(self, file: Any) -> list[dict[str, Any]]:
        defaults = _part(file, "default_facts", Mapping) or {}
        return [{"id": case["id"], **self._determined({**defaults, **case["facts"]}, case["id"])} for case in _part(file, "cases", list) or ()]

    def _compare(self, file: Any) -> int:
        cases, deadlines = _part(file, "cases", list) or [], _part(file, "deadline_cases", list) or []
        wrong = 0
        for case, answer in zip(cases, self._all(file), strict=True):
            wrong += self._differs(case["id"], case.get("title", ""), _differences(case["expected"], answer))
        for case in deadlines:
            wrong += self._differs(case["id"], case["facts"].get("event", ""), _late(case))
        self.stdout.write(f"{len(cases) + len(deadlines) - wrong} passed, {wrong} failed")
        return wrong

    def _differs(self, name: str, title: str, found: list[str]) -> bool:
        if found:
            self.stdout.write(f"{name} {title}: " + "; ".join(found))
        return bool(found)


def _read(path: Path) -> Any:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        return yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CommandError(f"{path}: {error}") from error


def _part(file: Any, name: str, kind: type) -> Any:
    if not isinstance(file, Mapping):
        raise CommandError("The file is no mapping with cases.")
    found = file.get(name)
    if found is not None and not isinstance(found, kind):
        raise CommandError(f"{name} is not what it should be in a file of cases.")
    return found


def _differences(expected: Mapping[str, Any], answer: Mapping[str, Any]) -> list[str]:
    """Path; one of the expected articles; papers and blockers as sets; whatever else a case names."""
    found = []
    for name, wanted in expected.items():
        given = answer.get(name)
        if name == "deciding_articles":
            if wanted and not set(wanted) & set(given or ()):
                found.append(f"{name}: none of {', '.join(wanted)} in {', '.join(given or ()) or 'nothing'}")
        elif name in SETS or isinstance(wanted, list):
            if set(wanted) != set(given or ()):
                found.append(f"{name}: expected {', '.join(wanted) or 'none'}, got {', '.join(given or ()) or 'none'}")
        elif wanted != given:
            found.append(f"{name}: expected {wanted}, got {given}")
    return found


def _late(case: Mapping[str, Any]) -> list[str]:
    event, on, wanted = case["facts"]["event"], case["facts"]["on"], case["expected"]["due"]
    if event not in EVENTS:
        return [f"{event} is no event; there are: {', '.join(EVENTS)}"]
    answer = due(event, on if isinstance(on, date) else date.fromisoformat(on)).day.isoformat()
    return [] if answer == str(wanted) else [f"due: expected {wanted}, got {answer}"]
