"""DCAT-US: the data.json file of an agency of the United States."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from catalog.interchange.reading import jsonparts
from catalog.interchange.reading.common import Fields, access_of, no_record, row
from catalog.interchange.reading.entry import Entry, Row, language_tag, scrubbed, tagged
from catalog.interchange.reading.limits import Limits

PATHS: tuple[jsonparts.Path, ...] = (("dataset",),)
DEFAULT = "en"


def read(file: IO[bytes], head: jsonparts.Head, limits: Limits) -> Iterator[Row]:
    for number, (at, record) in enumerate(jsonparts.records(file, PATHS, head, limits), 1):
        where = f"byte {at}"
        yield row(number, where, entry(record)) if isinstance(record, dict) else no_record(number, where)


def entry(record: dict[str, Any]) -> Entry:
    fields = Fields(record)
    spoken = record.get("language")
    first = spoken[0] if isinstance(spoken, list) and spoken else spoken
    language = language_tag(first) if isinstance(first, str) else DEFAULT
    fields.take("@type")
    found = Entry(
        key=fields.text("identifier"), title=tagged(fields.text("title"), language), description=tagged(fields.text("description"), language),
        keywords=fields.words("keyword"), themes=fields.words("theme"), license=fields.text("license"), issued=fields.day("issued"), modified=fields.day("modified"),
        # a record that does not say who may have the data is not shown
        access=access_of(fields.text("accessLevel") or "unsaid"), page=fields.address("landingPage"), received=scrubbed(record),
    )
    publisher = record.get("publisher")
    if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
        found.publisher = tagged(publisher["name"].strip(), language)
        if set(publisher) <= {"@type", "name"}:
            fields.take("publisher")
    if isinstance(record.get("distribution"), list) and all(isinstance(one, dict) for one in record["distribution"]):
        found.distributions = [_distribution(one) for one in fields.take("distribution")]
    found.kept = fields.left
    return found


def _distribution(record: dict[str, Any]) -> dict[str, Any]:
    fields = Fields(record)
    fields.take("@type")
    found: dict[str, Any] = {
        "title": fields.text("title"), "description": fields.text("description"), "access_url": fields.address("accessURL"), "download_url": fields.address("downloadURL"),
        "media_type": fields.text("mediaType"), "format": fields.text("format"), "kept": fields.left,
    }
    return {name: value for name, value in found.items() if value}
