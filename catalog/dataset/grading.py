"""What a grading is about: the fields' names, grades and marks as facts, and a digest that shows any later change of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from catalog.dataset.classification_states import STANDING
from catalog.dataset.models import Classification, DataField, DatasetRevision
from catalog.rules.grade import FieldFacts
from kernel.canonical import canonical


def field_facts(fields: Iterable[DataField]) -> tuple[FieldFacts, ...]:
    return tuple(FieldFacts(field.name, field.grade, field.personal, field.sensitive, field.category) for field in fields)


def fields_digest(fields: Iterable[DataField | FieldFacts]) -> bytes:
    """SHA-256 over names, grades, marks and categories in order: what a grading was about."""
    rows = [[field.name, field.grade, field.personal, field.sensitive, *([field.category] if field.category else [])] for field in fields]
    return hashlib.sha256(canonical(rows)).digest()


def standing_classification(revision: DatasetRevision) -> Classification | None:
    """The grading that is proposed or confirmed for this revision now."""
    return Classification.objects.filter(revision=revision, state__in=STANDING).first()
