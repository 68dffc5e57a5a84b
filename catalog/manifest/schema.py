"""The manifest as a JSON Schema (2020-12), served by the API: one file that says all of a listing.

Sections that a manifest leaves out stay as they are. What values mean beyond their shape is judged by the acts.
"""

from __future__ import annotations

from typing import Any

from catalog.dataset.choices import FIELD_TYPES, FORMATS, FREQUENCIES, INDUSTRIES, RIGHTS_BASES
from catalog.dataset.meaning import MOST_FIELDS, MOST_SAMPLE_COLUMNS, MOST_SAMPLE_ROWS
from catalog.dataset.use_cases.files import MOST_FILES
from catalog.dataset.use_cases.promise import MOST_READERS
from catalog.offer.use_cases import MOST_OFFERS
from catalog.rights.use_cases import EVIDENCE_TYPES, MOST_EVIDENCE
from catalog.rules.personal import CATEGORIES
from catalog.rules.policy import LONGEST_TERM_DAYS, MOST_DELIVERIES, PURPOSES
from catalog.rules.quality import MOST_KEY, SHARES
from catalog.rules.questions import LONGEST, MOST as MOST_QUESTIONS
from catalog.rules.visibility import SampleNature, Visibility
from kernel.money import EXPONENTS

Shape = dict[str, Any]
VERSION = 1
UNNAMED = "dataset-"
"""Begins the key of a dataset that got none: its id follows."""
KEY = "^[a-z0-9][a-z0-9._-]{0,63}$"


def _text(most: int, **more: Any) -> Shape:
    return {"type": "string", "maxLength": most, **more}


def _one_of(words: Any) -> Shape:
    return {"type": "string", "enum": [str(word) for word in words]}


def _or_null(shape: Shape) -> Shape:
    return {"anyOf": [shape, {"type": "null"}]}


def _object(properties: dict[str, Shape], *required: str, **more: Any) -> Shape:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False, **more}


def _rows(items: Shape, most: int) -> Shape:
    return {"type": "array", "items": items, "maxItems": most}


_FLAG, _DAY = {"type": "boolean"}, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_CONTENT = {"type": "string", "contentEncoding": "base64", "description": "The bytes in base64, for small documents; larger ones are uploaded after the manifest."}
_FIELD = _object(
    {
        "name": _text(80), "type": _one_of(FIELD_TYPES), "unit": _text(40), "meaning_zh": _text(300), "meaning_en": _text(300), "treatment": _text(300),
        "personal": _FLAG, "sensitive": _FLAG, "category": _one_of(["", *CATEGORIES]), "grade": {"type": "integer", "minimum": 1, "maximum": 6},
    },
    "name",
)  # fmt: skip
_POLICY = _object(
    {
        "purposes": {**_rows(_one_of(PURPOSES), len(PURPOSES)), "minItems": 1},
        "countries": {**_rows({"type": "string", "pattern": r"^([A-Z]{2}|\*)$"}, 250), "minItems": 1},
        "term_days": {"type": "integer", "minimum": 1, "maximum": LONGEST_TERM_DAYS},
        "count": _or_null({"type": "integer", "minimum": 1, "maximum": MOST_DELIVERIES}),
        "redistribution": _FLAG,
    },
    "purposes", "countries", "term_days",
)  # fmt: skip
_OFFER = _object(
    {
        "name_zh": _text(80), "name_en": _text(80),
        "price": _object({"amount": {"type": "string", "pattern": r"^[0-9]{1,16}(\.[0-9]{1,3})?$"}, "currency": _one_of(EXPONENTS)}, "amount", "currency"),
        "quantity": _or_null({"type": "integer", "minimum": 1, "maximum": 10_000}), "exclusive": _FLAG, "policy": _POLICY,
    },
    "name_zh", "name_en", "price", "policy",
)  # fmt: skip
_FILE = _object(
    {"name": _text(200), "media_type": _one_of(FORMATS), "size": _or_null({"type": "integer", "minimum": 1}), "sha256": _SHA256, "content": _CONTENT}, "name", "media_type"
)
_EVIDENCE = _object({"name": _text(200), "media_type": _one_of(EVIDENCE_TYPES), "sha256": _SHA256, "content": _CONTENT}, "name", "media_type")
_RIGHTS = _object(
    {
        "basis": _one_of(RIGHTS_BASES), "statement_zh": _text(3_000), "statement_en": _text(3_000), "valid_until": _or_null(_DAY),
        "registration": {**_or_null({"type": "string", "format": "uuid"}), "description": "The entry of the rights register it rests on. Left out, it stays as it is."}, "evidence": _rows(_EVIDENCE, MOST_EVIDENCE),
    },
    "basis", "statement_zh", "statement_en",
)  # fmt: skip
_SHARE = {"type": "string", "pattern": r"^(0(\.[0-9]{1,4})?|1(\.0{1,4})?)$", "description": "At least this share, from 0 to 1, in quotation marks."}
_PROMISES = _object(
    dict.fromkeys(SHARES, _SHARE)
    | {"update_every": {"type": "string", "maxLength": 8, "description": "An ISO 8601 duration: P1D, P1W, P1M, P1Y, PT6H."}, "key": _text(MOST_KEY)}
)
_SAMPLE = _object({"nature": _one_of(SampleNature), "rows": _rows(_rows(_text(200), MOST_SAMPLE_COLUMNS), MOST_SAMPLE_ROWS + 1)}, "nature")


def schema(url: str = "") -> Shape:
    return _object(
        {
            "manifest": {"const": VERSION, "description": "The edition of this format."},
            "key": {"type": "string", "pattern": KEY, "description": "The provider's own lasting name for the dataset: the same key is the same dataset. One that has none is found by dataset- and its id."},
            "title_zh": _text(120), "title_en": _text(200), "description_zh": _text(5_000), "description_en": _text(8_000),
            "keywords": _rows(_text(40), 20), "industry": _one_of(["", *INDUSTRIES]), "zone": _or_null(_text(40)), "frequency": _one_of(FREQUENCIES),
            "coverage_zh": _text(200), "coverage_en": _text(200), "places": _rows(_text(6), 60),
            "covers_from": _or_null(_DAY), "covers_until": _or_null(_DAY), "updated_on": _or_null(_DAY),
            "persons": _or_null({"type": "integer", "minimum": 0, "maximum": 10**12}), "synthetic": _FLAG,
            "fields": _rows(_FIELD, MOST_FIELDS),
            "files": {**_rows(_FILE, MOST_FILES), "description": "All files. One without content is announced, and its bytes follow by API; one that is left out is removed."},
            "service": _or_null(_object({"url": _text(2_000)}, "url")),
            "rights": _or_null(_RIGHTS), "sample": _SAMPLE, "promises": _PROMISES,
            "questions": _rows(_object({"zh": _text(LONGEST), "en": _text(LONGEST), "required": _FLAG}, "zh", "en"), MOST_QUESTIONS),
            "offers": {**_rows(_OFFER, MOST_OFFERS), "description": "All offers that are to stand. One that differs is closed and made anew, since an open offer is never changed."},
            "visibility": _object({"to": _one_of(Visibility), "readers": _rows(_text(64), MOST_READERS)}, "to"),
            "grading": _object({"grounds": _text(2_000)}, "grounds", description="Proposes the grades that stand in the fields; a second person confirms them."),
        },
        "manifest", "key",
        **{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Shugang listing manifest", **({"$id": url} if url else {})},
    )  # fmt: skip
