"""REST of gradings: propose, confirm, reject."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.classification import permissions, use_cases
from catalog.dataset.api import dataset_of
from catalog.dataset.classification_states import ClassificationState
from catalog.dataset.models import Classification
from catalog.dataset.render import GRADES, grade
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


class GroundsShape(serializers.Serializer[Any]):
    grounds = serializers.CharField(max_length=use_cases.LONGEST_GROUNDS)


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


class Gradings(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PROPOSE}

    @operation("Gradings of a dataset, newest first", tags=TAGS, answer=listing(ClassificationShape), errors=(404,), paged=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        rows = Classification.objects.visible_to(self.actor).filter(dataset=dataset_of(self.actor, dataset))
        return self.items(rows, as_json, order=("-proposed", "-id"))

    @operation("Propose the grades that stand in the fields", tags=TAGS, request=GroundsShape, answer=ClassificationShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.propose, dataset, grounds=self.input(GroundsShape)["grounds"], render=as_json, status=201)


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
