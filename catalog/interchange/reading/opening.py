"""From what was sent to plain UTF-8 text: archives are unpacked within limits, encodings checked, nothing is written by a member's name."""

from __future__ import annotations

import codecs
import gzip
import os
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, Protocol

from django.utils.translation import gettext_noop

from catalog.interchange.reading.limits import LIMITS, BadInput, Limits
from kernel.decision import Say

CHUNK = 256 * 1024
ENCODINGS = ("auto", "utf-8", "gb18030", "gbk", "big5", "utf-16", "latin-1")
_AGAIN = gettext_noop("Get the file again from its source and send it whole.")
_SMALLER = gettext_noop("Split the catalog into several files and import them one by one.")


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@contextmanager
def opened(file: BinaryIO, *, encoding: str = "utf-8", limits: Limits = LIMITS) -> Iterator[IO[bytes]]:
    """The text in `file` as UTF-8 bytes without a mark at the beginning, checked from end to end. Errors: BadInput."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size > limits.file:
        raise _too_large(limits)
    start = file.read(4)
    file.seek(0)
    with tempfile.TemporaryFile() as plain:
        if start.startswith(b"PK"):
            _unzip(file, plain, limits)
        elif start.startswith(b"\x1f\x8b"):
            _inflate(file, plain, limits, size)
        else:
            _copy(file, plain, limits.file, limits)
        with tempfile.TemporaryFile() as text:
            _to_utf8(plain, text, encoding, limits)
            yield text


def _unzip(file: BinaryIO, to: IO[bytes], limits: Limits) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            member = _member(archive.infolist(), limits)
            with archive.open(member) as packed:
                _copy(packed, to, min(limits.file, max(member.compress_size, 1024) * limits.ratio), limits, bomb=True)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadInput("archive.broken", Say(gettext_noop("The archive is damaged or cut off.")), Say(_AGAIN)) from error
    except (NotImplementedError, RuntimeError) as error:
        raise BadInput("archive.kind", Say(gettext_noop("The archive is encrypted or packed in a way that is not read here.")), Say(gettext_noop("Pack it as an ordinary zip or gzip."))) from error


def _member(members: list[zipfile.ZipInfo], limits: Limits) -> zipfile.ZipInfo:
    """The only file in the archive. Errors: BadInput for names that lead out of it, links, and anything but one file."""
    if len(members) > limits.members:
        raise BadInput("archive.members", Say(gettext_noop("The archive holds more than %(most)s files."), {"most": limits.members}), Say(gettext_noop("Pack only the catalog's file.")))
    for member in members:
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0] or "\x00" in name:
            raise BadInput(
                "archive.path", Say(gettext_noop("A name in the archive leads out of it: %(name)s."), {"name": name[:200]}), Say(gettext_noop("Pack the file again under a plain name.")), name[:200],
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise BadInput("archive.link", Say(gettext_noop("The archive holds a link instead of a file.")), Say(gettext_noop("Pack the file itself.")), name[:200])
    files = [member for member in members if not member.is_dir()]
    if len(files) != 1:
        raise BadInput("archive.one_file", Say(gettext_noop("The archive holds %(number)s files where one is read."), {"number": len(files)}), Say(gettext_noop("Pack only the catalog's file.")))
    if files[0].file_size > limits.file or files[0].file_size > max(files[0].compress_size, 1024) * limits.ratio:
        raise _bomb(limits)
    return files[0]


def _inflate(file: BinaryIO, to: IO[bytes], limits: Limits, size: int) -> None:
    try:
        with gzip.GzipFile(fileobj=file) as packed:
            _copy(packed, to, min(limits.file, max(size, 1024) * limits.ratio), limits, bomb=True)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput("archive.broken", Say(gettext_noop("The archive is damaged or cut off.")), Say(_AGAIN)) from error


def _copy(source: _Readable, to: IO[bytes], most: int, limits: Limits, *, bomb: bool = False) -> None:
    copied = 0
    while chunk := source.read(CHUNK):
        copied += len(chunk)
        if copied > most:
            raise _bomb(limits) if bomb else _too_large(limits)
        to.write(chunk)
    to.seek(0)


def _to_utf8(plain: IO[bytes], to: IO[bytes], encoding: str, limits: Limits) -> None:
    if encoding not in ENCODINGS:
        raise BadInput("mapping.encoding", Say(gettext_noop("The encoding %(name)s is not known."), {"name": encoding[:40]}), Say(gettext_noop("Use one of: %(names)s."), {"names": ", ".join(ENCODINGS)}))
    if encoding == "auto":
        encoding = _told(plain)
    decoder = codecs.getincrementaldecoder(encoding)()
    at = line = 0
    first = True
    while True:
        chunk = plain.read(CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            cut = not chunk
            raise BadInput(
                "input.cut" if cut else "input.encoding",
                Say(gettext_noop("The file ends in the middle of a character.")) if cut else Say(gettext_noop("The text is not encoded in %(encoding)s."), {"encoding": encoding}),
                Say(_AGAIN) if cut else Say(gettext_noop("Save it as UTF-8, or name its encoding in the mapping file.")), f"byte {at + error.start}",
            ) from error
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        if "\x00" in text:
            raise BadInput("input.binary", Say(gettext_noop("The file holds NUL characters: it is no text, or not in this encoding.")), Say(gettext_noop("Save it as UTF-8, or name its encoding in the mapping file.")), f"byte {at}")
        data = text.encode("utf-8", "surrogatepass")
        longest = _longest(data, line)
        if longest > limits.line:
            raise BadInput(
                "input.line", Say(gettext_noop("A line is longer than %(most)s MB."), {"most": limits.line // 1024**2}), Say(gettext_noop("Write one record a line, or indent the file.")), f"byte {at}",
            )
        line = len(data) - data.rfind(b"\n") - 1 if b"\n" in data else line + len(data)
        to.write(data)
        at += len(chunk)
        if not chunk:
            break
    if to.tell() == 0:
        raise BadInput("input.empty", Say(gettext_noop("The file is empty.")), Say(_AGAIN))
    to.seek(0)


def _told(plain: IO[bytes]) -> str:
    """UTF-16 by its mark, UTF-8 if all of it is, else GB18030, in which Chinese tables of spreadsheets are. UTF-8 for what is none of these: that is what it should be."""
    mark = plain.read(2)
    plain.seek(0)
    if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    return next((name for name in ("utf-8", "gb18030") if _is_all(plain, name)), "utf-8")


def _is_all(plain: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := plain.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        plain.seek(0)
    return True


def _longest(data: bytes, begun: int) -> int:
    lines = data.split(b"\n")
    return max([begun + len(lines[0]), *map(len, lines[1:])])


def _too_large(limits: Limits) -> BadInput:
    return BadInput("input.too_large", Say(gettext_noop("The file is larger than %(most)s MB."), {"most": limits.file // 1024**2}), Say(_SMALLER))


def _bomb(limits: Limits) -> BadInput:
    return BadInput("archive.bomb", Say(gettext_noop("The archive unpacks to more than %(ratio)s times its size, or to more than %(most)s MB."), {"ratio": limits.ratio, "most": limits.file // 1024**2}), Say(gettext_noop("Send the file unpacked.")))
