"""How the six measures of quality are taken from scans and a description. The formulas are this exchange's own:

  completeness   cells with a value / all cells of all scanned files
  validity       values that can be read as their column's type / values, over columns of numbers, dates and times
  uniqueness     different values of the promised key / rows; 1 where the scan finds a column that tells every row apart
  consistency    columns that the dictionary names with a fitting type / columns and dictionary fields together
  timeliness     1 while the data are not older than their update interval, else interval / age, both in days, on the day measured
  accessibility  files that the scan could read / files that a scan has tried

Several files count by cells, values, rows or files together. A file without a finished scan leaves the first four unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from catalog.rules.durations import OF_FREQUENCY, later
from catalog.rules.quality import STEP, Dimension, Measure, Promise

# a column's scanned type and the dictionary's types that it bears out
FITS = {
    "boolean": {"boolean", "code", "text"}, "integer": {"integer", "decimal", "code", "text"}, "decimal": {"decimal", "text"}, "date": {"date", "timestamp", "text"},
    "timestamp": {"timestamp", "text"}, "code": {"code", "text", "geometry", "binary"}, "text": {"text", "code", "geometry", "binary"},
}  # fmt: skip
# why a scan could not read a file, where the file itself is to blame
UNREADABLE = frozenset({
    "archive_bomb", "archive_broken", "archive_locked", "archive_members", "archive_path", "binary", "broken", "broken_at", "columns", "cut", "empty", "encoding", "encoding_named",
    "line_too_long",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """`present` cells hold a value, `valid` of those could be read as `type` (None: not asked); `distinct` is exact or an estimate."""

    name: str
    type: str
    present: int
    distinct: int
    exact: bool
    valid: Fraction | None


@dataclass(frozen=True, slots=True)
class File:
    """A complete file: its newest ended scan. `columns` is None where none has finished; `code` is why it failed."""

    name: str
    rows: int = 0
    columns: tuple[Column, ...] | None = None
    keys: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """`dictionary` maps a field's name to its type; `today` is the day in Beijing on which it is measured."""

    files: tuple[File, ...]
    dictionary: Mapping[str, str]
    frequency: str
    updated_on: date | None
    today: date
    promise: Promise


def measure(facts: Facts) -> tuple[Measure, ...]:
    """All six, in the order of Dimension."""
    return tuple(_MEASURES[one](one, facts) for one in Dimension)


def share(part: int | Fraction, whole: int) -> str:
    """Rounded down to four decimals."""
    found = Fraction(part) / whole
    return str((Decimal(found.numerator) / Decimal(found.denominator)).quantize(STEP, ROUND_DOWN))


def _known(dimension: Dimension, part: int, whole: int) -> Measure:
    return Measure(dimension, share(part, whole), "", part, whole)


def _unread(facts: Facts) -> str:
    """Why the content of the files cannot be measured; empty where it can."""
    if not facts.files:
        return "no_files"
    if any(file.columns is None for file in facts.files):
        return "unscanned"
    return "" if sum(file.rows for file in facts.files) else "no_rows"


def _columns(facts: Facts) -> list[Column]:
    return [column for file in facts.files for column in file.columns or ()]


def _completeness(dimension: Dimension, facts: Facts) -> Measure:
    if why := _unread(facts):
        return Measure(dimension, None, why)
    return _known(dimension, sum(one.present for one in _columns(facts)), sum(file.rows * len(file.columns or ()) for file in facts.files))


def _validity(dimension: Dimension, facts: Facts) -> Measure:
    if why := _unread(facts):
        return Measure(dimension, None, why)
    typed = [(one.valid, one.present) for one in _columns(facts) if one.valid is not None and one.present]
    if not typed:
        return Measure(dimension, None, "no_typed")
    return _known(dimension, int(sum(valid * present for valid, present in typed)), sum(present for _valid, present in typed))


def _uniqueness(dimension: Dimension, facts: Facts) -> Measure:
    if why := _unread(facts):
        return Measure(dimension, None, why)
    key, part, whole = facts.promise.key, 0, 0
    for file in facts.files:
        column = next((one for one in file.columns or () if one.name == key), None)
        if key and column is None:
            return Measure(dimension, None, "key_missing")
        if key in file.keys or (not key and file.keys):
            part += file.rows
        elif column is None:
            return Measure(dimension, None, "no_key")
        elif not column.exact:
            return Measure(dimension, None, "key_estimated")
        else:
            part += column.distinct
        whole += file.rows
    return _known(dimension, part, whole)


def _consistency(dimension: Dimension, facts: Facts) -> Measure:
    if why := _unread(facts):
        return Measure(dimension, None, why)
    if not facts.dictionary:
        return Measure(dimension, None, "no_dictionary")
    told = {_plain(name): type_ for name, type_ in facts.dictionary.items()}
    there = {_plain(one.name) for one in _columns(facts)}
    fitting = {_plain(one.name) for one in _columns(facts) if told.get(_plain(one.name)) in FITS.get(one.type, set())}
    at_odds = {_plain(one.name) for one in _columns(facts) if told.get(_plain(one.name)) not in FITS.get(one.type, set())}
    return _known(dimension, len(fitting - at_odds), len(there | set(told)))


def _timeliness(dimension: Dimension, facts: Facts) -> Measure:
    interval = facts.promise.update_every or OF_FREQUENCY.get(facts.frequency)
    if interval is None:
        return Measure(dimension, None, "no_interval")
    if facts.updated_on is None:
        return Measure(dimension, None, "no_date")
    allowed, age = (later(facts.updated_on, interval) - facts.updated_on).days, max(0, (facts.today - facts.updated_on).days)
    return _known(dimension, allowed, max(age, allowed))


def _accessibility(dimension: Dimension, facts: Facts) -> Measure:
    if not facts.files:
        return Measure(dimension, None, "no_files")
    if not all(file.columns is not None or file.code in UNREADABLE for file in facts.files):
        return Measure(dimension, None, "untried")
    return _known(dimension, sum(file.columns is not None for file in facts.files), len(facts.files))


_MEASURES: dict[Dimension, Callable[[Dimension, Facts], Measure]] = {
    Dimension.COMPLETENESS: _completeness, Dimension.VALIDITY: _validity, Dimension.UNIQUENESS: _uniqueness, Dimension.CONSISTENCY: _consistency,
    Dimension.TIMELINESS: _timeliness, Dimension.ACCESSIBILITY: _accessibility,
}  # fmt: skip


def _plain(text: str) -> str:
    return text.strip().casefold()
