"""The mapping file of a tabular catalogue: which column stands for what. Checked whole before a row is read.

    {"format": "json", "language": "zh", "key": ["数据集名称", "数据提供方"],
     "fields": {"title": "数据集名称", "keywords": {"from": "数据标签", "split": ","}, "themes": ["数据领域", "国家主题分类"]},
     "access": {"from": "开放属性", "values": {"无条件开放": "public"}, "otherwise": "restricted"}}
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.utils.translation import gettext_noop

from catalog.interchange.reading.entry import Access, language_tag
from catalog.interchange.reading.limits import BadInput
from catalog.interchange.reading.opening import ENCODINGS
from kernel.decision import Say

LARGEST = 256 * 1024
FIELDS = ("title", "title_zh", "title_en", "description", "description_zh", "description_en", "publisher", "keywords", "themes", "license", "issued", "modified", "page", "url", "formats")
KNOWN = {"about", "encoding", "delimiter", "language", "path", "key", "fields", "access", "license", "skip"}


@dataclass(frozen=True, slots=True)
class Column:
    """Where values come from, and by which sign one text holds several."""

    names: tuple[str, ...]
    split: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    fields: dict[str, Column]
    key: tuple[str, ...] = ()
    encoding: str = "utf-8"
    delimiter: str = ","
    language: str = "und"
    path: tuple[str, ...] = ()
    license: str = ""
    access_from: str = ""
    access_values: dict[str, str] = field(default_factory=dict)
    access_otherwise: str = Access.NON_PUBLIC
    skip: int = 0  # rows above the heading


def parse(raw: bytes) -> Mapping:
    """Errors: BadInput naming the entry of the mapping that is wrong."""
    if len(raw) > LARGEST:
        raise _wrong("", Say(gettext_noop("A mapping file has at most %(most)s KB."), {"most": LARGEST // 1024}))
    try:
        given = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise _wrong(f"byte {error.pos}", Say(gettext_noop("The mapping file is no valid JSON."))) from error
    return from_json(given)


def from_json(given: Any) -> Mapping:
    if not isinstance(given, dict) or not isinstance(given.get("fields"), dict):
        raise _wrong("fields", Say(gettext_noop("A mapping is an object with the entry fields.")))
    for name in given:
        if name not in KNOWN:
            raise _wrong(name, Say(gettext_noop("The mapping has no entry of this name. It knows: %(names)s."), {"names": ", ".join(sorted(KNOWN))}))
    columns = {name: _column(name, value) for name, value in given["fields"].items()}
    if not {"title", "title_zh", "title_en"} & set(columns):
        raise _wrong("fields.title", Say(gettext_noop("Say which column holds the title.")))
    access = given.get("access", {})
    if not isinstance(access, dict) or (access and not isinstance(access.get("from"), str)):
        raise _wrong("access", Say(gettext_noop("Say from which column access comes, and what its values mean.")))
    values = access.get("values", {})
    otherwise = access.get("otherwise", Access.NON_PUBLIC)
    levels = {str(level) for level in Access}
    if not isinstance(values, dict) or otherwise not in levels or not all(isinstance(value, str) and value in levels for value in values.values()):
        raise _wrong("access.values", Say(gettext_noop("Access is one of: %(names)s."), {"names": ", ".join(sorted(levels))}))
    encoding, delimiter = given.get("encoding", "utf-8"), given.get("delimiter", ",")
    if encoding not in ENCODINGS:
        raise _wrong("encoding", Say(gettext_noop("Use one of: %(names)s."), {"names": ", ".join(ENCODINGS)}))
    if not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n':
        raise _wrong("delimiter", Say(gettext_noop("A delimiter is one character.")))
    skip = given.get("skip", 0)
    if not isinstance(skip, int) or isinstance(skip, bool) or not 0 <= skip <= 1_000:
        raise _wrong("skip", Say(gettext_noop("Say how many rows stand above the heading.")))
    return Mapping(
        columns, _names("key", given.get("key", [])), encoding, delimiter, language_tag(str(given.get("language", "und"))), _names("path", given.get("path", [])),
        str(given.get("license", "")), access.get("from", ""), values, otherwise, skip,
    )


def _column(name: str, value: Any) -> Column:
    if name not in FIELDS:
        raise _wrong(f"fields.{name}", Say(gettext_noop("There is no field of this name. Fields are: %(names)s."), {"names": ", ".join(FIELDS)}))
    if isinstance(value, dict):
        split = value.get("split", "")
        if set(value) - {"from", "split"} or not isinstance(split, str):
            raise _wrong(f"fields.{name}", Say(gettext_noop("A column is a name, a list of names, or an object with from and split.")))
        return Column(_names(f"fields.{name}", value.get("from", [])), split)
    return Column(_names(f"fields.{name}", value))


def _names(where: str, value: Any) -> tuple[str, ...]:
    rows = [value] if isinstance(value, str) else value
    if not isinstance(rows, list) or not all(isinstance(row, str) for row in rows):
        raise _wrong(where, Say(gettext_noop("A column is a name, a list of names, or an object with from and split.")))
    return tuple(rows)


def _wrong(where: str, finding: Say) -> BadInput:
    return BadInput("mapping", finding, Say(gettext_noop("Correct the mapping file; the README of the catalog shows one.")), where)


def as_data(raw: bytes) -> Any:
    """The mapping as it was written, for keeping with the run. Call `parse` first."""
    return orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))


def code_of(name: str) -> str:
    """A source's code made of a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-") or "catalog"
