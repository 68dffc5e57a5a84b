"""A table cut to chosen fields, as a stream in flat memory: CSV, TSV, JSON (an array of objects) and JSON Lines.

A column belongs to the field of the data dictionary that has its name, or, where no name fits, to the one field with that meaning.
A column that belongs to no field, or to one that was not chosen, is left out. What cannot be read for certain is not guessed: it
is an error, and nothing is delivered. Pure: bytes in, bytes out, the same ones each time.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import orjson

from exchange.transfer.projecting.objects import CannotCut, objects

LONGEST_LINE = 16 * 1024 * 1024
BATCH = 64 * 1024
CSV, TSV, JSON, LINES = "csv", "tsv", "json", "jsonl"
FORMS = {"text/csv": CSV, "text/tab-separated-values": TSV, "application/json": JSON, "application/x-ndjson": LINES}
ENDINGS = {".tsv": TSV, ".tab": TSV, ".jsonl": LINES, ".ndjson": LINES}


def form_of(media_type: str, name: str) -> str:
    """How this file is cut; "" when it cannot be."""
    form = FORMS.get(media_type.partition(";")[0].strip().lower(), "")
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    return ENDINGS.get(ending, form) if form else ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns are given: `of` maps a column's name in one form to its field, `chosen` are the fields that may go."""

    of: dict[str, str]
    chosen: frozenset[str]

    @classmethod
    def make(cls, dictionary: Iterable[tuple[str, str, str]], chosen: Iterable[str]) -> Columns:
        """`dictionary` has name and both meanings of every field of the revision."""
        rows = list(dictionary)
        names = {_plain(name): name for name, _zh, _en in rows}
        meanings = Counter(word for _name, zh, en in rows for word in {_plain(zh), _plain(en)} - {""})
        known = {word: name for name, zh, en in rows for word in (_plain(zh), _plain(en)) if word and meanings[word] == 1}
        return cls(known | names, frozenset(chosen))

    def gives(self, column: str) -> bool:
        return self.of.get(_plain(column)) in self.chosen


def _plain(text: str) -> str:
    return text.strip().casefold()


def cut(chunks: Iterator[bytes], form: str, columns: Columns) -> Iterator[bytes]:
    """The cut file's bytes. Errors: CannotCut, in the middle too."""
    if form in (CSV, TSV):
        return _batched(_table(chunks, "\t" if form == TSV else ",", columns))
    if form == LINES:
        return _batched(_json_lines(chunks, columns))
    if form == JSON:
        return _batched(_json_array(chunks, columns))
    raise CannotCut("form")


def _table(chunks: Iterator[bytes], delimiter: str, columns: Columns) -> Iterator[bytes]:
    rows = csv.reader(_lines(chunks), delimiter=delimiter, strict=True)
    try:
        header = next(rows, [])
        places = [place for place, name in enumerate(header) if columns.gives(name)]
        if not places:
            raise CannotCut("no_field")
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([header[place] for place in places])
        for row in rows:
            if row:
                writer.writerow([row[place] if place < len(row) else "" for place in places])
            if out.tell() >= BATCH:
                yield out.getvalue().encode()
                out.seek(0)
                out.truncate()
        yield out.getvalue().encode()
    except csv.Error as error:
        raise CannotCut("malformed") from error


def _json_lines(chunks: Iterator[bytes], columns: Columns) -> Iterator[bytes]:
    found = False
    for line in _lines(chunks):
        if line.strip():
            kept = _kept(line.encode(), columns)
            found = found or bool(kept)
            yield orjson.dumps(kept) + b"\n"
    if not found:
        raise CannotCut("no_field")


def _json_array(chunks: Iterator[bytes], columns: Columns) -> Iterator[bytes]:
    found, before = False, b"[\n"
    for raw in objects(chunks):
        kept = _kept(raw, columns)
        found = found or bool(kept)
        yield before + orjson.dumps(kept)
        before = b",\n"
    if not found:
        raise CannotCut("no_field")
    yield b"\n]\n"


def _kept(raw: bytes, columns: Columns) -> dict[str, object]:
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise CannotCut("malformed") from error
    if not isinstance(value, dict):
        raise CannotCut("not_objects")
    return {key: held for key, held in value.items() if columns.gives(key)}


def _lines(chunks: Iterator[bytes]) -> Iterator[str]:
    """Lines with their ends, of strict UTF-8 with or without a byte order mark."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    rest = ""
    try:
        for chunk in chunks:
            rest += decoder.decode(chunk)
            *whole, rest = rest.split("\n")
            for line in whole:
                yield line + "\n"
            if len(rest) > LONGEST_LINE:
                raise CannotCut("long_line")
        rest += decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise CannotCut("encoding") from error
    if rest:
        yield rest


def _batched(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of a useful size."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= BATCH:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)
