"""A resource with its properties, small enough to be written while the next one is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import quote

DCAT, DCT, FOAF = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/", "http://xmlns.com/foaf/0.1/"
SKOS, RDFS, SPDX = "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/2000/01/rdf-schema#", "http://spdx.org/rdf/terms#"
XSD, HYDRA, OWN = "http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/ns/hydra/core#", "urn:shugang:dcat:"
DQV, LDQD = "http://www.w3.org/ns/dqv#", "http://www.w3.org/2016/05/ldqd#"
ODRL = "http://www.w3.org/ns/odrl/2/"
THEME = "urn:shugang:theme:"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PREFIXES = {"dcat": DCAT, "dct": DCT, "foaf": FOAF, "skos": SKOS, "rdfs": RDFS, "spdx": SPDX, "xsd": XSD, "hydra": HYDRA, "shugang": OWN, "rdf": RDF, "dqv": DQV, "ldqd": LDQD, "odrl": ODRL}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_UNFIT = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Iri:
    value: str


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    language: str = ""
    datatype: str = ""


@dataclass(slots=True)
class Node:
    """`iri` is empty for a resource without an address of its own."""

    kind: str
    iri: str = ""
    properties: list[tuple[str, Iri | Text | Node]] = field(default_factory=list)

    def add(self, predicate: str, value: Iri | Text | Node | None) -> Node:
        if value is not None:
            self.properties.append((predicate, value))
        return self


def iri(address: str) -> str:
    """The address with what no IRI may hold escaped and its scheme in small letters; every writer and reader agrees on it."""
    kind = _SCHEME.match(address)
    address = kind.group().lower() + address[kind.end() :] if kind else address
    return _UNFIT.sub(lambda found: quote(found.group(), safe=""), address)


def texts(node: Node, predicate: str, by_language: dict[str, str]) -> None:
    for language, text in by_language.items():
        if text:
            node.add(predicate, Text(text, "" if language == "und" else language))


def moment(value: str) -> Text | None:
    """A date, a time, a month or a year with its type."""
    if not value:
        return None
    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
    if len(value) in kinds:
        return Text(value, datatype=XSD + kinds[len(value)])
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return None
    return Text(value.replace(" ", "T"), datatype=XSD + "dateTime")


def on(value: date | datetime | None) -> Text | None:
    return moment(value.isoformat()) if value else None


def concept(theme: str) -> Node:
    """A theme: the standard wants an address, so a word gets one that carries it."""
    if re.match(r"https?://[^/\s]+", theme):
        return Node(SKOS + "Concept", iri(theme))
    return Node(SKOS + "Concept", THEME + quote(theme, safe="")).add(SKOS + "prefLabel", Text(theme))


def labelled(kind: str, label: str, predicate: str = RDFS + "label") -> Node | Iri:
    """A resource by its address if the word is one, else one that carries the word."""
    if re.match(r"https?://[^/\s]+", label):
        return Iri(iri(label))
    return Node(kind).add(predicate, Text(label))
