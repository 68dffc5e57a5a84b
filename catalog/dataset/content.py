"""A revision's content in the shape of a manifest: what is hashed when it is finalized, compared by a reviewer, and exported.

The digest is SHA-256 over canonical JSON (RFC 8785), so whoever holds the same content can make the same digest again.
"""

from __future__ import annotations

import hashlib
from typing import Any

from catalog.dataset.models import DatasetRevision
from kernel.canonical import canonical

TEXTS = ("title_zh", "title_en", "description_zh", "description_en", "industry", "frequency", "coverage_zh", "coverage_en")
DATES = ("covers_from", "covers_until", "updated_on")
DESCRIBED = (*TEXTS, *DATES, "keywords", "places", "persons", "synthetic", "zone")
FIELD = ("name", "type", "unit", "meaning_zh", "meaning_en", "treatment", "personal", "sensitive", "grade")


def content_of(revision: DatasetRevision) -> dict[str, Any]:
    """Plain JSON: every part of the revision, files and evidence by name and digest, nothing of its state or of other tables."""
    rights, service = getattr(revision, "rights", None), getattr(revision, "service", None)
    return {
        **{name: getattr(revision, name) for name in TEXTS},
        **{name: day.isoformat() if (day := getattr(revision, name)) else None for name in DATES},
        "keywords": list(revision.keywords), "places": list(revision.places), "persons": revision.persons, "synthetic": revision.synthetic,
        "zone": revision.zone.code if revision.zone else None,
        "fields": [{name: getattr(field, name) for name in FIELD} for field in revision.fields.all()],
        "files": [
            {"name": one.name, "media_type": one.media_type, "size": one.size, "sha256": one.sha256_hex}
            for one in sorted(revision.distributions.all(), key=lambda one: one.name)
            if one.completed
        ],
        "service": {"url": service.url} if service else None,
        "rights": None
        if rights is None
        else {
            "basis": rights.basis, "statement_zh": rights.statement_zh, "statement_en": rights.statement_en,
            "valid_until": rights.valid_until.isoformat() if rights.valid_until else None,
            "evidence": sorted(
                ({"name": one.name, "media_type": one.blob.media_type, "sha256": bytes(one.blob.sha256 or b"").hex()} for one in revision.evidence.all()),
                key=lambda one: (one["name"], one["sha256"]),
            ),
        },
        "sample": {"nature": revision.sample_nature, "rows": [[str(cell) for cell in row] for row in revision.sample]},
        "promises": dict(revision.promises),
        "questions": list(revision.questions),
    }  # fmt: skip


def with_parts(revision: DatasetRevision) -> DatasetRevision:
    """The revision read anew with all that `content_of` asks for."""
    rows = DatasetRevision.objects.select_related("zone", "rights", "service").prefetch_related("fields", "distributions", "evidence__blob")
    return rows.get(pk=revision.pk)


def digest(content: dict[str, Any]) -> bytes:
    return hashlib.sha256(canonical(content)).digest()
