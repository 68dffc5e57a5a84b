"""Sample rows that nobody is in: drawn from the histograms, frequent values and shapes of a scan, never from the file's rows.

A column that looks personal gets a stand-in of its kind that is visibly none (a row of zeros, an example address), because a made-up
number could be somebody's. The same scan gives the same rows.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

ROWS, MOST_COLUMNS = 10, 40
# what stands for a value of each kind: forms nobody can hold
STAND_INS = {
    "resident_id": "000000000000000000", "passport": "X00000000", "bank_card": "0000000000000000", "mobile": "00000000000", "landline": "000-00000000", "email": "name@example.invalid",
    "ip": "192.0.2.1", "plate": "示A00000", "name": "某某", "address": "某省某市某路0号", "birth_date": "1900-01-01", "location": "0.000000", "face": "face.jpg", "voice": "voice.wav",
    "health": "***", "account": "user000", "financial_account": "000000",
}
WITHHELD = "***"


def synthetic_rows(result: Mapping[str, Any], seed: str, rows: int = ROWS) -> list[list[str]]:
    """A row of names and `rows` rows of text; `seed` settles them."""
    columns = list(result.get("columns") or [])[:MOST_COLUMNS]
    dice = random.Random(seed)  # noqa: S311 - samples are repeatable, not secret
    return [[str(one["name"])[:200] for one in columns], *([_value(one, dice) for one in columns] for _ in range(rows))]


def _value(column: Mapping[str, Any], dice: random.Random) -> str:
    if dice.random() < float(column.get("missing") or 0):
        return ""
    if column.get("personal"):
        return next((STAND_INS[one["kind"]] for one in column["findings"] if one["kind"] in STAND_INS), WITHHELD)
    bins: Sequence[int | None] = column.get("bins") or []
    if any(bins):
        place = dice.choices(range(len(bins)), [count or 0 for count in bins])[0]
        width = (column["high"] - column["low"]) / len(bins)
        return _written(column["low"] + width * (place + dice.random()), column["type"])
    if top := column.get("top"):
        return str(dice.choices([value for value, _count in top], [count for _value, count in top])[0])
    return WITHHELD


def _written(number: float, kind: str) -> str:
    if kind in ("date", "timestamp"):
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=min(max(number, -6e10), 2e11))
        return moment.strftime("%Y-%m-%d" if kind == "date" else "%Y-%m-%d %H:%M:%S")
    return str(round(number)) if kind == "integer" else f"{number:.2f}"
