"""Turtle, RDF/XML and JSON-LD of resources, one after the other: a page is never held as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

import orjson

from catalog.interchange.writing.nodes import PREFIXES, Iri, Node, Text

_LOCAL = re.compile(r"[A-Za-z_][\w-]*\Z", re.ASCII)
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MEDIA_TYPES = {"jsonld": "application/ld+json", "ttl": "text/turtle", "rdf": "application/rdf+xml"}


def write(form: str, nodes: Iterable[Node]) -> Iterator[bytes]:
    """`form` is jsonld, ttl or rdf."""
    return {"jsonld": _jsonld, "ttl": _turtle, "rdf": _rdfxml}[form](nodes)


def _short(address: str) -> str:
    for prefix, space in PREFIXES.items():
        if address.startswith(space) and _LOCAL.match(address[len(space) :]):
            return f"{prefix}:{address[len(space) :]}"
    return ""


# --- Turtle


def _turtle(nodes: Iterable[Node]) -> Iterator[bytes]:
    yield "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items()).encode()
    for node in nodes:
        yield f"\n<{node.iri}> {_inner(node)} .\n".encode()


def _inner(node: Node) -> str:
    parts = [f"a {_name(node.kind)}", *(f"{_name(predicate)} {_object(value)}" for predicate, value in node.properties)]
    return " ;\n  ".join(parts)


def _name(address: str) -> str:
    return _short(address) or f"<{address}>"


def _object(value: Iri | Text | Node) -> str:
    if isinstance(value, Iri):
        return f"<{value.value}>"
    if isinstance(value, Node):
        return f"<{value.iri}>" if value.iri else f"[ {_inner(value)} ]"
    said = orjson.dumps(value.value).decode()  # JSON's escapes are Turtle's
    return said + (f"@{value.language}" if value.language else f"^^{_name(value.datatype)}" if value.datatype else "")


# --- RDF/XML


def _rdfxml(nodes: Iterable[Node]) -> Iterator[bytes]:
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in PREFIXES.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF {spaces}>\n'.encode()
    for node in nodes:
        yield (_element(node) + "\n").encode()
    yield b"</rdf:RDF>\n"


def _element(node: Node) -> str:
    about = f" rdf:about={quoteattr(node.iri)}" if node.iri else ""
    return f"<{_short(node.kind)}{about}>{''.join(_property(_short(predicate), value) for predicate, value in node.properties)}</{_short(node.kind)}>"


def _property(name: str, value: Iri | Text | Node) -> str:
    if isinstance(value, Iri):
        return f"<{name} rdf:resource={quoteattr(value.value)}/>"
    if isinstance(value, Node):
        return f"<{name} rdf:resource={quoteattr(value.iri)}/>" if value.iri else f"<{name}>{_element(value)}</{name}>"
    mark = f' xml:lang="{value.language}"' if value.language else f' rdf:datatype="{value.datatype}"' if value.datatype else ""
    said = escape(_NOT_XML.sub("", value.value), {"\r": "&#13;"})
    return f"<{name}{mark}>{said}</{name}>"


# --- JSON-LD


def _jsonld(nodes: Iterable[Node]) -> Iterator[bytes]:
    yield b'{"@context":' + orjson.dumps(PREFIXES) + b',"@graph":['
    for number, node in enumerate(nodes):
        yield (b"," if number else b"") + orjson.dumps(_object_of(node))
    yield b"]}"


def _object_of(node: Node) -> dict[str, object]:
    found: dict[str, object] = {"@id": node.iri} if node.iri else {}
    found["@type"] = _short(node.kind)
    several: dict[str, list[dict[str, object]]] = {}
    for predicate, value in node.properties:
        several.setdefault(_short(predicate), []).append(_json(value))
    return found | several


def _json(value: Iri | Text | Node) -> dict[str, object]:
    if isinstance(value, Iri):
        return {"@id": value.value}
    if isinstance(value, Node):
        return {"@id": value.iri} if value.iri else _object_of(value)
    if value.language:
        return {"@value": value.value, "@language": value.language}
    return {"@value": value.value, "@type": value.datatype} if value.datatype else {"@value": value.value}
