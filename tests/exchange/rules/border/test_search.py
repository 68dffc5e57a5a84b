"""The diagram made once and narrowed to what is known is the one that unfolding all rules anew would give."""

from __future__ import annotations

import random
from typing import Any

import pytest

from exchange.rules.border.engine import determine, view_of
from exchange.rules.border.facts import parse
from exchange.rules.border.search import COUNTERS, COUNTING, RULES, Node, Search, Unfolding
from tests.exchange.rules.border.generated import given


def same(one: Any, other: Any, seen: set[tuple[int, int]]) -> bool:
    if not isinstance(one, Node) or not isinstance(other, Node):
        return one is other
    if (id(one), id(other)) in seen:
        return True
    seen.add((id(one), id(other)))
    return (one.key, one.labels) == (other.key, other.labels) and all(same(a, b, seen) for a, b in zip(one.children, other.children, strict=True))


@pytest.mark.parametrize("unknown", [0.05, 0.1, 0.3, 0.6, 1.0])
def test_narrowing_gives_what_unfolding_gives(unknown: float) -> None:
    rng = random.Random(int(unknown * 100))
    for _ in range(1 if unknown == 1.0 else 12):
        view = view_of(parse(given(rng, unknown)))
        tree, places = Unfolding(view)._at(0, {})
        found = Search(view)
        assert same(found.tree, tree, set()), view
        assert found.rules == tuple(rule for place, rule in enumerate(RULES) if places >> place & 1), view


def test_what_is_known_needs_no_unfolding_but_that_of_the_rules_that_count() -> None:
    search = Search({})
    assert all(place >= COUNTING for place, _ in search._memo) and len(search._memo) < 200
    assert not {key for rule in RULES[:COUNTING] for key in rule.reads} & {*COUNTERS}
    assert determine(parse({})).missing
