"""From the raw bytes to a file that can be read: gzip and zip undone within bounds, text brought to UTF-8.

An archive holds one file, whose name leads nowhere; what grows beyond the bounds is refused while it grows. Text is UTF-8 (with or
without a byte order mark) or GB18030, told apart by reading all of it: nothing is guessed from a part and nothing is replaced.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from catalog.scan.reading.faults import Unreadable
from catalog.scan.reading.sheets import as_csv, is_workbook

CHUNK = 1024 * 1024
# a text packs to a tenth or a hundredth; far beyond that is a bomb
RATIO, RATIO_FROM = 250, 64 * 1024 * 1024
DEEPEST, LONGEST_STRING = 200, 8 * 1024 * 1024
_STRING, _BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL), re.compile(rb"[\[\]{}]")
GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
_OTHER_MARKS = {codecs.BOM_UTF32_LE: "UTF-32", codecs.BOM_UTF32_BE: "UTF-32", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
TEXTS = ("csv", "tsv", "json", "jsonl")
ENDINGS = {".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".tab": "tsv", ".json": "json", ".geojson": "", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".pq": "parquet"}
MEDIA_TYPES = {"text/csv": "csv", "text/tab-separated-values": "tsv", "application/json": "json", "application/x-ndjson": "jsonl", "application/vnd.apache.parquet": "parquet"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A plain file of a known form; `encoding` is "" where it is no text."""

    path: Path
    form: str
    encoding: str


def open_raw(raw: Path, name: str, media_type: str, most: int, tick: Callable[[int], None]) -> Opened:
    """`most` bytes at most once unpacked; `tick` is told how many have been read. Errors: Unreadable."""
    with raw.open("rb") as file:
        head = file.read(4)
    path, inner = raw, name
    if head[:2] == GZIP:
        inner = name[:-3] if name.lower().endswith(".gz") else name
        path = _gunzipped(raw, most, tick)
    elif head == ZIP:
        if _is_workbook(raw):
            return Opened(as_csv(raw, raw.with_name("sheet"), most, tick), "xlsx", "")
        path, inner = _unzipped(raw, most, tick)
    form = _form(path, inner, media_type)
    if form == "parquet":
        return Opened(path, form, "")
    plain, encoding = _as_utf8(path, tick)
    if form in ("json", "jsonl"):
        _not_too_deep(plain)
    return Opened(plain, form, encoding)


def _form(path: Path, name: str, media_type: str) -> str:
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    form = ENDINGS.get(ending, MEDIA_TYPES.get(media_type.partition(";")[0].strip().lower(), ""))
    with path.open("rb") as file:
        head = file.read(64).removeprefix(codecs.BOM_UTF8).lstrip()
    if not head:
        raise Unreadable("empty")
    if head[:4] == ZIP or head[:2] == GZIP:
        raise Unreadable("archive_nested")
    if (head[:4] == PARQUET) != (form == "parquet") or not form:
        raise Unreadable("form")
    if form == "json" and head[:1] == b"{":  # objects line by line are often called JSON
        return "jsonl"
    return form


def _not_too_deep(path: Path) -> None:
    """Brackets within strings are left out. Errors: Unreadable."""
    depth, held = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            # a string that goes over the end of a chunk is looked at with the next one
            plain = _STRING.sub(b"", held + chunk)
            quote = plain.rfind(b'"')
            held = plain[quote:] if quote >= 0 and len(plain) - quote < LONGEST_STRING else b""
            for bracket in _BRACKET.findall(plain[:quote] if held else plain):
                depth += 1 if bracket in b"[{" else -1
                if depth > DEEPEST:
                    raise Unreadable("too_deep", most=DEEPEST)


def _is_workbook(raw: Path) -> bool:
    try:
        with zipfile.ZipFile(raw) as archive:
            return is_workbook(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise Unreadable("archive_broken") from error


def _gunzipped(raw: Path, most: int, tick: Callable[[int], None]) -> Path:
    try:
        with raw.open("rb") as packed, gzip.GzipFile(fileobj=packed) as file:
            return _poured(file, raw.with_name("plain"), most, raw.stat().st_size, tick)  # type: ignore[arg-type]
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unreadable("archive_broken") from error


def _unzipped(raw: Path, most: int, tick: Callable[[int], None]) -> tuple[Path, str]:
    try:
        with zipfile.ZipFile(raw) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX/")]
            if any(_leads_away(one.filename) for one in archive.infolist()):
                raise Unreadable("archive_path")
            if len(members) != 1:
                raise Unreadable("archive_members", count=len(members))
            if members[0].flag_bits & 1:
                raise Unreadable("archive_locked")
            with archive.open(members[0]) as file:
                return _poured(file, raw.with_name("plain"), most, members[0].compress_size, tick), members[0].filename
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise Unreadable("archive_broken") from error


def _leads_away(name: str) -> bool:
    return name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/") or "\x00" in name


def _poured(source: IO[bytes], target: Path, most: int, packed: int, tick: Callable[[int], None]) -> Path:
    written = 0
    with target.open("wb") as out:
        while chunk := source.read(CHUNK):
            written += len(chunk)
            if written > most or (written > RATIO_FROM and written > RATIO * max(packed, 1)):
                raise Unreadable("archive_bomb", most=most)
            out.write(chunk)
            tick(written)
    return target


def _as_utf8(path: Path, tick: Callable[[int], None]) -> tuple[Path, str]:
    """The text as UTF-8 without a mark; the file itself where it is that already."""
    with path.open("rb") as file:
        head = file.read(4)
    for mark, named in _OTHER_MARKS.items():
        if head.startswith(mark):
            raise Unreadable("encoding_named", encoding=named)
    if _is_utf8(path, tick):
        return path, "UTF-8"
    return _from_gb18030(path, tick), "GB18030"


def _is_utf8(path: Path, tick: Callable[[int], None]) -> bool:
    decoder, read = codecs.getincrementaldecoder("utf-8")(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            read += len(chunk)
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError:
                return False
            if "\x00" in text:
                raise Unreadable("binary")
            tick(read)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Unreadable("cut") from error
    return True


def _from_gb18030(path: Path, tick: Callable[[int], None]) -> Path:
    """Every sequence must be one, and the characters beyond ASCII must be those that Chinese text is made of."""
    decoder, target, read, first = codecs.getincrementaldecoder("gb18030")(), path.with_name("utf8"), 0, True
    with path.open("rb") as file, target.open("wb") as out:
        try:
            while chunk := file.read(CHUNK):
                read += len(chunk)
                text = decoder.decode(chunk)
                if "\x00" in text:
                    raise Unreadable("binary")
                if first and not _is_chinese(text):
                    raise Unreadable("encoding")
                first = False
                out.write(text.encode())
                tick(read)
            out.write(decoder.decode(b"", final=True).encode())
        except UnicodeDecodeError as error:
            raise Unreadable("encoding") from error
    return target


def _is_chinese(text: str) -> bool:
    beyond = [letter for letter in text if ord(letter) > 0x7F]
    return sum(_is_common(letter) for letter in beyond) >= 0.8 * len(beyond)


def _is_common(letter: str) -> bool:
    """In the list of 1980, which holds what is commonly written."""
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
