"""A mapping as a file for other platforms: a table, or SKOS mapping relations in JSON-LD."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import quote

import orjson
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from catalog.dictionary.models import DictionaryMapping, DictionaryTerm, TermMatch
from catalog.dictionary.reading import MOST_TERMS

CSV, JSONLD = "text/csv", "application/ld+json"
HEAD = ("source_code", "source_zh", "source_en", "relation", "target_code", "target_zh", "target_en", "target_version")
_CONTEXT = {"skos": "http://www.w3.org/2004/02/skos/core#", "dct": "http://purl.org/dc/terms/", "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"}} | {
    f"{name}Match": {"@id": f"skos:{name}Match", "@type": "@id"} for name in ("exact", "close", "broad", "narrow")
}


def rows(mapping: DictionaryMapping) -> list[TermMatch]:
    return list(TermMatch.objects.filter(mapping=mapping).select_related("term", "target", "version__element").order_by("term__position")[:MOST_TERMS])


def as_csv(mapping: DictionaryMapping) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read Chinese; a cell that would be a formula gets an apostrophe."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(HEAD)
    for row in rows(mapping):
        to: Any = row.target or row.version
        code = row.target.code if row.target else row.version.element.code  # type: ignore[union-attr]
        version = mapping.target.number if mapping.target else row.version.number  # type: ignore[union-attr]
        table.writerow([_plain(cell) for cell in (row.term.code, row.term.name_zh, row.term.name_en, row.relation, code, to.name_zh, to.name_en, str(version))])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_jsonld(mapping: DictionaryMapping) -> bytes:
    graph: list[dict[str, Any]] = [_scheme(mapping)]
    for row in rows(mapping):
        target = _iri(row.target) if row.target else settings.PUBLIC_URL + reverse("element.one", args=[row.version.element_id])  # type: ignore[union-attr]
        labels = {language: text for language, text in (("zh", row.term.name_zh), ("en", row.term.name_en)) if text}
        graph.append({"@id": _iri(row.term), "@type": "skos:Concept", "prefLabel": labels, f"{row.relation}Match": target})
    return orjson.dumps({"@context": _CONTEXT, "@graph": graph})


def answer(mapping: DictionaryMapping, form: str) -> HttpResponse:
    body, kind, ending = (as_jsonld(mapping), JSONLD, "jsonld") if form == "jsonld" else (as_csv(mapping), f"{CSV}; charset=utf-8", "csv")
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="mapping-{mapping.pk}-{mapping.number}.{ending}"'})


def _scheme(mapping: DictionaryMapping) -> dict[str, Any]:
    """The source dictionary as a scheme: which version this is, and whether both sides recognize it."""
    source = mapping.source
    return {
        "@id": f"urn:shugang:dictionary:{source.pk}", "@type": "skos:ConceptScheme", "prefLabel": {"zh": source.name_zh, "en": source.name_en},
        "dct:identifier": f"{source.code} {source.number}", "dct:hasVersion": str(mapping.number), "dct:description": f"mapping version {mapping.number}: {mapping.state}",
    }  # fmt: skip


def _iri(term: DictionaryTerm) -> str:
    return f"urn:shugang:dictionary:{term.dictionary_id}:{quote(term.code, safe='')}"


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell
