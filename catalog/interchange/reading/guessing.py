"""A mapping for a table nobody has described: guessed from its headings and values, and shown to a person before anything is written.

Read are encoding, delimiter, the row of the heading, what each column means, and which columns tell one dataset from another.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator
from typing import IO, Any, BinaryIO

from django.utils.translation import gettext_noop

from catalog.interchange.reading import formats, jsonparts, tabular
from catalog.interchange.reading.entry import clean
from catalog.interchange.reading.headings import ACCESS, KEY, level, meaning, near_meaning
from catalog.interchange.reading.limits import LIMITS, BadInput, Limits
from catalog.interchange.reading.opening import opened
from kernel.decision import Say

DELIMITERS = (",", "\t", ";", "|", "，")
SPLIT = ",，、;；|"
LOOKED_AT, HEAD = 200_000, 20
"""Rows that decide on the key; rows among which the heading stands."""
Record = dict[str, Any]


def guess(file: BinaryIO, *, sure: bool, limits: Limits = LIMITS) -> dict[str, Any] | None:
    """A mapping as JSON; None if the file says its own format (unless one is `sure` that it is a table). Errors: BadInput."""
    with opened(file, encoding="auto", limits=limits) as text:
        start = text.read(formats.SNIFFED).lstrip()
        text.seek(0)
        formats.no_web_page(start)
        if not sure and _says_itself(start):
            return None
        found: dict[str, Any] = {"about": "guessed", "encoding": "auto"}
        if start[:1] in (b"{", b"["):
            head = jsonparts.Head()
            parts = jsonparts.lines(text, limits) if formats.by_line(text, limits) else jsonparts.records(text, tabular.PATHS, head, limits)
            records: Iterator[Record] = (record for _at, record in parts if isinstance(record, dict))
            first = list(itertools.islice(records, HEAD))
            if not first:
                raise formats.nothing()
            found |= {"path": list(head.found)} if head.found else {}
            return found | _columns(list(dict.fromkeys(name for record in first for name in record)), itertools.chain(first, records))
        return found | _table(text, limits)


def _says_itself(start: bytes) -> bool:
    try:
        return bool(formats.guessed(start))
    except BadInput:
        return False


def _table(text: IO[bytes], limits: Limits) -> dict[str, Any]:
    csv.field_size_limit(limits.cell)
    head = text.read(formats.SNIFFED).decode(errors="ignore")
    text.seek(0)
    delimiter = max(DELIMITERS, key=lambda sign: _regular(head, sign))
    rows = _rows(io.StringIO(head), delimiter)
    skip, names = _heading(list(itertools.islice(rows, HEAD)), limits)
    wrapped = io.TextIOWrapper(text, "utf-8", newline="")
    try:
        whole = itertools.islice(_rows(wrapped, delimiter), skip + 1, None)
        return {"delimiter": delimiter, "skip": skip} | _columns(names, (dict(zip(names, cells, strict=False)) for cells in whole))
    except csv.Error as error:
        raise BadInput("input.syntax", Say(gettext_noop("The table cannot be read: %(error)s."), {"error": str(error)}), Say(gettext_noop("Correct it at the place named, or get the file again."))) from error
    finally:
        wrapped.detach()


def _rows(text: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    return csv.reader(text, delimiter=delimiter)


def _regular(head: str, delimiter: str) -> tuple[int, int]:
    """How many known headings some row has when cut so, then in how many cells most rows fall."""
    try:
        rows = [row for row in itertools.islice(_rows(io.StringIO(head), delimiter), HEAD) if any(row)]
    except csv.Error:
        return (0, 0)
    known = max((len({meaning(cell) for cell in row} - {""}) for row in rows), default=0)
    widths = [len(row) for row in rows if len(row) > 1]
    return (known, max((widths.count(width) * width for width in set(widths)), default=0))


def _heading(rows: list[list[str]], limits: Limits) -> tuple[int, list[str]]:
    """The row with the most known headings; titles above it are skipped. Errors: BadInput."""
    told = [len({meaning(cell) or near_meaning(cell) for cell in row} - {""}) for row in rows]
    if not told or max(told) == 0:
        raise _nothing([cell for row in rows[:1] for cell in row])
    at = told.index(max(told))
    return at, tabular.headings(rows[at], limits)


def _columns(names: list[str], records: Iterable[Record]) -> dict[str, Any]:
    """What the columns mean. Errors: BadInput where none is a title."""
    by_field: dict[str, list[str]] = {}
    for name in names:
        if name and (field := meaning(name)):
            by_field.setdefault(field, []).append(name)
    for name in names:
        if name and not meaning(name) and (field := near_meaning(name)) and field not in by_field:
            by_field[field] = [name]
    titles = [by_field[field][0] for field in ("title", "title_zh", "title_en") if field in by_field]
    if not titles:
        raise _nothing(names)
    looked = _Looked(titles[:1], by_field)
    for record in itertools.islice(records, LOOKED_AT):
        looked.at(record)
    fields: dict[str, Any] = {field: found if field in ("themes", "keywords") else found[0] for field, found in by_field.items() if field not in (KEY, ACCESS)}
    for field in ("keywords", "themes", "formats"):
        if field in fields:
            fields[field] = {"from": fields[field], "split": SPLIT}
    said: dict[str, Any] = {"language": "zh" if looked.han * 2 > looked.rows else "und", "key": looked.key(), "fields": fields}
    if ACCESS in by_field:
        values = {word: level(word) for word in sorted(looked.levels)}
        said["access"] = {"from": by_field[ACCESS][0], "values": values, "otherwise": "non_public"}
    return said


class _Looked:
    """What the rows say: how many distinct values the columns have that might tell datasets apart, and the words of access."""

    def __init__(self, titles: list[str], by_field: dict[str, list[str]]) -> None:
        self.rows = self.han = 0
        self.levels: set[str] = set()
        self._access = by_field.get(ACCESS, [""])[0]
        self._titles = titles
        named = [*titles, *by_field.get("publisher", [])[:1]]
        self._ways = [*([name] for name in by_field.get(KEY, [])), *([name] for name in by_field.get("page", [])), named]
        self._seen: list[set[int] | None] = [set() for _ in self._ways]

    def at(self, record: Record) -> None:
        if not any(value.strip() if isinstance(value, str) else value for value in record.values()):
            return
        self.rows += 1
        self.han += any("一" <= sign <= "鿿" for sign in clean(record.get(self._titles[0])))
        word = clean(record.get(self._access)) if self._access else ""
        if word and len(self.levels) < 100:
            self.levels.add(word)
        for at, way in enumerate(self._ways):
            seen, values = self._seen[at], tuple(clean(record.get(name)) for name in way)
            if seen is not None:
                if all(values) or len(way) > 1:
                    seen.add(hash(values))
                else:
                    self._seen[at] = None  # a row without it: it does not tell all apart

    def key(self) -> list[str]:
        """The first column that tells at least as many datasets apart as title and publisher do."""
        named = len(self._seen[-1] or ())
        for way, seen in zip(self._ways, self._seen, strict=True):
            if seen is not None and len(seen) >= named:
                return way
        return self._ways[-1]


def _nothing(names: list[str]) -> BadInput:
    return BadInput(
        "mapping.guess", Say(gettext_noop("No column of this table is known as a title. Its headings are: %(found)s."), {"found": ", ".join(map(str, names))[:500]}),
        Say(gettext_noop("Send a mapping file with it.")),
    )  # fmt: skip
