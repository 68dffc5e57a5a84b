"""A file of rows as an operator hands it in: CSV with a heading, or JSON. Only its shape is read here; what a row may say is judged by the act."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop

from exchange.determination.rows import NUMBERS, REQUIRED, SEVERAL, columns
from kernel.decision import Say

LARGEST = 2 * 1024 * 1024
SEPARATORS = str.maketrans({"；": ";", "|": ";"})


class FileError(Exception):
    """The file as a whole cannot be read; `say` tells why."""

    def __init__(self, msgid: str, **params: Any) -> None:
        self.say = Say(msgid, params)
        super().__init__(msgid)


@dataclass(frozen=True, slots=True)
class Rows:
    """`rows` in the file's order, numbered from 1 without the heading; `faults` are those whose shape is wrong."""

    rows: list[Any]
    faults: Mapping[int, Say] = field(default_factory=dict)


def read(kind: str, content: bytes) -> Rows:
    """Errors: FileError."""
    if len(content) > LARGEST:
        raise FileError(gettext_noop("The file is larger than %(most)s MB."), most=LARGEST // 1024 // 1024)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(gettext_noop("The file is not UTF-8: save it as UTF-8 and hand it in again.")) from error
    if not text.strip():
        raise FileError(gettext_noop("The file is empty."))
    return Rows(_json(text)) if text.lstrip()[0] in "[{" else _csv(kind, text)


def _json(text: str) -> list[Any]:
    """A list of objects, or an object whose `rows` are one."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise FileError(gettext_noop("The JSON cannot be read: look at line %(line)s."), line=line) from error
    rows = found.get("rows") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise FileError(gettext_noop("The JSON is neither a list of rows nor an object with rows."))
    return rows


def _csv(kind: str, text: str) -> Rows:
    first = text.split("\n", 1)[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first and "," not in first else ",", strict=True)
    rows: list[Any] = []
    faults: dict[int, Say] = {}
    try:
        heading = _heading(kind, next(lines))
        for line in lines:
            if not any(cell.strip() for cell in line):
                continue
            if len(line) != len(heading):
                faults[len(rows) + 1] = Say(gettext_noop("it has %(count)s cells, and the heading has %(columns)s."), {"count": len(line), "columns": len(heading)})
            rows.append({name: _cell(name, cell.strip()) for name, cell in zip(heading, line, strict=False) if cell.strip()})
    except csv.Error as error:
        raise FileError(gettext_noop("The CSV cannot be read: look at line %(line)s."), line=lines.line_num) from error
    return Rows(rows, faults)


def _heading(kind: str, line: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in line]
    wrong = sorted({name for name in names if name not in columns(kind) or names.count(name) > 1})
    missing = [name for name in REQUIRED[kind] if name not in names]
    if wrong or missing:
        raise FileError(
            gettext_noop("The first line names the columns. Not known or named twice: %(wrong)s. Missing: %(missing)s. The columns are %(known)s."),
            wrong=", ".join(wrong)[:100] or "-", missing=", ".join(missing) or "-", known=", ".join(columns(kind)),
        )  # fmt: skip
    return names


def _cell(name: str, text: str) -> Any:
    """A cell with several names separates them by semicolons. A number that is none stays text, and the act refuses it."""
    if name in SEVERAL:
        return [part.strip() for part in text.translate(SEPARATORS).split(";") if part.strip()]
    return int(text) if name in NUMBERS and text.isascii() and text.isdigit() and len(text) <= 12 else text
