"""The text an exporter signs about what it sent abroad outside the exchange: fixed lines, so that a machine can make and check it."""

from __future__ import annotations

from datetime import date

USE = "shugang statement of exports outside the exchange 1"


def text(organization: str, year: int, as_of: date, ordinary: int, sensitive: int) -> str:
    """Each line ended by a line feed: use, organization, year, day it stands for, ordinary persons, sensitive persons."""
    return "".join(f"{line}\n" for line in (USE, organization, year, as_of.isoformat(), ordinary, sensitive))
