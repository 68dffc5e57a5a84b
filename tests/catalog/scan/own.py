"""Our own seeded generator, for tuning: columns of each kind, their near misses, and columns with none."""

from __future__ import annotations

import random

ROWS = 300
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_id(dice: random.Random, *, valid: bool = True) -> str:
    body = f"{dice.choice((110101, 310104, 440106, 510107, 330102))}{dice.randrange(1940, 2015)}{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}{dice.randrange(1000):03}"
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
    return body + (check if valid else "X" if check != "X" else "0")


def bank_card(dice: random.Random, *, valid: bool = True) -> str:
    body = f"62{dice.randrange(10**16):016}"
    total = sum(sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10)) for place, digit in enumerate(reversed(body)))
    check = -total % 10
    return f"{body}{check if valid else (check + 1) % 10}"


def mobile(dice: random.Random) -> str:
    return f"1{dice.choice('3456789')}{dice.randrange(10**9):09}"


def mixed(dice: random.Random, values: list[str], others: list[str], share: float) -> list[str]:
    return [value if dice.random() < share else other for value, other in zip(values, others, strict=True)]
