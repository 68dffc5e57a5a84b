"""What is known about one export: values of the vocabulary, checked; whatever was not given is unknown.

`parse` is the only way in. Every unknown key and every wrong value or type is told at once, none is ignored, none is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

from exchange.rules.border.vocabulary import FACTS, PLACES, Fact, Kind

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class _Unknown(Enum):
    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown.UNKNOWN


class FactError(ValueError):
    """`problems` lists each fault as key, problem, allowed."""

    def __init__(self, problems: list[dict[str, str]]) -> None:
        super().__init__("; ".join(f"{each['key']}: {each['problem']} (allowed: {each['allowed']})" for each in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Facts:
    """`known` has only what is known: bools, ints, dates, words, tuples of words or ints."""

    known: Mapping[str, Any]

    def get(self, key: str) -> Any:
        """The value, or UNKNOWN. Asking for what is no fact is a mistake of the program."""
        return self.known.get(key, UNKNOWN) if key in FACTS else self.known[key]

    def having(self, **changes: Any) -> Facts:
        """The same with other values; UNKNOWN takes one away. The values must be of the vocabulary."""
        merged = {**self.known, **changes}
        return Facts(MappingProxyType({key: value for key, value in merged.items() if value is not UNKNOWN}))

    def as_json(self) -> dict[str, Any]:
        return {key: _plain(self.known[key]) for key in FACTS if key in self.known}


def parse(given: Mapping[str, Any]) -> Facts:
    """The facts, or FactError with every fault found."""
    problems: list[dict[str, str]] = []
    known: dict[str, Any] = {}
    for key, value in given.items():
        fact = FACTS.get(key)
        if fact is None:
            problems.append({"key": str(key), "problem": "there is no such fact", "allowed": ", ".join(FACTS)})
        elif not (isinstance(value, str) and value == "unknown"):
            read = _read(fact, value)
            if read is None:
                problems.append({"key": key, "problem": f"{value!r} is not a value of it", "allowed": fact.allowed})
            else:
                known[key] = read
    if problems:
        raise FactError(problems)
    return Facts(MappingProxyType({key: known[key] for key in FACTS if key in known}))


def _read(fact: Fact, value: Any) -> Any:
    """The value as the engine holds it; None where it is not a value of the fact."""
    if fact.kind is Kind.BOOL:
        return value if isinstance(value, bool) else None
    if fact.kind is Kind.INT:
        return value if _count(value) else None
    if fact.kind is Kind.INTS:
        if isinstance(value, (list, tuple)):
            return tuple(value) if all(_count(each) for each in value) else None
        return value if _count(value) else None
    if fact.kind is Kind.DATE:
        return _day(value)
    if fact.kind is Kind.SOME:
        if not isinstance(value, (list, tuple)) or not all(isinstance(each, str) and each in fact.values for each in value):
            return None
        return tuple(each for each in fact.values if each in value)
    if not isinstance(value, str):
        return None
    return value if value in (PLACES if fact.kind is Kind.PLACE else fact.values) else None


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _day(value: Any) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
