"""The objects of a JSON array one after another, as their own bytes, without reading the array as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

LARGEST_OBJECT = 16 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_MARK = re.compile(rb'["{}\[\]]')
_STRING_END = re.compile(rb'(?:[^"\\]|\\.)*+"', re.DOTALL)
_BETWEEN = re.compile(rb"[ \t\r\n,]*+")


class CannotCut(ValueError):
    """The file cannot be cut; the argument is a code: form, encoding, malformed, not_objects, no_field, long_line."""

    @property
    def code(self) -> str:
        return str(self.args[0])


def objects(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Errors: CannotCut when the text is no array of objects."""
    buffer, opened, closed = b"", False, False
    for chunk in chunks:
        buffer += chunk
        if not opened:
            buffer = buffer.removeprefix(_BOM).lstrip(b" \t\r\n")
            if not buffer or _BOM.startswith(buffer):
                continue
            if not buffer.startswith(b"["):
                raise CannotCut("not_objects")
            buffer, opened = buffer[1:], True
        at = 0
        while not closed:
            at = _next(buffer, at)
            mark = buffer[at : at + 1]
            if mark == b"]":
                at, closed = at + 1, True
                break
            if mark not in (b"{", b""):
                raise CannotCut("not_objects")
            end = _end(buffer, at)
            if end is None:
                break
            yield buffer[at:end]
            at = end
        buffer = buffer[at:]
        if closed and buffer.strip():
            raise CannotCut("malformed")
        if len(buffer) > LARGEST_OBJECT:
            raise CannotCut("long_line")
    if not closed:
        raise CannotCut("malformed")


def _next(text: bytes, at: int) -> int:
    """Past what stands between two objects."""
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _end(text: bytes, at: int) -> int | None:
    """Where the object that begins here ends, or None while it is not all there."""
    depth = 0
    while found := _MARK.search(text, at):
        mark, at = found.group(), found.end()
        if mark == b'"':
            string = _STRING_END.match(text, at)
            if string is None:
                return None
            at = string.end()
        elif mark in b"{[":
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                return at
    return None
