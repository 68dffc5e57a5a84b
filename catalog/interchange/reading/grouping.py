"""Rows about the same dataset become one entry. Entries wait in a temporary file, so that nothing is written before the last row was read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

import orjson
from django.utils.translation import gettext_noop

from catalog.interchange.reading.entry import Entry, Row
from kernel.decision import Say

MOST_OF_ONE = 100
"""Rows with one identifier."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the report says of one row: `repeats` is the number of the row that came first with the same key, `name` its title if that row has another."""

    number: int
    where: str
    key: str = ""
    repeats: int = 0
    name: str = ""
    reasons: tuple[Say, ...] = ()


@dataclass(slots=True)
class Gathered:
    """A whole file: how many rows, what each came to, and the entries by the number of their first row."""

    spool: IO[bytes]
    rows: int = 0
    refused: int = 0
    repeated: int = 0
    places: dict[str, list[int]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    head: Any = None

    def entries(self, start: int = 0) -> Iterator[Entry]:
        """The distinct datasets in the order of their first rows, those before `start` left out."""
        for at, places in enumerate(self.places.values()):
            if at >= start:
                first, *others = (self._load(place) for place in places)
                for other in others:
                    first.join(other)
                yield first

    def _load(self, place: int) -> Entry:
        self.spool.seek(place)
        return Entry(**orjson.loads(self.spool.readline()))


@contextmanager
def gathered() -> Iterator[Gathered]:
    with tempfile.TemporaryFile() as spool:
        yield Gathered(spool)


def gather(to: Gathered, rows: Iterator[Row]) -> None:
    """Read all rows. Errors: BadInput."""
    first: dict[str, tuple[int, int]] = {}
    for row in rows:
        to.rows += 1
        if row.entry is None:
            to.refused += 1
            to.lines.append(Line(row.number, row.where, reasons=tuple(row.reasons)))
            continue
        key = row.entry.key
        if len(to.places.get(key, ())) >= MOST_OF_ONE:  # joining them costs the square of their number
            to.refused += 1
            to.lines.append(Line(row.number, row.where, reasons=(Say(gettext_noop("More than %(most)s rows have this identifier."), {"most": MOST_OF_ONE}),)))
            continue
        name = row.entry.name
        number, said = first.setdefault(key, (row.number, hash(name)))
        again = number != row.number
        to.repeated += again
        to.places.setdefault(key, []).append(to.spool.tell())
        to.lines.append(Line(row.number, row.where, key, number if again else 0, name if again and hash(name) != said else ""))
        to.spool.write(orjson.dumps(row.entry.as_json()) + b"\n")
