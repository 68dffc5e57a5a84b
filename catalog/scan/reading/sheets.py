"""XLSX -> a CSV that the profile reads: row by row, in bounded memory, with everything looked at before anything is believed.

A workbook is a ZIP of XML. Its parts are read once for their real sizes and for what has no place in it (entities, text that is not
UTF-8) before openpyxl streams the one sheet with data. Names of parts are never used as paths.
"""

from __future__ import annotations

import csv
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from catalog.scan.reading.faults import Unreadable

CHUNK = 1024 * 1024
MOST_PARTS = 2_000
# a large sheet of numbers packs to a fiftieth; far beyond that is a bomb
RATIO, RATIO_FROM = 250, 64 * 1024 * 1024
# texts used in many cells stand in one part, which is held in memory
LARGEST_TEXTS = 256 * 1024 * 1024
WORKBOOK, TEXTS = "xl/workbook.xml", "xl/sharedStrings.xml"


def is_workbook(archive: zipfile.ZipFile) -> bool:
    return WORKBOOK in archive.namelist() and "[Content_Types].xml" in archive.namelist()


def as_csv(raw: Path, target: Path, most: int, tick: Callable[[int], None]) -> Path:
    """`most` bytes at most, unpacked and written. Errors: Unreadable."""
    import openpyxl

    _look_through(raw, most, tick)
    warnings.simplefilter("ignore")  # openpyxl warns of styles it does not know
    try:
        with raw.open("rb") as file:  # the form is told by what is in it, not by a name
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            _write(_the_one_with_data([_rows(sheet) for sheet in book.worksheets]), target, most, tick)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        raise Unreadable("broken") from error
    return target


def _look_through(raw: Path, most: int, tick: Callable[[int], None]) -> None:
    """The size that a part claims is not believed: it is counted while it is unpacked."""
    packed, read = raw.stat().st_size, 0
    try:
        with zipfile.ZipFile(raw) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise Unreadable("archive_members", count=len(parts))
            for part in parts:
                if part.flag_bits & 1:
                    raise Unreadable("archive_locked")
                own, before = 0, b""
                with archive.open(part) as file:
                    while chunk := file.read(CHUNK):
                        own, read = own + len(chunk), read + len(chunk)
                        if read > most or (read > RATIO_FROM and read > RATIO * packed) or (part.filename == TEXTS and own > LARGEST_TEXTS):
                            raise Unreadable("archive_bomb", most=most)
                        if part.filename.endswith((".xml", ".rels", ".vml")):
                            if any(word in before + chunk for word in (b"<!DOCTYPE", b"<!ENTITY", b"\x00")):
                                raise Unreadable("sheet_unsafe")
                            before = chunk[-16:]
                        tick(read)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise Unreadable("archive_broken") from error


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Rows without empty cells at their end; charts have none."""
    if not hasattr(sheet, "iter_rows"):
        return
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    for row in sheet.iter_rows(values_only=True):
        cells = [_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _the_one_with_data(sheets: list[Iterator[list[str]]]) -> Iterator[list[str]]:
    """A second sheet with data would go unread, and nobody would know what is in it. Errors: Unreadable."""
    found: list[tuple[list[str], Iterator[list[str]]]] = []
    for rows in sheets:
        first = next((row for row in rows if row), None)
        if first is not None:
            found.append((first, rows))
    if not found:
        raise Unreadable("empty")
    if len(found) > 1:
        raise Unreadable("sheets")
    first, rest = found[0]

    def all_rows() -> Iterator[list[str]]:
        yield first
        yield from rest

    return all_rows()


def _write(rows: Iterator[list[str]], target: Path, most: int, tick: Callable[[int], None]) -> None:
    width = 0
    with target.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number, row in enumerate(rows, 1):
            width = width or len(row)
            if len(row) > width:
                raise Unreadable("broken_at", line=number)
            if not row:
                continue
            writer.writerow([*row, *[""] * (width - len(row))])
            if number % 2_000 == 0:
                tick(out.tell())
                if out.tell() > most:
                    raise Unreadable("archive_bomb", most=most)


def _text(value: Any) -> str:
    """A cell as it would stand in a CSV: whole numbers without a fraction, days without an hour."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value).replace("\x00", "\ufffd")
