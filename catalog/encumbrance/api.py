"""REST of encumbrances. The contract it rests on is sent as the raw body, so that none is held in memory."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset.api import dataset_of
from catalog.encumbrance import permissions, use_cases
from catalog.rights.models import Encumbrance
from catalog.rights.states import Burden
from catalog.rights.use_cases import EVIDENCE_TYPES
from catalog.rules.encumbrance import CONSENTS, KINDS
from catalog.rules.policy import PURPOSES
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView, length_of
from web.openapi import listing, operation

TAGS = ["rights"]


class EncumbranceQuery(serializers.Serializer[Any]):
    """Of an exclusive license `purposes` names the field, none is every field; `since` and `until` are its first and last day."""

    kind = serializers.ChoiceField(list(KINDS))
    holder = serializers.UUIDField()
    since = serializers.DateField()
    until = serializers.DateField()
    name = serializers.CharField(max_length=200, help_text="The contract's file name.")
    purposes = serializers.ListField(child=serializers.ChoiceField(list(PURPOSES)), required=False, max_length=len(PURPOSES))


class ConsentInput(serializers.Serializer[Any]):
    to = serializers.ChoiceField(list(CONSENTS))


class PublicEncumbranceShape(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(list(KINDS))
    state = serializers.ChoiceField([str(state) for state in Burden])
    purposes = serializers.ListField(child=serializers.CharField())
    since = serializers.DateField()
    until = serializers.DateField()


class EncumbranceShape(PublicEncumbranceShape):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField()
    holder = serializers.UUIDField()
    created = serializers.DateTimeField()


def public_json(row: Encumbrance) -> dict[str, Any]:
    return {"kind": row.kind, "state": row.state, "purposes": row.purposes, "since": row.since, "until": row.until}


def as_json(row: Encumbrance) -> dict[str, Any]:
    return public_json(row) | {"id": row.pk, "dataset": row.dataset_id, "holder": row.holder_id, "created": row.created}


class Encumbrances(ApiView):
    audience = "party"

    @operation("Exclusive licenses and pledges that your organization gave or holds; all for operators and regulators", tags=TAGS, answer=listing(EncumbranceShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Encumbrance.objects.visible_to(self.actor), as_json)


class OfDataset(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RECORD}

    @operation("What encumbers a dataset: kind, field and term, for everyone who sees it", tags=TAGS, answer=listing(PublicEncumbranceShape), errors=(404,), paged=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        return self.items(Encumbrance.objects.filter(dataset=dataset_of(self.actor, dataset)), public_json)

    @operation(
        "Record an exclusive license or a pledge, with its contract of up to 20 MB as the raw body", tags=TAGS, request=dict.fromkeys(EVIDENCE_TYPES, OpenApiTypes.BINARY),
        answer=EncumbranceShape, status=201, errors=(404, 409), parameters=[EncumbranceQuery],
    )  # fmt: skip
    def post(self, request: Request, dataset: UUID) -> Response:
        size = length_of(request)
        given = self.query(EncumbranceQuery)
        paper = use_cases.Paper(given.pop("name"), request.headers.get("Content-Type", ""), request._request, size)
        return Response(as_json(use_cases.record(self.actor, dataset, paper=paper, **given)), status=201)


class One(ApiView):
    audience = "party"

    @operation("One encumbrance, for the provider, its holder, the operator and regulators", tags=TAGS, answer=EncumbranceShape, errors=(404,))
    def get(self, request: Request, encumbrance: UUID) -> Response:
        found = Encumbrance.objects.visible_to(self.actor).filter(pk=encumbrance).first()
        if found is None:
            raise NotFound
        return Response(as_json(found))


class Release(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RELEASE}

    @operation("Release it, as its holder", tags=TAGS, answer=EncumbranceShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, encumbrance: UUID) -> Response:
        return self.act(use_cases.release, encumbrance, render=as_json)


class Consent(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RELEASE}

    @operation("Consent, as the pledgee, to a withdrawal or to a transfer of the right", tags=TAGS, request=ConsentInput, answer=EncumbranceShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, encumbrance: UUID) -> Response:
        return self.act(use_cases.consent, encumbrance, to=self.input(ConsentInput)["to"], render=as_json)
