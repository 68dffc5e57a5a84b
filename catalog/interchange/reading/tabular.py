"""Catalogues that are tables: JSON lists of flat objects, JSON lines and CSV, read by a mapping file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any

from django.utils.translation import gettext_noop

from catalog.interchange.reading import jsonparts
from catalog.interchange.reading.common import Fields, no_record, row, unique
from catalog.interchange.reading.entry import Access, Entry, Row, clean, day, scrubbed, tagged, web_address
from catalog.interchange.reading.limits import BadInput, Limits
from catalog.interchange.reading.mapping import Column, Mapping
from kernel.decision import Say

_TEXTS = (("title", "title", ""), ("title", "title_zh", "zh"), ("title", "title_en", "en"), ("description", "description", ""), ("description", "description_zh", "zh"),
          ("description", "description_en", "en"), ("publisher", "publisher", ""))  # fmt: skip

_OUTER = ("data", "result", "results", "response", "body", "obj", "page", "content", "value")
_INNER = ("list", "rows", "records", "items", "content", "results", "result", "data", "datas", "datasets", "dataList", "value")
# where lists of records commonly stand: at the top, or in the answers that portals give to their own pages
PATHS: tuple[jsonparts.Path, ...] = (
    (), *((name,) for name in dict.fromkeys((*_INNER, *_OUTER))), *((outer, inner) for outer in _OUTER for inner in _INNER if outer != inner),
    *((outer, page, inner) for outer in _OUTER for page in ("page", "pageInfo", "data") for inner in _INNER if outer != page),
)  # fmt: skip
_LOOSE_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\Z", re.ASCII)
_LOOSE_MONTH = re.compile(r"(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*月?\Z", re.ASCII)
_RUN_TOGETHER = re.compile(r"([12]\d{3})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?\Z", re.ASCII)
_COUNTED = re.compile(r"(1\d{9})(\d{3})?\Z", re.ASCII)


def loose_day(value: str) -> str:
    """A date as spreadsheets and city portals write it (2023/1/2 3:04, 2023年1月2日, 2023年1月, 20230102, seconds or milliseconds since 1970), as ISO 8601."""
    value = value.strip()
    if day(value):
        return day(value)
    if found := _LOOSE_MONTH.match(value):
        return day(f"{found[1]}-{int(found[2]):02}")
    if found := _COUNTED.match(value):
        return datetime.fromtimestamp(int(found[1]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if found := _LOOSE_DAY.match(value) or _RUN_TOGETHER.match(value):
        year, month, date, hour, minute, second = found.groups()
        return day(f"{year}-{int(month):02}-{int(date):02}" + (f"T{int(hour):02}:{minute}:{second or '00'}" if hour else ""))
    return ""


def headings(cells: list[str], limits: Limits) -> list[str]:
    """The names of the columns: one without a name is told by its number, one that stands twice by a number behind it. Errors: BadInput (too many)."""
    if len(cells) > limits.columns:
        raise BadInput(
            "input.columns", Say(gettext_noop("The table has %(found)s columns, more than %(most)s."), {"found": len(cells), "most": limits.columns}),
            Say(gettext_noop("Leave out the columns that say nothing of the datasets.")),
        )  # fmt: skip
    names: dict[str, None] = {}
    again: dict[str, int] = {}
    for number, cell in enumerate(cells, 1):
        name = said = cell.strip() or f"column {number}"
        while name in names:
            again[said] = again.get(said, 1) + 1
            name = f"{said} ({again[said]})"
        names[name] = None
    return list(names)


def read_json(file: IO[bytes], mapping: Mapping, head: jsonparts.Head, limits: Limits, *, by_line: bool) -> Iterator[Row]:
    paths = (mapping.path,) if mapping.path else PATHS
    parts = jsonparts.lines(file, limits) if by_line else jsonparts.records(file, paths, head, limits)
    for number, (at, record) in enumerate(parts, 1):
        where = f"line {at}" if by_line else f"byte {at}"
        if isinstance(record, dict):
            if number == 1:
                _columns_there(record, mapping)
            yield row(number, where, entry(record, mapping))
        else:
            yield no_record(number, where)


def read_csv(file: IO[bytes], mapping: Mapping, limits: Limits) -> Iterator[Row]:
    csv.field_size_limit(limits.cell)
    text = io.TextIOWrapper(file, "utf-8", newline="")
    rows = csv.reader(text, delimiter=mapping.delimiter, strict=True)
    try:
        for _ in range(mapping.skip):
            next(rows, None)
        names = headings(_without_blanks(next(rows, []), 0), limits)
        _columns_there(dict.fromkeys(names), mapping)
        for number, row_of_cells in enumerate(rows, 1):
            where = f"line {rows.line_num}"
            if not any(cell.strip() for cell in row_of_cells):
                continue
            cells = _without_blanks(row_of_cells, len(names))
            if len(cells) != len(names):
                finding = Say(gettext_noop("The row has %(found)s cells where the heading has %(expected)s."), {"found": len(cells), "expected": len(names)})
                yield Row(number, where, None, [finding])
                continue
            yield row(number, where, entry(dict(zip(names, cells, strict=True)), mapping))
    except csv.Error as error:
        cut = "unexpected end" in str(error)
        raise BadInput(
            "input.cut" if cut else "input.syntax",
            Say(gettext_noop("The file ends too early: a bracket or a quote is never closed.")) if cut else Say(gettext_noop("The table cannot be read: %(error)s."), {"error": str(error)}),
            Say(gettext_noop("Correct it at the place named, or get the file again.")), f"line {rows.line_num}",
        ) from error
    finally:
        text.detach()


def _without_blanks(cells: list[str], least: int) -> list[str]:
    """Without blank cells at the end, which spreadsheets leave there, down to `least`."""
    end = len(cells)
    while end > least and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _columns_there(record: dict[str, Any], mapping: Mapping) -> None:
    """Errors: BadInput when the file has none of the columns that hold a title or make the key."""
    titles = [name for kind in ("title", "title_zh", "title_en") if kind in mapping.fields for name in mapping.fields[kind].names]
    lost = [name for name in mapping.key if name not in record] or ([] if any(name in record for name in titles) else titles)
    if lost:
        raise BadInput(
            "mapping.column", Say(gettext_noop("The file has no column %(names)s. It has: %(found)s."), {"names": ", ".join(lost), "found": ", ".join(map(str, record))[:500]}),
            Say(gettext_noop("Name the file's own columns in the mapping file, and its delimiter.")), ", ".join(lost),
        )


def entry(record: dict[str, Any], mapping: Mapping) -> Entry:
    fields = Fields(record)
    found = Entry(received=scrubbed(record), license=mapping.license)
    for kind, name, language in _TEXTS:
        if name in mapping.fields:
            getattr(found, kind).update(tagged(" ".join(unique(_values(fields, mapping.fields[name]))), language or mapping.language))
    for kind in ("keywords", "themes"):
        if kind in mapping.fields:
            setattr(found, kind, unique(_values(fields, mapping.fields[kind])))
    if "license" in mapping.fields:
        found.license = " ".join(_values(fields, mapping.fields["license"]))
    for kind, check in (("issued", loose_day), ("modified", loose_day), ("page", web_address)):
        if kind in mapping.fields:
            setattr(found, kind, _first(fields, mapping.fields[kind], check))
    parts = [clean(record.get(name)) for name in mapping.key]
    if parts and (all(parts) or (any(parts) and found.title)):  # without a title half a key tells nothing apart
        found.key = " | ".join(parts)
    found.access = _access(fields, mapping)
    found.distributions = _distributions(fields, mapping)
    for name in mapping.key:
        fields.take(name)
    found.kept = fields.left
    return found


def _values(fields: Fields, column: Column) -> list[str]:
    """The texts of the columns; a column with anything but texts stays where it was."""
    found: list[str] = []
    for name in column.names:
        for word in fields.words(name):
            found += [part.strip() for part in re.split(f"[{re.escape(column.split)}]", word)] if column.split else [word]
    return found


def _first(fields: Fields, column: Column, check: Any) -> str:
    """The first value that passes; one that does not stays among the fields without a place."""
    for name in column.names:
        value: str = check(clean(fields.record.get(name)))
        if value:
            fields.take(name)
            return value
    return ""


def _access(fields: Fields, mapping: Mapping) -> str:
    """The level behind the source's word, which is kept too: it often says more than the level."""
    if not mapping.access_from:
        return Access.PUBLIC
    return mapping.access_values.get(clean(fields.record.get(mapping.access_from)), mapping.access_otherwise)


def _distributions(fields: Fields, mapping: Mapping) -> list[dict[str, Any]]:
    address = _first(fields, mapping.fields["url"], web_address) if "url" in mapping.fields else ""
    formats = unique(sorted(_values(fields, mapping.fields["formats"]))) if "formats" in mapping.fields else []
    rows = [{"format": name, **({"access_url": address} if address else {})} for name in formats]
    return rows or ([{"access_url": address}] if address else [])
