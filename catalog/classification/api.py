"""REST of gradings: propose, confirm, reject."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.classification import permissions, stating, use_cases
from catalog.dataset.api import dataset_of
from catalog.dataset.classification_states import ClassificationState
from catalog.dataset.models import Classification
from catalog.dataset.render import GRADES, grade
from catalog.rules.assessed import stands
from catalog.rules.assessment import RELEASE, AssessmentFacts, derive, derived_grade
from catalog.rules.business import industry_class
from catalog.rules.impact import DEGREES, HARMED
from catalog.scan.api import own_dataset
from catalog.scan.assessing import again, kept_facts
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["datasets"]


class ClassificationShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField()
    revision = serializers.UUIDField()
    state = serializers.ChoiceField([str(state) for state in ClassificationState])
    grade = serializers.ChoiceField(GRADES)
    grounds = serializers.CharField()
    proposed_by = serializers.UUIDField()
    proposed = serializers.DateTimeField()
    decided_by = serializers.UUIDField(allow_null=True)
    decided = serializers.DateTimeField(allow_null=True)
    remark = serializers.CharField(allow_blank=True)


class ImpactShape(serializers.Serializer[Any]):
    """One stated impact; without fields it is about all of them."""

    object = serializers.ChoiceField(list(HARMED))
    degree = serializers.ChoiceField(list(DEGREES))
    reason = serializers.CharField(max_length=stating.LONGEST_REASON)

    def get_fields(self) -> dict[str, Any]:  # "fields" is a property of every serializer
        return {"fields": serializers.ListField(child=serializers.CharField(max_length=80), default=list), **super().get_fields()}


class GroundsShape(serializers.Serializer[Any]):
    grounds = serializers.CharField(max_length=use_cases.LONGEST_GROUNDS)
    attributes = serializers.DictField(child=serializers.CharField(max_length=40), required=False, help_text="Business attributes: subject, described, step, processing, source.")
    impacts = ImpactShape(many=True, required=False)


class DerivedShape(serializers.Serializer[Any]):
    field = serializers.CharField()
    grade = serializers.ChoiceField(GRADES, help_text="At least this grade.")
    personal = serializers.BooleanField()
    sensitive = serializers.BooleanField()
    below = serializers.BooleanField(help_text="Whether the field stands below it.")
    reasons = serializers.ListField(child=serializers.DictField(), help_text="The rules that led to it, with their sources and how sure each is (legal_certainty).")


class AssessmentShape(serializers.Serializer[Any]):
    """What the rules derive for the fields as they stand now."""

    release = serializers.CharField()
    industry_class = serializers.CharField()
    attributes = serializers.DictField(child=serializers.CharField())
    persons = serializers.IntegerField(allow_null=True, help_text="How many persons count: the larger of what is declared and what scans found.")
    grade = serializers.ChoiceField(GRADES)
    items = DerivedShape(many=True)


class ReadShape(serializers.Serializer[Any]):
    """A decision names the grading it is about."""

    classification = serializers.UUIDField(help_text="The id of the grading you read. 412 when the fields were changed since, which made it void.")


class RemarkShape(ReadShape):
    remark = serializers.CharField(max_length=use_cases.LONGEST_GROUNDS)


def as_json(row: Classification) -> dict[str, Any]:
    return {
        "id": row.pk, "dataset": row.dataset_id, "revision": row.revision_id, "state": row.state, "grade": grade(row.grade), "grounds": row.grounds,
        "proposed_by": row.proposed_by, "proposed": row.proposed, "decided_by": row.decided_by, "decided": row.decided, "remark": row.remark,
    }


def assessment_json(facts: AssessmentFacts) -> dict[str, Any]:
    derived = derive(facts)
    rows = [
        {"field": one.field, "grade": grade(one.grade), "personal": one.personal, "sensitive": one.sensitive, "below": not stands(field, one), "reasons": [each.as_json() for each in one.reasons]}
        for field, one in zip(facts.fields, derived, strict=True)
    ]
    return {
        "release": RELEASE, "industry_class": industry_class(facts.industry), "attributes": dict(facts.attributes), "persons": facts.persons, "grade": grade(derived_grade(derived)), "items": rows,
    }


class Assessment(ApiView):
    audience = "party"

    @operation("What the rules derive for the fields of the revision in work, or of the listed one", tags=TAGS, answer=AssessmentShape, errors=(404,))
    def get(self, request: Request, dataset: UUID) -> Response:
        found = own_dataset(self.actor, dataset)
        revision = found.working or found.current
        if revision is None:
            raise NotFound
        return Response(assessment_json(again(revision, kept_facts(revision))))


class Gradings(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PROPOSE}

    @operation("Gradings of a dataset, newest first", tags=TAGS, answer=listing(ClassificationShape), errors=(404,), paged=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        rows = Classification.objects.visible_to(self.actor).filter(dataset=dataset_of(self.actor, dataset))
        return self.items(rows, as_json, order=("-proposed", "-id"))

    @operation("Propose the grades that stand in the fields", tags=TAGS, request=GroundsShape, answer=ClassificationShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.propose, dataset, render=as_json, status=201, **self.input(GroundsShape))


class _Decide(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM}

    def decide(self, dataset: UUID, use_case: Callable[..., Classification], shape: type[ReadShape]) -> Response:
        """Decide the grading that was read. Errors: NotFound when it is not one of this dataset, or out of sight."""
        gradings = Classification.objects.visible_to(self.actor).filter(dataset=dataset)
        if not gradings.exists():
            raise NotFound
        given = self.input(shape)
        if not gradings.filter(pk=given["classification"]).exists():
            raise NotFound
        return self.act(use_case, given.pop("classification"), render=as_json, **given)


class Confirm(_Decide):
    @operation("Confirm the proposed grading, as a second person", tags=TAGS, request=ReadShape, answer=ClassificationShape, errors=(404, 409, 412), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.decide(dataset, use_cases.confirm, ReadShape)


class Reject(_Decide):
    @operation("Reject the proposed grading, as a second person", tags=TAGS, request=RemarkShape, answer=ClassificationShape, errors=(404, 409, 412), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.decide(dataset, use_cases.reject, RemarkShape)
