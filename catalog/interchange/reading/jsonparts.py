"""The records of a JSON file one by one, without holding the file: brackets are counted here, each record is parsed for itself.

What stands around the records is kept as the head. Depth and length are limited, so that neither costs more than its limit.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

import orjson
from django.utils.translation import gettext_noop

from catalog.interchange.reading.limits import BadInput, Limits
from kernel.decision import Say

# a whole string, a bracket, or a quote that never closes; possessive, so that a long string costs no memory
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}"]', re.DOTALL)
_CLOSES = {ord("]"): ord("["), ord("}"): ord("{")}
Path = tuple[str, ...]


@dataclass(slots=True)
class Head:
    """What a JSON file says around its records, filled when the last one was read."""

    document: Any = None
    found: Path | None = None
    text: bytearray = field(default_factory=bytearray)


def records(file: IO[bytes], paths: tuple[Path, ...], head: Head, limits: Limits) -> Iterator[tuple[int, Any]]:
    """(byte, value) of each element of the first list found at one of `paths`. Errors: BadInput (syntax, cut, depth, length)."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        yield from _walk(text, paths, head, limits)


def _walk(text: mmap.mmap, paths: tuple[Path, ...], head: Head, limits: Limits) -> Iterator[tuple[int, Any]]:
    stack: list[tuple[int, str | None]] = []
    kept = 0  # from here on the text belongs to the head
    within = -1  # the depth of the list that holds the records, while inside it
    begun = -1
    string: tuple[int, int] | None = None
    for match in _TOKEN.finditer(text):
        at, end = match.span()
        sign = text[at]
        if sign == 34:
            if end - at == 1:
                raise cut(at)
            string = (at, end)
        elif sign in b"[{":
            if len(stack) >= limits.depth:
                raise BadInput("input.depth", Say(gettext_noop("Lists and objects are nested deeper than %(most)s."), {"most": limits.depth}), Say(gettext_noop("No catalog needs this. Check where the file comes from.")), f"byte {at}")
            name = _key(text, string, at) if len(stack) < 8 else None
            stack.append((sign, name))
            if within < 0 and sign == 91 and head.found is None and _path(stack) in paths:
                within, head.found = len(stack), _path(stack)
                _keep(head, text, kept, end, limits)
                kept = end
            elif len(stack) == within + 1 and within > 0 and begun < 0:
                yield from _between(text, kept, at)
                begun = at
        else:
            if not stack or stack[-1][0] != _CLOSES[sign]:
                raise syntax(at)
            stack.pop()
            if begun >= 0 and len(stack) == within:
                yield begun, parsed(text[begun:end], begun)
                kept, begun = end, -1
            elif within > 0 and len(stack) == within - 1:
                yield from _between(text, kept, at)
                kept, within = at, -1
        if begun >= 0 and end - begun > limits.record:
            raise BadInput("input.record", Say(gettext_noop("One record is larger than %(most)s MB."), {"most": limits.record // 1024**2}), Say(gettext_noop("Take the data itself out of the catalog's record.")), f"byte {begun}")
    if stack:
        raise cut(len(text))
    _keep(head, text, kept, len(text), limits)
    head.document = parsed(bytes(head.text), 0)


def _between(text: mmap.mmap, start: int, end: int) -> Iterator[tuple[int, Any]]:
    """Elements that are no object and no list: values of their own, told as they stand."""
    gap = text[start:end].strip(b" \t\r\n,")
    if gap:
        for value in parsed(b"[" + gap + b"]", start):
            yield start, value


def _keep(head: Head, text: mmap.mmap, start: int, end: int, limits: Limits) -> None:
    if len(head.text) + end - start > limits.record:
        raise BadInput("input.record", Say(gettext_noop("One record is larger than %(most)s MB."), {"most": limits.record // 1024**2}), Say(gettext_noop("Take the data itself out of the catalog's record.")), f"byte {start}")
    head.text += text[start:end]


def _key(text: mmap.mmap, string: tuple[int, int] | None, at: int) -> str | None:
    """The name before this bracket, where one stands."""
    if string is None or at - string[1] > 64 or text[string[1] : at].strip() != b":":
        return None
    return text[string[0] + 1 : string[1] - 1].decode(errors="replace")


def _path(stack: list[tuple[int, str | None]]) -> Path:
    return tuple(name if name is not None else "*" for _, name in stack[1:])


def parsed(raw: bytes, at: int) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise syntax(at + error.pos) from error


def lines(file: IO[bytes], limits: Limits) -> Iterator[tuple[int, Any]]:
    """(line, value) of a file with one JSON value a line."""
    number = 0
    while raw := file.readline(limits.record + 1):
        number += 1
        if len(raw) > limits.record:
            raise BadInput("input.record", Say(gettext_noop("One record is larger than %(most)s MB."), {"most": limits.record // 1024**2}), Say(gettext_noop("Take the data itself out of the catalog's record.")), f"line {number}")
        if raw.strip():
            shallow(raw, limits, f"line {number}")
            try:
                yield number, orjson.loads(raw)
            except orjson.JSONDecodeError as error:
                where = f"line {number}"
                raise BadInput("input.syntax", Say(gettext_noop("This is no valid JSON.")), Say(gettext_noop("Correct it at the place named, or get the file again.")), where) from error


def shallow(raw: bytes, limits: Limits, where: str = "") -> None:
    """Errors: BadInput when brackets are nested too deep."""
    depth = 0
    for match in _TOKEN.finditer(raw):
        sign = raw[match.start()]
        depth += (sign in b"[{") - (sign in b"]}")
        if depth > limits.depth:
            raise BadInput("input.depth", Say(gettext_noop("Lists and objects are nested deeper than %(most)s."), {"most": limits.depth}), Say(gettext_noop("No catalog needs this. Check where the file comes from.")), where or f"byte {match.start()}")


def cut(at: int) -> BadInput:
    return BadInput("input.cut", Say(gettext_noop("The file ends too early: a bracket or a quote is never closed.")), Say(gettext_noop("Get the file again from its source and send it whole.")), f"byte {at}")


def syntax(at: int) -> BadInput:
    return BadInput("input.syntax", Say(gettext_noop("This is no valid JSON.")), Say(gettext_noop("Correct it at the place named, or get the file again.")), f"byte {at}")
