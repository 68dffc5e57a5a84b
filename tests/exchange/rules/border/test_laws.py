"""The laws over fact sets by chance. A small number here; `run.py prove law` does the same at full size. LAW_SETS changes the number."""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from exchange.rules.border.engine import view_of
from exchange.rules.border.facts import parse
from exchange.rules.border.search import RULES, first
from exchange.rules.border.vocabulary import FACTS, PLACES, Fact, Kind
from tests.exchange.rules.border import cases
from tests.exchange.rules.border.generated import given as by_chance, some_facts
from tests.exchange.rules.border.laws import hold

SETS = int(os.environ.get("LAW_SETS", "800"))
PARTS = 8
MOST_GAPS = 3
BASE = cases.load(cases.OWN)["base"]


@pytest.mark.parametrize("part", range(PARTS))
def test_laws_hold(part: int) -> None:
    rng = random.Random(20260831 + part)
    for _ in range(SETS // PARTS):
        hold(rng, some_facts(rng))


_COUNTS = st.one_of(st.sampled_from([0, 1, 9_999, 10_000, 99_999, 100_000, 999_999, 1_000_000]), st.integers(0, 10**12))


def _values(fact: Fact) -> st.SearchStrategy[Any]:
    return {
        Kind.BOOL: st.booleans(),
        Kind.INT: _COUNTS,
        Kind.INTS: st.one_of(_COUNTS, st.lists(_COUNTS, max_size=3)),
        Kind.DATE: st.dates().map(str),
        Kind.PLACE: st.sampled_from(sorted(PLACES)),
        Kind.ONE: st.sampled_from(sorted(fact.values) or [""]),
        Kind.SOME: st.lists(st.sampled_from(sorted(fact.values) or [""]), max_size=4),
    }[fact.kind] | st.just("unknown")


# ages are left to chance above, where they never contradict each other
_ANY = st.fixed_dictionaries({}, optional={key: _values(fact) for key, fact in FACTS.items() if "age" not in key})


@settings(max_examples=max(100, SETS // 4), deadline=None)
@given(_ANY, st.integers(0, 2**32))
def test_laws_hold_for_anything(told: dict[str, Any], seed: int) -> None:
    gaps = [key for key, value in told.items() if value == "unknown"]
    hold(random.Random(seed), parse({**BASE, **{key: value for key, value in told.items() if key not in gaps[MOST_GAPS:]}}))


class _Watched(dict[str, Any]):
    """Remembers what was asked for."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)


def test_a_rule_asks_only_for_what_it_says_it_reads() -> None:
    rng = random.Random(7)
    for _ in range(SETS // 4):
        view = view_of(parse(by_chance(rng, 0.0)))
        for rule in RULES:
            watched = _Watched(view)
            rule.applies(watched)
            assert watched.asked <= set(rule.reads), rule.id
        assert first(view) in RULES
