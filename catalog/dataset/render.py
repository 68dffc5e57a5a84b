"""Datasets as JSON: what the API answers, as plain dicts, and the shapes that document them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from catalog.dataset.choices import FIELD_TYPES, FREQUENCIES, INDUSTRIES, RIGHTS_BASES
from catalog.dataset.models import DataField, Dataset, DatasetRevision, Distribution
from catalog.dataset.states import DatasetState, RevisionState
from catalog.dataset.use_cases.working import etag
from catalog.rules.personal import CATEGORIES
from catalog.rules.quality import MOST_KEY
from catalog.rules.visibility import SampleNature

GRADES = [f"g{number}" for number in range(1, 7)]


class Words(serializers.Serializer[Any]):
    zh = serializers.CharField(allow_blank=True)
    en = serializers.CharField(allow_blank=True)


class ProviderShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = Words()


class RevisionBriefShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField([str(state) for state in RevisionState])
    etag = serializers.CharField()


class DatasetStateShape(serializers.Serializer[Any]):
    """Where a dataset stands: what every act on it answers."""

    id = serializers.UUIDField()
    provider = serializers.UUIDField()
    state = serializers.ChoiceField([str(state) for state in DatasetState])
    since = serializers.DateTimeField()
    grade = serializers.ChoiceField(GRADES, allow_null=True)
    current = RevisionBriefShape(allow_null=True)
    working = RevisionBriefShape(allow_null=True)


class FieldShape(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    type = serializers.ChoiceField(list(FIELD_TYPES), default="text")
    unit = serializers.CharField(max_length=40, allow_blank=True, default="")
    meaning_zh = serializers.CharField(max_length=300, allow_blank=True, default="")
    meaning_en = serializers.CharField(max_length=300, allow_blank=True, default="")
    treatment = serializers.CharField(max_length=300, allow_blank=True, default="")
    personal = serializers.BooleanField(default=False)
    sensitive = serializers.BooleanField(default=False)
    category = serializers.ChoiceField(["", *CATEGORIES], default="", help_text="Category of sensitive personal information; one that is given makes the field sensitive.")
    grade = serializers.IntegerField(min_value=1, max_value=6, default=1)


class DistributionShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    method = serializers.ChoiceField(["download"])
    size = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True)
    complete = serializers.BooleanField()


class RightsShape(serializers.Serializer[Any]):
    basis = serializers.ChoiceField(list(RIGHTS_BASES))
    statement_zh = serializers.CharField()
    statement_en = serializers.CharField()
    valid_until = serializers.DateField(allow_null=True)
    registration = serializers.UUIDField(allow_null=True)


class SampleShape(serializers.Serializer[Any]):
    nature = serializers.ChoiceField([str(nature) for nature in SampleNature])
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField(allow_blank=True)))


class PromisesShape(serializers.Serializer[Any]):
    """What is promised of the quality (GB/T 36344); what is left out or empty is not promised."""

    completeness = serializers.CharField(required=False, allow_blank=True, max_length=8, help_text="At least this share, from 0 to 1 with at most four decimals.")
    validity = serializers.CharField(required=False, allow_blank=True, max_length=8)
    uniqueness = serializers.CharField(required=False, allow_blank=True, max_length=8)
    consistency = serializers.CharField(required=False, allow_blank=True, max_length=8)
    accessibility = serializers.CharField(required=False, allow_blank=True, max_length=8)
    update_every = serializers.CharField(required=False, allow_blank=True, max_length=8, help_text="An ISO 8601 duration: P1D, P1W, P1M, P1Y, PT6H.")
    key = serializers.CharField(required=False, allow_blank=True, max_length=MOST_KEY, help_text="The column that tells the rows apart.")


class RevisionShape(RevisionBriefShape):
    dataset = serializers.UUIDField()
    title = Words()
    description = Words()
    keywords = serializers.ListField(child=serializers.CharField())
    industry = serializers.ChoiceField(list(INDUSTRIES), allow_blank=True)
    zone = serializers.CharField(allow_null=True)
    coverage = Words()
    places = serializers.ListField(child=serializers.CharField())
    covers_from = serializers.DateField(allow_null=True)
    covers_until = serializers.DateField(allow_null=True)
    frequency = serializers.ChoiceField(list(FREQUENCIES))
    updated_on = serializers.DateField(allow_null=True)
    persons = serializers.IntegerField(allow_null=True)
    synthetic = serializers.BooleanField()
    grade = serializers.ChoiceField(GRADES, allow_null=True)
    personal = serializers.BooleanField()
    sensitive = serializers.BooleanField()
    fields = FieldShape(many=True)  # type: ignore[assignment]
    distributions = DistributionShape(many=True)
    rights = RightsShape(allow_null=True)
    sample = SampleShape()
    promises = PromisesShape()
    questions = serializers.ListField(child=serializers.DictField())
    digest = serializers.CharField(allow_null=True, help_text="SHA-256 of the content since it was finalized, in hexadecimal.")
    revoked_reason = serializers.CharField(allow_blank=True)


def words(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def grade(value: int | None) -> str | None:
    return f"g{value}" if value else None


def revision_brief(row: DatasetRevision | None) -> dict[str, Any] | None:
    return None if row is None else {"id": row.pk, "number": row.number, "state": row.state, "etag": etag(row)}


def state_json(row: Dataset) -> dict[str, Any]:
    return {
        "id": row.pk, "provider": row.provider_id, "state": row.state, "since": row.state_since, "grade": grade(row.grade),
        "current": revision_brief(row.current), "working": revision_brief(row.working),
    }


def field_json(row: DataField) -> dict[str, Any]:
    return {
        "name": row.name, "type": row.type, "unit": row.unit, "meaning_zh": row.meaning_zh, "meaning_en": row.meaning_en, "treatment": row.treatment,
        "personal": row.personal, "sensitive": row.sensitive, "category": row.category, "grade": row.grade,
    }


def distribution_json(row: Distribution) -> dict[str, Any]:
    return {
        "id": row.pk, "name": row.name, "media_type": row.media_type, "method": row.method, "size": row.size, "sha256": row.sha256_hex or None,
        "complete": row.completed is not None,
    }


def revision_json(row: DatasetRevision, *, with_sample: bool) -> dict[str, Any]:
    """The whole revision; `with_sample` False leaves the rows of the sample out (catalog/rules/visibility.py)."""
    rights = getattr(row, "rights", None)
    return {
        **(revision_brief(row) or {}),
        "dataset": row.dataset_id,
        "title": words(row.title_zh, row.title_en),
        "description": words(row.description_zh, row.description_en),
        "keywords": row.keywords,
        "industry": row.industry,
        "zone": row.zone.code if row.zone else None,
        "coverage": words(row.coverage_zh, row.coverage_en),
        "places": row.places,
        "covers_from": row.covers_from,
        "covers_until": row.covers_until,
        "frequency": row.frequency,
        "updated_on": row.updated_on,
        "persons": row.persons,
        "synthetic": row.synthetic,
        "grade": grade(row.grade),
        "personal": row.personal,
        "sensitive": row.sensitive,
        "fields": [field_json(field) for field in row.fields.all()],
        "distributions": [distribution_json(file) for file in row.distributions.all()],
        "rights": None
        if rights is None
        else {"basis": rights.basis, "statement_zh": rights.statement_zh, "statement_en": rights.statement_en, "valid_until": rights.valid_until, "registration": rights.registration_id},
        "sample": {"nature": row.sample_nature, "rows": row.sample if with_sample else []},
        "promises": row.promises,
        "questions": row.questions,
        "digest": bytes(row.digest).hex() if row.digest else None,
        "revoked_reason": row.revoked_reason,
    }
