"""The law of the border over fact sets by chance: it answers every one, and every law of tests/exchange/rules/border/laws.py holds.

`size` fact sets, shared between the processors; the same seed gives the same sets. Prints how many came out on which path.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from collections import Counter
from typing import Any

from tests.exchange.rules.border.generated import some_facts
from tests.exchange.rules.border.laws import LAWS, hold

FULL_SIZE = 100_000
SHOWN = 5


def run(seed: int, size: int, services: Any) -> int:
    began = time.perf_counter()
    parts = os.cpu_count() or 1
    with multiprocessing.get_context("fork").Pool(parts) as pool:
        found = pool.starmap(part, [(seed * 1_000 + number, size // parts + (number < size % parts)) for number in range(parts)])
    paths: Counter[str] = sum((counted for counted, _ in found), Counter())
    broken = [line for _, lines in found for line in lines]
    for path, count in paths.most_common():
        print(f"law: {path}: {count:,}")
    for line in broken[:SHOWN]:
        print(f"law: BROKEN {line}")
    print(f"law: {sum(paths.values()):,} fact sets, {len(LAWS)} laws each, {len(broken)} broken ({time.perf_counter() - began:.0f} s)")
    return int(bool(broken) or sum(paths.values()) != size)


def part(seed: int, size: int) -> tuple[Counter[str], list[str]]:
    rng = random.Random(seed)
    paths: Counter[str] = Counter()
    broken: list[str] = []
    for number in range(size):
        facts = some_facts(rng)
        try:
            paths[hold(rng, facts).path.value] += 1
        except Exception as error:  # noqa: BLE001 - whatever happens, the fact set must be told
            paths["broken"] += 1
            broken.append(f"seed {seed}, set {number}: {type(error).__name__} {error}: {facts.as_json()}")
    return paths, broken
