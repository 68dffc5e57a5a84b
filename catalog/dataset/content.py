"""A revision's content in the shape of a manifest: what is hashed when it is finalized, compared by a reviewer, and exported.

The digest is SHA-256 over canonical JSON (RFC 8785), so whoever holds the same content can make the same digest again.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, OuterRef, TextField, Value
from django.db.models.functions import JSONObject

from catalog.dataset.models import DataField, DatasetRevision, Distribution, RightsEvidence, RightsStatement, ServiceEndpoint
from kernel.canonical import canonical

TEXTS = ("title_zh", "title_en", "description_zh", "description_en", "industry", "frequency", "coverage_zh", "coverage_en")
DATES = ("covers_from", "covers_until", "updated_on")
DESCRIBED = (*TEXTS, *DATES, "keywords", "places", "persons", "synthetic", "zone")
FIELD = ("name", "type", "unit", "meaning_zh", "meaning_en", "treatment", "personal", "sensitive", "category", "grade")


_RIGHTS = ("basis", "statement_zh", "statement_en", "valid_until")


def _hex(column: str) -> Func:
    return Func(F(column), Value("hex"), function="encode", output_field=TextField())


def _named(*names: str, **more: Any) -> JSONObject:
    return JSONObject(**{name: name for name in names}, **more)


def _parts(revision: DatasetRevision) -> dict[str, Any]:
    """The rows that hang on a revision, as plain JSON, in one statement."""
    of = {"revision": OuterRef("pk")}
    files = Distribution.objects.filter(**of, completed__isnull=False).order_by("name")
    evidence = RightsEvidence.objects.filter(**of).order_by("name", "blob__sha256")
    found: Any = DatasetRevision.objects.filter(pk=revision.pk).values(
        code=F("zone__code"),
        fields_=ArraySubquery(DataField.objects.filter(**of).order_by("position").values(json=_named(*FIELD))),
        files_=ArraySubquery(files.values(json=_named("name", "media_type", "size", sha256=_hex("sha256")))),
        evidence_=ArraySubquery(evidence.values(json=_named("name", media_type="blob__media_type", sha256=_hex("blob__sha256")))),
        rights_=ArraySubquery(RightsStatement.objects.filter(**of).values(json=_named(*_RIGHTS, registration="registration_id"))),
        service_=ArraySubquery(ServiceEndpoint.objects.filter(**of).values("url")),
    ).get()
    return dict(found)


def content_of(revision: DatasetRevision) -> dict[str, Any]:
    """Plain JSON: every part of the revision, files and evidence by name and digest, nothing of its state or of other tables."""
    parts = _parts(revision)
    rights, service = parts["rights_"], parts["service_"]
    for one in rights:
        if one["registration"] is None:  # nothing is cited: said by its absence, as in contents that were hashed before it could be
            del one["registration"]
    return {
        **{name: getattr(revision, name) for name in TEXTS},
        **{name: day.isoformat() if (day := getattr(revision, name)) else None for name in DATES},
        "keywords": list(revision.keywords), "places": list(revision.places), "persons": revision.persons, "synthetic": revision.synthetic, "zone": parts["code"],
        "fields": parts["fields_"],
        "files": parts["files_"],
        "service": {"url": service[0]} if service else None,
        "rights": rights[0] | {"evidence": parts["evidence_"]} if rights else None,
        "sample": {"nature": str(revision.sample_nature), "rows": [[str(cell) for cell in row] for row in revision.sample]},
        "promises": dict(revision.promises),
        "questions": list(revision.questions),
    }  # fmt: skip


def with_parts(revision: DatasetRevision) -> DatasetRevision:
    """The revision read anew with the rows that hang on it."""
    rows = DatasetRevision.objects.select_related("zone", "rights", "service").prefetch_related("fields", "distributions", "evidence__blob")
    return rows.get(pk=revision.pk)


def digest(content: dict[str, Any]) -> bytes:
    return hashlib.sha256(canonical(content)).digest()
