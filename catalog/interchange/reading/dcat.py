"""DCAT in any of its forms: each dcat:Dataset of a graph becomes an entry, its whole neighbourhood the record as received."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import reduce
from typing import Any
from urllib.parse import unquote

import orjson
from django.utils.translation import gettext_noop
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDFS, SKOS, Namespace
from rdflib.term import Node

from catalog.interchange.reading.common import access_of, row, unique
from catalog.interchange.reading.entry import UNKNOWN, Access, Entry, Row, clean, day, language_tag, scrubbed, strictest, tagged, web_address
from catalog.interchange.reading.graphs import BASE
from catalog.interchange.reading.limits import BadInput
from kernel.decision import Say

# what an exchange of this kind writes (catalog/interchange/writing): fields without a term, and themes that are words
KEPT, THEME = URIRef("urn:shugang:dcat:kept"), "urn:shugang:theme:"
SPDX = Namespace("http://spdx.org/rdf/terms#")
DEEPEST = 8
LARGEST_TREE = 100_000
_LABELS = (SKOS.prefLabel, RDFS.label, DCTERMS.title, FOAF.name, RDF.value)


def read(graph: Graph) -> Iterator[Row]:
    """The datasets in the order of their keys, so that a run that was interrupted meets the same order again. Errors: BadInput."""
    subjects = {*graph.subjects(RDF.type, DCAT.Dataset), *graph.objects(None, DCAT.dataset)}
    entries = sorted((_Reader(graph, subject).entry() for subject in subjects), key=lambda one: (one.key, one.digest()))
    if not entries and (None, RDF.type, DCAT.Catalog) not in graph:
        raise BadInput("input.nothing", Say(gettext_noop("The graph holds no dcat:Dataset.")), Say(gettext_noop("Check that this is a DCAT catalog.")))
    for number, found in enumerate(entries, 1):
        yield row(number, found.key, found)


def head(graph: Graph) -> dict[str, Any]:
    """What the catalogues in the graph say of themselves, without their datasets."""
    found = [_tree(graph, subject, but=(DCAT.dataset, DCAT.record)) for subject in graph.subjects(RDF.type, DCAT.Catalog)]
    return {"catalogs": sorted(found, key=_in_order)}


class _Reader:
    """One dataset of a graph; `used` are the predicates that found a place."""

    def __init__(self, graph: Graph, subject: Node) -> None:
        self.graph, self.subject = graph, subject
        self.used: set[Node] = {RDF.type}

    def entry(self) -> Entry:
        found = Entry(title=self._texts(DCTERMS.title), description=self._texts(DCTERMS.description), received=scrubbed(_tree(self.graph, self.subject)))
        found.keywords = self._labels(DCAT.keyword)
        found.themes = self._labels(DCAT.theme)
        found.license = next(iter(self._labels(DCTERMS.license)), "")
        found.issued, found.modified = self._day(DCTERMS.issued), self._day(DCTERMS.modified)
        found.page = self._address(DCAT.landingPage)
        found.publisher = self._publisher()
        # a record that says nothing of access was published by its source
        self.used.add(DCTERMS.accessRights)
        levels = (access_of(label(self.graph, value)) for value in self.graph.objects(self.subject, DCTERMS.accessRights))
        found.access = reduce(strictest, levels, str(Access.PUBLIC))
        parts = sorted(self.graph.objects(self.subject, DCAT.distribution), key=str)
        self.used.add(DCAT.distribution)
        found.distributions = sorted((_distribution(self.graph, part) for part in parts), key=_in_order)
        found.key = self._key(found)
        found.kept = self._left()
        return found

    def _key(self, found: Entry) -> str:
        identifiers = sorted(clean(value) for value in self.graph.objects(self.subject, DCTERMS.identifier) if isinstance(value, Literal))
        if identifiers:
            if len(identifiers) == 1:
                self.used.add(DCTERMS.identifier)
            return identifiers[0]
        if isinstance(self.subject, URIRef):
            return str(self.subject).removeprefix(BASE)
        named = [sorted(found.title.items()), found.page, sorted(one.get("access_url", "") + one.get("download_url", "") for one in found.distributions)]
        return "sha256:" + hashlib.sha256(orjson.dumps(named)).hexdigest()

    def _values(self, predicate: Node) -> list[Node]:
        return sorted(self.graph.objects(self.subject, predicate), key=lambda value: (str(getattr(value, "language", "") or ""), str(value)))

    def _texts(self, predicate: Node) -> dict[str, str]:
        """Texts by language. A second one in the same language stays among what has no place."""
        values = self._values(predicate)
        found: dict[str, str] = {}
        whole = True
        for value in values:
            language = language_tag(value.language) if isinstance(value, Literal) and value.language else UNKNOWN
            new = tagged(clean(value), language)
            whole = whole and isinstance(value, Literal) and not set(new) & set(found)
            found = new | found
        if whole:
            self.used.add(predicate)
        return found

    def _labels(self, predicate: Node) -> list[str]:
        values = self._values(predicate)
        if all(_plain(self.graph, value) for value in values):
            self.used.add(predicate)
        return unique(label(self.graph, value) for value in values)

    def _day(self, predicate: Node) -> str:
        values = self._values(predicate)
        if len(values) == 1 and (found := day(clean(values[0]))):
            self.used.add(predicate)
            return found
        return next(filter(None, (day(clean(value)) for value in values)), "")

    def _address(self, predicate: Node) -> str:
        values = [web_address(str(value).removeprefix(BASE)) for value in self._values(predicate)]
        if len(values) == 1 and values[0]:
            self.used.add(predicate)
        return next(filter(None, values), "")

    def _publisher(self) -> dict[str, str]:
        values = self._values(DCTERMS.publisher)
        found: dict[str, str] = {}
        for value in values:
            names = [value] if isinstance(value, Literal) else sorted(self.graph.objects(value, FOAF.name), key=str)
            for name in names or [value]:
                language = language_tag(getattr(name, "language", None)) if getattr(name, "language", None) else UNKNOWN
                if not isinstance(name, BNode):
                    found = tagged(clean(name), language) | found
        if len(values) == 1 and not set(self.graph.predicates(values[0])) - {RDF.type, FOAF.name} and (isinstance(values[0], BNode | Literal) or str(values[0]) in found.values()):
            self.used.add(DCTERMS.publisher)
        return found

    def _left(self) -> dict[str, Any]:
        """Predicates without a place, by name; what an exchange of this kind has kept for others comes back as it was."""
        found: dict[str, Any] = {}
        for value in self.graph.objects(self.subject, KEPT):
            if isinstance(value, Literal):
                found |= _json(value)
        self.used.add(KEPT)
        for predicate, values in _tree(self.graph, self.subject).items():
            if not predicate.startswith("@") and URIRef(predicate) not in self.used:
                found[predicate] = values
        kept: dict[str, Any] = scrubbed(found)
        return kept


def _json(value: Literal) -> dict[str, Any]:
    try:
        found = orjson.loads(str(value))
    except orjson.JSONDecodeError:
        return {str(KEPT): str(value)}
    return found if isinstance(found, dict) else {str(KEPT): found}


def label(graph: Graph, value: Node) -> str:
    """The words of a literal, the address of a resource, or the label of one without an address."""
    if isinstance(value, URIRef):
        return unquote(str(value)[len(THEME) :]) if value.startswith(THEME) else str(value).removeprefix(BASE)
    if isinstance(value, Literal):
        return clean(value)
    for predicate in _LABELS:
        for text in sorted(graph.objects(value, predicate), key=str):
            return clean(text)
    return ""


def _plain(graph: Graph, value: Node) -> bool:
    """Whether the label says all there is: no language tag, no second label, no description of the resource in this file."""
    if isinstance(value, Literal):
        return not value.language
    described = set(graph.predicate_objects(value))
    if isinstance(value, URIRef):
        return not described or value.startswith(THEME)
    return len([1 for predicate, _ in described if predicate != RDF.type]) == 1 and all(not getattr(one, "language", None) for _, one in described)


def _distribution(graph: Graph, part: Node) -> dict[str, Any]:
    reader = _Reader(graph, part)
    title, description = reader._texts(DCTERMS.title), reader._texts(DCTERMS.description)
    found: dict[str, Any] = {
        "title": next(iter(title.values()), ""), "titles": {} if _unsaid(title) else title, "description": next(iter(description.values()), ""),
        "access_url": reader._address(DCAT.accessURL), "download_url": reader._address(DCAT.downloadURL), "media_type": _media_type(next(iter(reader._labels(DCAT.mediaType)), "")),
        "format": next(iter(reader._labels(DCTERMS.format)), ""), "license": next(iter(reader._labels(DCTERMS.license)), ""), "modified": reader._day(DCTERMS.modified),
        "size": _size(graph, part, reader), "sha256": _checksum(graph, part, reader),
    }
    if not _unsaid(description):
        reader.used.discard(DCTERMS.description)
    found["kept"] = reader._left()
    return {name: value for name, value in found.items() if value}


def _unsaid(texts: dict[str, str]) -> bool:
    """Whether one text says as much as these do with their languages."""
    return texts == tagged(next(iter(texts.values()), ""))


def _media_type(value: str) -> str:
    for prefix in ("https://www.iana.org/assignments/media-types/", "http://www.iana.org/assignments/media-types/"):
        value = value.removeprefix(prefix)
    return value


def _size(graph: Graph, part: Node, reader: _Reader) -> int:
    values = list(graph.objects(part, DCAT.byteSize))
    text = str(values[0]).partition(".")[0] if len(values) == 1 else ""
    if text.isascii() and text.isdigit() and len(text) < 16 and not str(values[0]).partition(".")[2].strip("0"):
        reader.used.add(DCAT.byteSize)
        return int(text)
    return 0


def _checksum(graph: Graph, part: Node, reader: _Reader) -> str:
    for check in graph.objects(part, SPDX.checksum):
        if str(graph.value(check, SPDX.algorithm) or "").endswith("sha256"):
            reader.used.add(SPDX.checksum)
            return str(graph.value(check, SPDX.checksumValue) or "")
    return ""


def _in_order(one: dict[str, Any]) -> bytes:
    return orjson.dumps(one, option=orjson.OPT_SORT_KEYS)


def _tree(graph: Graph, subject: Node, *, but: tuple[Node, ...] = (), seen: frozenset[Node] = frozenset(), room: list[int] | None = None) -> dict[str, Any]:
    """A resource with all that hangs on it, as nested JSON without the names of blank nodes: the same graph gives the same tree."""
    room = [LARGEST_TREE] if room is None else room  # a graph unfolds to a tree of exponential size where everything leads to everything
    room[0] -= 1
    if room[0] < 0:
        raise BadInput("input.record", Say(gettext_noop("The resources of this graph lead to each other too often.")), Say(gettext_noop("Split the catalog into several files and import them one by one.")))
    found: dict[str, Any] = {} if isinstance(subject, BNode) else {"@id": str(subject).removeprefix(BASE)}
    for predicate, value in graph.predicate_objects(subject):
        if predicate in but or (predicate == DCAT.dataset and seen):
            continue
        if isinstance(value, Literal):
            one: Any = {"@value": str(value)}
            if value.language:
                one["@language"] = value.language
            elif value.datatype:
                one["@type"] = str(value.datatype)
        elif value in seen or len(seen) >= DEEPEST or not any(graph.predicate_objects(value)) or (value, RDF.type, DCAT.Dataset) in graph or (value, RDF.type, DCAT.Catalog) in graph:
            one = {"@id": str(value).removeprefix(BASE)} if isinstance(value, URIRef) else {}
        else:
            one = _tree(graph, value, seen=seen | {subject}, room=room)
        found.setdefault("@type" if predicate == RDF.type else str(predicate), []).append(one.get("@id", "") if predicate == RDF.type else one)
    for values in found.values():
        if isinstance(values, list):
            values.sort(key=lambda one: orjson.dumps(one, option=orjson.OPT_SORT_KEYS))
    return found
