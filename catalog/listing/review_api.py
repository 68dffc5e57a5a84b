"""REST of the review: the queue, one submission with findings and differences, whose it is, refusing, and revoking a revision."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset.api import dataset_of
from catalog.dataset.models import DatasetRevision
from catalog.dataset.render import DatasetStateShape, Words, state_json, words
from catalog.dataset.states import RevisionState
from catalog.dataset.use_cases.working import etag
from catalog.listing import permissions, use_cases
from catalog.listing.api import ReadShape
from catalog.listing.gather import listing_facts
from catalog.listing.queue import WAITING, reviews
from catalog.listing.reading import changes, difference_json
from catalog.listing.use_cases.revoking import LONGEST_REASON
from catalog.rules.checklist import Found, findings
from catalog.rules.review import CHECKLIST
from kernel import clock
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["datasets"]


class TabQuery(serializers.Serializer[Any]):
    tab = serializers.ChoiceField(list(WAITING), default="waiting", help_text="Assigned to you, to nobody, all, or past their deadline; the nearest deadline first.")
    limit = serializers.IntegerField(required=False)
    cursor = serializers.CharField(required=False)


class WaitingReviewShape(serializers.Serializer[Any]):
    dataset = serializers.UUIDField()
    revision = serializers.UUIDField()
    etag = serializers.CharField()
    number = serializers.IntegerField()
    title = Words()
    provider = serializers.UUIDField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    reviewer = serializers.UUIDField(allow_null=True)


class FindingShape(serializers.Serializer[Any]):
    """`found`: met, missing, look (a person has to read) or not_asked."""

    point = serializers.ChoiceField(list(CHECKLIST))
    found = serializers.ChoiceField([one.value for one in Found])
    says = serializers.CharField()
    cites = serializers.ListField(child=serializers.DictField())


class DifferenceShape(serializers.Serializer[Any]):
    place = serializers.CharField()
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class ReviewWorkShape(WaitingReviewShape):
    """`differences` are from the submission before; null when this is the first."""

    findings = FindingShape(many=True)
    differences = DifferenceShape(many=True, allow_null=True)


class AssignShape(serializers.Serializer[Any]):
    to = serializers.UUIDField(allow_null=True, help_text="A person of the exchange; null puts it back for anyone.")


class RefuseShape(ReadShape):
    point = serializers.ChoiceField(list(CHECKLIST))
    remark = serializers.CharField(max_length=2_000)
    remedy = serializers.CharField(max_length=2_000)


class RevokeShape(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=LONGEST_REASON)


def waiting_json(row: DatasetRevision) -> dict[str, Any]:
    return {
        "dataset": row.dataset_id, "revision": row.pk, "etag": etag(row), "number": row.number, "title": words(row.title_zh, row.title_en), "provider": row.dataset.provider_id,
        "since": row.state_since, "until": row.review_until, "reviewer": row.reviewer,
    }  # fmt: skip


class Reviews(ApiView):
    audience = "operator"

    @operation("Submissions that wait for a review (operator)", tags=TAGS, answer=listing(WaitingReviewShape), errors=(404,), paged=True, parameters=[TabQuery])
    def get(self, request: Request) -> Response:
        if self.actor.jurisdiction != "operator":
            raise NotFound
        tab = self.query(TabQuery)["tab"]
        return self.items(reviews(self.actor, tab, clock.now()), waiting_json, order=("review_until", "id"))


class ReviewWork(ApiView):
    audience = "operator"

    @operation("One submission for its review: findings and differences (operator)", tags=TAGS, answer=ReviewWorkShape, errors=(404,))
    def get(self, request: Request, dataset: UUID) -> Response:
        found = dataset_of(self.actor, dataset)
        revision = DatasetRevision.objects.filter(dataset=found, state=RevisionState.SUBMITTED).select_related("dataset").first()
        if self.actor.jurisdiction != "operator" or revision is None:
            raise NotFound
        earlier, differing = changes(found)
        judged = findings(listing_facts(found, revision, clock.now()))
        return Response(
            waiting_json(revision)
            | {
                "findings": [{"point": one.gate.key, "found": one.found.value, "says": str(one.says), "cites": [cite.as_json() for cite in one.gate.cites]} for one in judged],
                "differences": None if earlier is None else [difference_json(one) for one in differing],
            }
        )


class Assign(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVIEW}

    @operation("Give a review to a person of the exchange (operator)", tags=TAGS, request=AssignShape, answer=DatasetStateShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.assign, dataset, to=self.input(AssignShape)["to"], render=state_json)


class Refuse(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVIEW}

    @operation("Refuse the submission for good, with the point it fails and a remedy (operator)", tags=TAGS, request=RefuseShape, answer=DatasetStateShape, errors=(404, 409, 412), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        given = self.input(RefuseShape)
        return self.act(use_cases.refuse, dataset, expected=given.pop("etag"), render=state_json, **given)


class Revoke(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVOKE}

    @operation("Revoke a revision that was listed: no new delivery of it", tags=TAGS, request=RevokeShape, answer=DatasetStateShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, dataset: UUID, revision: UUID) -> Response:
        return self.act(use_cases.revoke, dataset, revision, reason=self.input(RevokeShape)["reason"], render=state_json)
