"""REST around the listing: the provider submits, takes back, withdraws; the operator lists, returns, suspends, resumes."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset.api import dataset_of
from catalog.dataset.models import Review
from catalog.dataset.permissions import SUBMIT
from catalog.dataset.render import DatasetStateShape, state_json
from catalog.listing import permissions, use_cases
from catalog.rules.review import CHECKLIST
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["datasets"]


class RemarksField(serializers.DictField):
    """Place -> words; a place is a step of the editor, or one data field as "fields:name"."""

    child = serializers.CharField(max_length=2_000)


class ReadShape(serializers.Serializer[Any]):
    """A verdict names the submission it is about: each one has its own entity tag."""

    etag = serializers.CharField(max_length=40, help_text="The etag of the revision you read (`working.etag` of the dataset). 412 when another one is submitted by now.")


class ListShape(ReadShape):
    checklist = serializers.ListField(child=serializers.ChoiceField(list(CHECKLIST)), max_length=20)
    remarks = RemarksField(required=False)


class ReturnShape(ReadShape):
    remarks = RemarksField()
    checklist = serializers.ListField(child=serializers.ChoiceField(list(CHECKLIST)), max_length=20, required=False)


class ListingRemarkShape(serializers.Serializer[Any]):
    remark = serializers.CharField(max_length=2_000)


class ReviewShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    revision = serializers.UUIDField()
    verdict = serializers.ChoiceField(["approved", "listed", "returned", "refused", "suspended", "resumed"])
    checklist = serializers.ListField(child=serializers.CharField())
    findings = serializers.DictField(child=serializers.CharField(), help_text="What the rules found on each point at the time.")
    remarks = serializers.DictField(child=serializers.CharField())
    point = serializers.CharField(allow_blank=True, help_text="Of a refusal: the point of the checklist that is failed.")
    remedy = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()


def review_json(row: Review) -> dict[str, Any]:
    return {
        "id": row.pk, "revision": row.revision_id, "verdict": row.verdict, "checklist": row.checklist, "findings": row.findings,
        "remarks": row.remarks, "point": row.point, "remedy": row.remedy, "at": row.at,
    }  # fmt: skip


class Submit(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": SUBMIT}

    @operation("Submit the revision in work for review", tags=TAGS, answer=DatasetStateShape, errors=(404,), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.submit, dataset, render=state_json)


class TakeBack(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": SUBMIT}

    @operation("Take a submission back", tags=TAGS, answer=DatasetStateShape, errors=(404,), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.take_back, dataset, render=state_json)


class Withdraw(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.WITHDRAW}

    @operation("Withdraw a dataset for good; what was agreed goes on", tags=TAGS, answer=DatasetStateShape, errors=(404,), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.withdraw, dataset, render=state_json)


class List(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PUBLISH}

    @operation("List the submitted revision (operator)", tags=TAGS, request=ListShape, answer=DatasetStateShape, errors=(404, 409, 412), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        given = self.input(ListShape)
        return self.act(use_cases.list_, dataset, checklist=given["checklist"], remarks=given.get("remarks"), expected=given["etag"], render=state_json)


class Return(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVIEW}

    @operation("Return the submission with remarks (operator)", tags=TAGS, request=ReturnShape, answer=DatasetStateShape, errors=(404, 409, 412), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        given = self.input(ReturnShape)
        return self.act(use_cases.return_, dataset, remarks=given["remarks"], checklist=given.get("checklist", ()), expected=given["etag"], render=state_json)


class Suspend(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SUSPEND}

    @operation("Suspend a listed dataset (operator)", tags=TAGS, request=ListingRemarkShape, answer=DatasetStateShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.suspend, dataset, remark=self.input(ListingRemarkShape)["remark"], render=state_json)


class Resume(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SUSPEND}

    @operation("Resume a suspended dataset (operator)", tags=TAGS, answer=DatasetStateShape, errors=(404,), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.resume, dataset, render=state_json)


class Reviews(ApiView):
    audience = "party"

    @operation("Verdicts of the operator, for the provider, the operator and regulators", tags=TAGS, answer=listing(ReviewShape), errors=(404,), paged=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        found = dataset_of(self.actor, dataset)
        if not self.actor.jurisdiction and self.actor.organization != found.provider_id:
            raise NotFound
        return self.items(Review.objects.filter(revision__dataset=found), review_json, order=("-at", "-id"))
