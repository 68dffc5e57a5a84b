"""CKAN: answers of package_search and package_show, lists of packages, and dumps with one package or one answer a line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import IO, Any

from catalog.interchange.reading import jsonparts
from catalog.interchange.reading.common import Fields, access_of, no_record, row, unique
from catalog.interchange.reading.entry import UNKNOWN, Access, Entry, Row, language_tag, scrubbed, strictest, tagged
from catalog.interchange.reading.limits import Limits

PATHS: tuple[jsonparts.Path, ...] = (("result", "results"), ("result",), ("results",), ())


def read(file: IO[bytes], head: jsonparts.Head, limits: Limits, *, by_line: bool) -> Iterator[Row]:
    number = 0
    parts = jsonparts.lines(file, limits) if by_line else jsonparts.records(file, PATHS, head, limits)
    for at, one in parts:
        where = f"line {at}" if by_line else f"byte {at}"
        for record in _packages(one):
            number += 1
            yield row(number, where, entry(record)) if isinstance(record, dict) else no_record(number, where)
    if not number and isinstance(head.document, dict):
        single = head.document.get("result", head.document)
        # an answer with one package: its only lists are the package's own
        if isinstance(single, dict) and "results" not in single and ("name" in single or "id" in single):
            yield row(1, "", entry(single))
            head.document = None


def _packages(one: Any) -> list[Any]:
    """A package; or those of an answer, where pages of package_search were put one behind the other."""
    result = one.get("result") if isinstance(one, dict) and "success" in one else None
    if isinstance(result, dict):
        return result["results"] if isinstance(result.get("results"), list) else [result]
    return [one]


def entry(record: dict[str, Any]) -> Entry:
    fields = Fields(record)
    spoken = record.get("language")
    language = language_tag(spoken) if isinstance(spoken, str) else UNKNOWN
    name = fields.text("name")
    found = Entry(
        key=fields.text("id") or name, title=_texts(fields, "title", language), description=_texts(fields, "notes", language),
        license=_license(fields, record), issued=fields.day("metadata_created"), modified=fields.day("metadata_modified"),
        page=fields.address("url"), access=_access(record), received=scrubbed(record),
    )
    if not found.title and name:
        found.title = {UNKNOWN: name}
    found.keywords = _names(record, "tags") or unique(word.strip() for word in str(record.get("tag_string") or "").split(","))
    found.themes = _names(record, "groups")
    organization = record.get("organization")
    if isinstance(organization, dict):
        found.publisher = tagged(str(organization.get("title") or organization.get("name") or "").strip(), language)
    elif isinstance(record.get("author"), str):
        found.publisher = tagged(fields.text("author"), language)
    resources = record.get("resources")
    if isinstance(resources, list) and all(isinstance(one, dict) for one in resources):
        found.distributions = [_resource(one, language) for one in fields.take("resources")]
    for taken in ("tags", "groups"):
        rows = record.get(taken)
        if isinstance(rows, list) and all(isinstance(one, str) or (isinstance(one, dict) and set(one) <= {"name", "display_name"}) for one in rows):
            fields.take(taken)
    found.kept = fields.left | ({"name": name} if name and name != found.key else {})
    return found


def _access(record: dict[str, Any]) -> str:
    """A package that is private, deleted or a draft is not public; nor is one that says so itself, in a field or among its extras."""
    extras = record.get("extras")
    pairs = {str(one.get("key")): one.get("value") for one in (extras if isinstance(extras, list) else []) if isinstance(one, dict)}
    said = [str(source[name]) for source in (record, pairs) for name in ("access_level", "accessLevel") if source.get(name)]
    hidden = str(record.get("private", False)).lower() in ("true", "1") or record.get("state", "active") != "active"
    return reduce(strictest, map(access_of, said), str(Access.NON_PUBLIC if hidden else Access.PUBLIC))


def _texts(fields: Fields, name: str, language: str) -> dict[str, str]:
    """The plain text, with the translations that ckanext-fluent keeps beside it."""
    found: dict[str, str] = {}
    beside = fields.record.get(f"{name}_translated")
    if isinstance(beside, dict) and all(isinstance(text, str) for text in beside.values()):
        fields.take(f"{name}_translated")
        found = {language_tag(tag): text.strip() for tag, text in beside.items() if text.strip()}
    text = fields.text(name)
    return found if text in found.values() else tagged(text, language) | found


def _license(fields: Fields, record: dict[str, Any]) -> str:
    for name in ("license_url", "license_title", "license_id"):
        if isinstance(record.get(name), str) and record[name].strip():
            return fields.text(name)
    return ""


def _names(record: dict[str, Any], name: str) -> list[str]:
    rows = record.get(name)
    if not isinstance(rows, list):
        return []
    return unique(str(one.get("display_name") or one.get("title") or one.get("name") or "").strip() if isinstance(one, dict) else str(one).strip() for one in rows)


def _resource(record: dict[str, Any], language: str) -> dict[str, Any]:
    fields = Fields(record)
    found: dict[str, Any] = {
        "title": fields.text("name"), "description": fields.text("description"), "access_url": fields.address("url"), "media_type": fields.text("mimetype"),
        "format": fields.text("format"), "size": _size(fields), "modified": fields.day("last_modified"),
    }
    found["kept"] = fields.left
    return {name: value for name, value in found.items() if value}


def _size(fields: Fields) -> int:
    text = fields.text("size")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
