"""REST of opinions: asked for, given, read on the dataset's page."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rules.intermediary import KINDS
from catalog.dataset.models import Dataset, DatasetRevision
from catalog.opinion import permissions, use_cases
from catalog.opinion.models import Opinion
from catalog.opinion.states import State
from catalog.opinion.words import why_fallen
from catalog.rules.opinion import ASSURANCES, CONCLUSIONS
from kernel import clock
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView, PublicReads
from web.openapi import listing, operation

TAGS = ["service providers"]
JOINED = ("dataset", "author", "author__organization")


class AskOpinionInput(serializers.Serializer[Any]):
    service_provider = serializers.UUIDField()
    kind = serializers.ChoiceField(list(KINDS))
    request = serializers.CharField(max_length=4_000)


class IssueOpinionInput(serializers.Serializer[Any]):
    """`key` is a registered signing key, `signature` its Ed25519 signature (base64) of three lines, each ended by a line feed: "shugang opinion
    signature 1", the opinion's id, and the SHA-256 (hex) of the RFC 8785 form of {"type": "shugang-opinion-1", "opinion", "dataset",
    "revision", "revision_digest", "provider", "author" (organization), "kind", "conclusion", "assurance", "statement_zh", "statement_en",
    "valid_until"}."""

    conclusion = serializers.ChoiceField(list(CONCLUSIONS))
    assurance = serializers.ChoiceField(list(ASSURANCES))
    statement_zh = serializers.CharField(max_length=4_000)
    statement_en = serializers.CharField(max_length=4_000)
    valid_until = serializers.DateField()
    key = serializers.UUIDField(required=False)
    signature = serializers.CharField(max_length=200, required=False)


class OpinionReasonInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=4_000)


class OpinionShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField()
    revision = serializers.UUIDField()
    revision_digest = serializers.CharField()
    provider = serializers.UUIDField()
    service_provider = serializers.UUIDField()
    author = serializers.UUIDField()
    kind = serializers.ChoiceField(list(KINDS))
    state = serializers.ChoiceField([str(state) for state in State])
    stands = serializers.BooleanField()
    fallen = serializers.CharField(allow_null=True, help_text="Why it does not stand any more.")
    conclusion = serializers.CharField()
    assurance = serializers.CharField()
    statement_zh = serializers.CharField()
    statement_en = serializers.CharField()
    valid_until = serializers.DateField(allow_null=True)
    digest = serializers.CharField()
    key_kind = serializers.CharField()
    public_key = serializers.CharField()
    signature = serializers.CharField()
    issued_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class OwnOpinionShape(OpinionShape):
    request = serializers.CharField()


def public_json(row: Opinion) -> dict[str, Any]:
    why = why_fallen(row, clock.today())
    return {
        "id": row.pk, "dataset": row.dataset_id, "revision": row.revision_id, "revision_digest": row.revision_digest, "provider": row.provider_id, "service_provider": row.author_id,
        "author": row.author.organization_id, "kind": row.kind, "state": row.state, "stands": row.state == "issued" and why is None, "fallen": str(why) if why else None,
        "conclusion": row.conclusion, "assurance": row.assurance, "statement_zh": row.statement_zh, "statement_en": row.statement_en, "valid_until": row.valid_until,
        "digest": row.digest, "key_kind": row.key_kind, "public_key": row.public_key, "signature": row.signature, "issued_at": row.issued_at, "reason": row.reason,
    }  # fmt: skip


def own_json(row: Opinion) -> dict[str, Any]:
    return public_json(row) | {"request": row.request}


class OfDataset(PublicReads):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ASK}

    @operation("Opinions on a dataset, newest first", tags=TAGS, answer=listing(OpinionShape), errors=(404,), paged=True, public=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        if not Dataset.objects.visible_to(self.actor).filter(pk=dataset).exists():
            raise NotFound
        return self.items(Opinion.objects.published().filter(dataset=dataset, revision__in=DatasetRevision.objects.visible_to(self.actor).values("pk")).select_related(*JOINED), public_json)

    @operation("Ask a service provider for an opinion on the listed revision", tags=TAGS, request=AskOpinionInput, answer=OwnOpinionShape, status=201, errors=(404,), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.ask, dataset, render=own_json, status=201, location=lambda row: f"/api/v1/opinions/{row.pk}", **self.input(AskOpinionInput))


class Opinions(ApiView):
    audience = "member"

    @operation("Opinions that your organization asked for or was asked for", tags=TAGS, answer=listing(OwnOpinionShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Opinion.objects.visible_to(self.actor).select_related(*JOINED), own_json)


class One(ApiView):
    audience = "party"

    @operation("One opinion", tags=TAGS, answer=OwnOpinionShape, errors=(404,))
    def get(self, request: Request, opinion: UUID) -> Response:
        found = Opinion.objects.visible_to(self.actor).select_related(*JOINED).filter(pk=opinion).first()
        if found is None:
            raise NotFound
        return Response(own_json(found))


class Cancel(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CANCEL}

    @operation("Take back what was asked", tags=TAGS, answer=OwnOpinionShape, errors=(404,), idempotent=True)
    def post(self, request: Request, opinion: UUID) -> Response:
        return self.act(use_cases.cancel, opinion, render=own_json)


class Refuse(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.GIVE}

    @operation("Give no opinion, with a reason", tags=TAGS, request=OpinionReasonInput, answer=OwnOpinionShape, errors=(404,), idempotent=True)
    def post(self, request: Request, opinion: UUID) -> Response:
        return self.act(use_cases.refuse, opinion, render=own_json, **self.input(OpinionReasonInput))


class Issue(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SIGN}

    @operation("Sign and issue the opinion", tags=TAGS, request=IssueOpinionInput, answer=OwnOpinionShape, errors=(404,), idempotent=True)
    def post(self, request: Request, opinion: UUID) -> Response:
        return self.act(use_cases.issue, opinion, render=own_json, **self.input(IssueOpinionInput))


class Withdraw(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.WITHDRAW}

    @operation("Withdraw an opinion, with a reason", tags=TAGS, request=OpinionReasonInput, answer=OwnOpinionShape, errors=(404,), idempotent=True)
    def post(self, request: Request, opinion: UUID) -> Response:
        return self.act(use_cases.withdraw, opinion, render=own_json, **self.input(OpinionReasonInput))
