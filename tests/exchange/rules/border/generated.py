"""Fact sets by chance: any value of any fact, numbers close to the limits, some facts unknown. The same seed gives the same sets."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from exchange.rules.border.facts import Facts, parse
from exchange.rules.border.vocabulary import FACTS, FLAGS, PLACES, Fact, Kind

PLACES_IN_ORDER = sorted(PLACES)
EDGES = (0, 1, 9_999, 10_000, 10_001, 99_999, 100_000, 100_001, 999_999, 1_000_000, 1_000_001)
DAYS = ("2017-06-01", "2022-09-01", "2023-06-01", "2023-12-13", "2024-03-22", "2024-08-30", "2024-09-10", "2025-01-01", "2026-01-01", "2026-02-03", "2026-05-11")


def _count(rng: random.Random) -> int:
    return rng.choice((rng.choice(EDGES), rng.randrange(20_000), rng.randrange(2_000_000)))


def _day(rng: random.Random) -> str:
    if rng.random() < 0.5:
        return (date.fromisoformat(rng.choice(DAYS)) + timedelta(days=rng.randrange(-1, 2))).isoformat()
    return (date(2016, 1, 1) + timedelta(days=rng.randrange(5_000))).isoformat() if rng.random() < 0.3 else "2026-08-31"


def _flags(rng: random.Random) -> list[str]:
    return [] if rng.random() < 0.85 else rng.sample(FLAGS, rng.randrange(1, 4))


_BY_KIND: dict[Kind, Callable[[random.Random, Fact], Any]] = {
    Kind.BOOL: lambda rng, fact: rng.random() < 0.5,
    Kind.INT: lambda rng, fact: rng.choice((rng.randrange(13, 16), rng.randrange(100))) if "age" in fact.key else _count(rng),
    Kind.INTS: lambda rng, fact: _count(rng) if rng.random() < 0.5 else [_count(rng) for _ in range(rng.randrange(3))],
    Kind.DATE: lambda rng, fact: _day(rng),
    Kind.PLACE: lambda rng, fact: rng.choice(("HK", "MO", "CN", "SG", rng.choice(PLACES_IN_ORDER))),
    Kind.ONE: lambda rng, fact: rng.choice(tuple(fact.values)),
    Kind.SOME: lambda rng, fact: _flags(rng) if fact.key == "flags" else ([] if rng.random() < 0.6 else rng.sample(tuple(fact.values), 2)),
}
RARE = {"data_grade": "general", "important_data_status": "none", "exporter_is_ciio": False, "movement": "transfer_abroad", "contains_pi": True, "origin": "domestic", "purpose": "data_product_sale"}
"""What is mostly so, so that the later rules are reached too."""


def value(rng: random.Random, key: str) -> Any:
    return _BY_KIND[FACTS[key].kind](rng, FACTS[key])


def given(rng: random.Random, unknown: float) -> dict[str, Any]:
    """As one would give them: each fact unknown or left out with that chance."""
    found: dict[str, Any] = {}
    for key in FACTS:
        if rng.random() < unknown:
            if rng.random() < 0.5:
                found[key] = "unknown"
            continue
        found[key] = RARE[key] if key in RARE and rng.random() < 0.7 else value(rng, key)
    youngest, oldest = found.get("data_subject_age_min"), found.get("data_subject_age_max")
    if isinstance(youngest, int) and isinstance(oldest, int):  # the youngest is not older than the oldest; what contradicts itself has cases of its own
        found["data_subject_age_min"], found["data_subject_age_max"] = sorted((youngest, oldest))
    return found


def some_facts(rng: random.Random) -> Facts:
    """Complete, with a few gaps, or full of them."""
    return parse(given(rng, rng.choice((0.0, 0.0, 0.03, 0.06))))
