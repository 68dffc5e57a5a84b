"""What a certificate's two digests are taken over: the frozen content of a revision, and its rights statement with the evidence.

Both are SHA-256 over canonical JSON (RFC 8785). Whoever holds the same content can make the same digest again.
"""

from __future__ import annotations

import hashlib
from typing import Any

from catalog.dataset.models import DatasetRevision
from kernel.canonical import canonical

_TEXTS = ("title_zh", "title_en", "description_zh", "description_en", "industry", "coverage_zh", "coverage_en", "frequency", "sample_nature")
_LISTS = ("keywords", "places")
_DATES = ("covers_from", "covers_until", "updated_on")
_FIELD = ("name", "type", "unit", "meaning_zh", "meaning_en", "treatment", "personal", "sensitive", "category", "grade")


def _of_revision(revision: DatasetRevision) -> dict[str, Any]:
    fields = sorted(revision.fields.all(), key=lambda field: field.position)
    files = sorted(revision.distributions.all(), key=lambda file: file.name)
    return {
        "dataset": str(revision.dataset_id), "revision": str(revision.pk), "number": revision.number, "grade": revision.grade, "personal": revision.personal,
        "sensitive": revision.sensitive, "synthetic": revision.synthetic, "persons": None if revision.persons is None else str(revision.persons),
        **{name: getattr(revision, name) for name in _TEXTS},
        **{name: list(getattr(revision, name)) for name in _LISTS},
        **{name: day.isoformat() if (day := getattr(revision, name)) else None for name in _DATES},
        "sample": [[str(cell) for cell in row] for row in revision.sample],
        "fields": [{name: getattr(field, name) for name in _FIELD} for field in fields],
        "files": [{"name": file.name, "media_type": file.media_type, "size": str(file.size), "sha256": file.sha256_hex} for file in files],
    }  # fmt: skip


def _of_rights(revision: DatasetRevision) -> dict[str, Any]:
    stated = revision.rights
    cited = {"registration": str(stated.registration)} if stated.registration_id else {}
    return cited | {
        "revision": str(revision.pk), "basis": stated.basis, "statement_zh": stated.statement_zh, "statement_en": stated.statement_en,
        "valid_until": stated.valid_until.isoformat() if stated.valid_until else None,
        "evidence": sorted(bytes(one.blob.sha256 or b"").hex() for one in revision.evidence.select_related("blob")),
    }


def digests(revision: DatasetRevision) -> tuple[str, str]:
    """Of the revision and of its rights, in hex. `revision` is frozen, so they are the same for ever."""
    return _digest(_of_revision(revision)), _digest(_of_rights(revision))


def _digest(value: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()
