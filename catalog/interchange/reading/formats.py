"""Which format a file is in, and its rows by the reader of that format. The one entrance for files from outside."""

from __future__ import annotations

import itertools
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO

import rdflib
from django.utils.translation import gettext_noop

from catalog.interchange.reading import ckan, data_json, dcat, graphs, jsonparts, tabular
from catalog.interchange.reading.entry import Row
from catalog.interchange.reading.limits import LIMITS, BadInput, Limits
from catalog.interchange.reading.mapping import Mapping
from catalog.interchange.reading.opening import opened
from kernel.decision import Say

FORMATS = ("dcat", "data-json", "ckan", "tabular")
AUTO = "auto"
HYDRA = "http://www.w3.org/ns/hydra/core#"
SNIFFED = 64 * 1024
Rows = tuple[Iterator[Row], Callable[[], Any]]


@contextmanager
def read(file: BinaryIO, *, form: str = AUTO, mapping: Mapping | None = None, limits: Limits = LIMITS) -> Iterator[Rows]:
    """The rows of a file, and a function that tells (after the last row) what the file says of itself. Errors: BadInput, also while the rows are read."""
    with opened(file, encoding=mapping.encoding if mapping else "utf-8", limits=limits) as text:
        rows, head = _rows(text, form, mapping, limits)
        yield _counted(rows, limits), head


@contextmanager
def read_pages(file: BinaryIO, *, form: str, mapping: Mapping | None, limits: Limits = LIMITS) -> Iterator[Rows]:
    """The rows of several files in a ZIP of ours (a harvest), one after the other, as those of one catalogue. Errors: BadInput, also while the rows are read."""
    heads: list[Any] = []
    yield _counted(_paged(file, form, mapping, limits, heads), limits), lambda: {"pages": heads} if len(heads) > 1 else next(iter(heads), None)


def _paged(file: BinaryIO, form: str, mapping: Mapping | None, limits: Limits, heads: list[Any]) -> Iterator[Row]:
    number = 0
    with zipfile.ZipFile(file) as bundle:
        for at, member in enumerate(bundle.infolist(), 1):
            with tempfile.TemporaryFile() as page:
                with bundle.open(member) as packed:
                    shutil.copyfileobj(packed, page, 256 * 1024)
                with read(page, form=form, mapping=mapping, limits=limits) as (rows, head):
                    for one in rows:
                        number += 1
                        yield Row(number, f"page {at}, {one.where}" if len(bundle.filelist) > 1 else one.where, one.entry, one.reasons)
                    heads.append(head())


def following(page: BinaryIO, address: str, limits: Limits = LIMITS) -> str:
    """The next page that the RDF page at `address` names (hydra:next), or none. Errors: BadInput."""
    with opened(page, encoding="utf-8", limits=limits) as text:
        start = text.read(SNIFFED)
        text.seek(0)
        if not _names_hydra(text) or not _is_graph(start.lstrip()):
            return ""
        found = graphs.graph(text, _syntax(start.lstrip()), limits, address)
    targets = sorted({str(one) for name in ("next", "nextPage") for one in found.objects(None, rdflib.URIRef(HYDRA + name))})
    return targets[0] if targets else ""


def _names_hydra(text: IO[bytes]) -> bool:
    kept = b""
    hit = False
    while not hit and (chunk := text.read(SNIFFED)):
        hit, kept = HYDRA.encode() in kept + chunk, chunk[-len(HYDRA) :]
    text.seek(0)
    return hit


def _is_graph(start: bytes) -> bool:
    try:
        return guessed(start) == "dcat"
    except BadInput:
        return False


def _syntax(start: bytes) -> str:
    xml = start.startswith((b"<?xml", b"<!")) or re.match(rb"<[\w:]*RDF\b", start)
    return "xml" if xml else "json-ld" if start[:1] in (b"{", b"[") else "turtle"


def _rows(text: IO[bytes], form: str, mapping: Mapping | None, limits: Limits) -> Rows:
    start = text.read(SNIFFED)
    text.seek(0)
    body = start.lstrip()
    if form == AUTO:
        form = "tabular" if mapping else guessed(body)
    if form == "dcat":
        graph = graphs.graph(text, _syntax(body), limits)
        return dcat.read(graph), lambda: dcat.head(graph)
    head = jsonparts.Head()
    tell = lambda: head.document if isinstance(head.document, dict) else None  # noqa: E731
    lined = by_line(text, limits)
    if form == "data-json":
        return _found(data_json.read(text, head, limits), head), tell
    if form == "ckan":
        return _found(ckan.read(text, head, limits, by_line=lined), head, lined), tell
    if mapping is None:
        raise BadInput("mapping.missing", Say(gettext_noop("A table says nothing of what its columns mean.")), Say(gettext_noop("Send a mapping file with it.")))
    if body[:1] in (b"{", b"["):
        return _found(tabular.read_json(text, mapping, head, limits, by_line=lined), head, lined), tell
    return tabular.read_csv(text, mapping, limits), lambda: None


def guessed(start: bytes) -> str:
    """The format by the first 64 KiB."""
    no_web_page(start)
    if start[:1] in (b"{", b"["):
        if b'"accessLevel"' in start or b"project-open-data" in start:
            return "data-json"
        if b'"@context"' in start or b'"@graph"' in start or b'"@type"' in start or b"www.w3.org/ns/dcat#" in start:
            return "dcat"
        if b'"resources"' in start or b'"success"' in start or b'"metadata_modified"' in start:
            return "ckan"
    elif start.startswith(b"<") or re.match(rb"\s*(#[^\n]*\n\s*)*(@prefix|@base|PREFIX|BASE)\b", start, re.IGNORECASE):
        return "dcat"
    raise BadInput("input.format", Say(gettext_noop("It cannot be told in which format this catalog is.")), Say(gettext_noop("Name the format; a table needs a mapping file as well.")))


def no_web_page(start: bytes) -> None:
    """Errors: BadInput."""
    if re.match(rb"<(!doctype\s+)?html\b", start, re.IGNORECASE):
        raise BadInput("input.web_page", Say(gettext_noop("This is a web page, no catalog.")), Say(gettext_noop("Send the file that the page offers, not the page itself.")))


def by_line(text: IO[bytes], limits: Limits) -> bool:
    """Whether each line is a JSON value of its own: the first one is, and another one begins below it."""
    some = (line.strip() for line in iter(lambda: text.readline(limits.record), b""))
    first, second = (next((line for line in some if line), b"") for _ in range(2))
    text.seek(0)
    return first.startswith(b"{") and first.endswith(b"}") and second.startswith(b"{")


def nothing() -> BadInput:
    return BadInput("input.nothing", Say(gettext_noop("The file holds no list of datasets where this format has one.")), Say(gettext_noop("Check the format, and for a table the entry path of the mapping file.")))


def _found(rows: Iterator[Row], head: jsonparts.Head, by_line: bool = False) -> Iterator[Row]:
    """Errors: BadInput when no list of records stands where one was looked for."""
    empty = True
    for one in rows:
        empty = False
        yield one
    if empty and not by_line and head.found is None:
        raise nothing()


def _counted(rows: Iterator[Row], limits: Limits) -> Iterator[Row]:
    yield from itertools.islice(rows, limits.records)
    if next(rows, None) is not None:
        raise BadInput("input.records", Say(gettext_noop("The file holds more than %(most)s records."), {"most": limits.records}), Say(gettext_noop("Split the catalog into several files and import them one by one.")))
