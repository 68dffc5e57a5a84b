"""Which bytes a request asks for: single byte ranges and their conditions after RFC 9110, pure.

Several ranges in one request are answered with the whole file, which section 14.2 permits.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=[ \t]*(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))[ \t]*\Z", re.ASCII | re.IGNORECASE)


class NotSatisfiable(ValueError):
    """The range lies outside the file: 416."""


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes [start, end) of a file of `size` bytes; `partial` makes it a 206."""

    start: int
    end: int
    size: int
    partial: bool

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def content_range(self) -> str:
        return f"bytes {self.start}-{self.end - 1}/{self.size}"


def etag(sha256: bytes) -> str:
    """A strong validator: the digest of the whole file."""
    return f'"{sha256.hex()}"'


def digest_header(sha256: bytes) -> str:
    """RFC 9530: a dictionary with one byte sequence."""
    return f"sha-256=:{base64.b64encode(sha256).decode()}:"


def unchanged(if_none_match: str | None, tag: str) -> bool:
    """Whether If-None-Match makes the answer a 304 (weak comparison, RFC 9110 section 13.1.2)."""
    if not if_none_match:
        return False
    given = [item.strip().removeprefix("W/") for item in if_none_match.split(",")]
    return "*" in given or tag in given


def span(header: str | None, size: int, *, if_range: str | None = None, tag: str = "") -> Span:
    """The bytes to send. Errors: NotSatisfiable.

    A header that is malformed, of another unit or of several ranges is ignored; so is a range whose If-Range does not hold."""
    whole = Span(0, size, size, partial=False)
    if not header or (if_range is not None and if_range.strip() != tag):
        return whole
    found = _RANGE.match(header.strip())
    if found is None:
        return whole
    first, last, suffix = found.groups()
    if suffix is not None:
        if int(suffix) == 0 or size == 0:
            raise NotSatisfiable
        return Span(max(0, size - int(suffix)), size, size, partial=True)
    start = int(first)
    if last and int(last) < start:
        return whole  # not a valid range at all
    if start >= size:
        raise NotSatisfiable
    return Span(start, min(int(last) + 1, size) if last else size, size, partial=True)
