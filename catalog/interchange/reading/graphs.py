"""RDF files to a graph: XML without entities, JSON-LD without the network, Turtle; each with its depth and size limited."""

from __future__ import annotations

from typing import IO, Any
from xml.parsers import expat
from xml.sax import SAXException

import orjson
import rdflib
from django.utils.translation import gettext_noop
from rdflib.exceptions import Error as GraphError, ParserError

from catalog.interchange.reading import jsonparts
from catalog.interchange.reading.limits import BadInput, Limits
from kernel.decision import Say

BASE = "http://x-here.invalid/"  # what relative addresses are relative to, until it is taken off again
NAMESPACES = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "dcterms": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#", "vcard": "http://www.w3.org/2006/vcard/ns#", "spdx": "http://spdx.org/rdf/terms#", "adms": "http://www.w3.org/ns/adms#",
    "owl": "http://www.w3.org/2002/07/owl#", "odrl": "http://www.w3.org/ns/odrl/2/", "dcatap": "http://data.europa.eu/r5r/", "schema": "http://schema.org/",
}  # fmt: skip
# contexts that files name and that only bind the names above
KNOWN_CONTEXTS = ("https://www.w3.org/ns/dcat", "http://www.w3.org/ns/dcat", "https://www.w3.org/ns/dcat.jsonld", "https://www.w3.org/ns/dcat3.jsonld")


def graph(file: IO[bytes], form: str, limits: Limits, base: str = BASE) -> rdflib.Graph:
    """`form` is json-ld, turtle or xml. Errors: BadInput."""
    text = file.read(limits.graph + 1)
    if len(text) > limits.graph:
        raise BadInput(
            "input.too_large", Say(gettext_noop("An RDF file has at most %(most)s MB here: it is held in memory."), {"most": limits.graph // 1024**2}),
            Say(gettext_noop("Split the catalog into several files and import them one by one.")),
        )
    rdflib.NORMALIZE_LITERALS = False  # a value is kept as it was written
    found = rdflib.Graph()
    if form == "xml":
        _safe_xml(text, limits)
    elif form == "json-ld":
        text = orjson.dumps(_offline(_document(text, limits)))
    try:
        found.parse(data=text, format=form, publicID=base)
    except RecursionError as error:
        raise BadInput("input.depth", Say(gettext_noop("Lists and objects are nested deeper than %(most)s."), {"most": limits.depth}), Say(gettext_noop("No catalog needs this. Check where the file comes from."))) from error
    except (SyntaxError, SAXException, ParserError, GraphError, ValueError, KeyError, AttributeError, TypeError, IndexError, AssertionError) as error:
        raise _unreadable(error) from error
    return found


def _unreadable(error: Exception) -> BadInput:
    line = getattr(error, "lines", None)
    where = f"line {line + 1}" if isinstance(line, int) else ""
    said = str(error).split("\n")[0][:200]
    return BadInput("input.syntax", Say(gettext_noop("The RDF cannot be read: %(error)s."), {"error": said or type(error).__name__}), Say(gettext_noop("Correct it at the place named, or get the file again.")), where)


def _safe_xml(text: bytes, limits: Limits) -> None:
    """Errors: BadInput for a document type (and so for every entity), for depth, for what is no XML."""
    depth = 0
    parser = expat.ParserCreate()

    def doctype(*args: Any) -> None:
        raise BadInput(
            "input.entities", Say(gettext_noop("The file declares a document type; entities are not read, whatever they hold.")), Say(gettext_noop("Write the file without DOCTYPE, with namespaces spelled out.")),
            f"line {parser.CurrentLineNumber}",
        )

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.depth:
            raise BadInput("input.depth", Say(gettext_noop("Lists and objects are nested deeper than %(most)s."), {"most": limits.depth}), Say(gettext_noop("No catalog needs this. Check where the file comes from.")), f"line {parser.CurrentLineNumber}")

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler, parser.StartElementHandler, parser.EndElementHandler = doctype, begin, end
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        cut = error.code in (expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS], expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]) or depth > 0
        raise BadInput(
            "input.cut" if cut and error.offset >= 0 and _at_end(text, error.lineno) else "input.syntax",
            Say(gettext_noop("This is no valid XML: %(error)s."), {"error": expat.errors.messages.get(error.code, str(error.code))}),
            Say(gettext_noop("Correct it at the place named, or get the file again.")), f"line {error.lineno}",
        ) from error


def _at_end(text: bytes, line: int) -> bool:
    return line >= text.rstrip().count(b"\n") + 1


def _document(text: bytes, limits: Limits) -> Any:
    jsonparts.shallow(text, limits)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise (jsonparts.cut if error.pos >= len(text.rstrip()) else jsonparts.syntax)(error.pos) from error


def _offline(value: Any) -> Any:
    """The document with contexts that stand in it. Errors: BadInput for one that would have to be fetched."""
    if isinstance(value, list):
        return [_offline(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, one in value.items():
        if key == "@context":
            found[key] = [_context(each) for each in one] if isinstance(one, list) else _context(one)
        elif key == "@import":
            raise _remote(one)
        else:
            found[key] = _offline(one)
    return found


def _context(value: Any) -> Any:
    if isinstance(value, str):
        if value in KNOWN_CONTEXTS:
            return NAMESPACES | {"@vocab": NAMESPACES["dcat"]}
        raise _remote(value)
    return _offline(value)


def _remote(value: Any) -> BadInput:
    return BadInput("input.remote_context", Say(gettext_noop("The file leans on a context on the network, which is never fetched: %(address)s."), {"address": str(value)[:200]}), Say(gettext_noop("Write the context into the file, or send it as Turtle.")), "@context")
