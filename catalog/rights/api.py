"""REST of the rights statement and its evidence. Documents are sent as the raw body, so that none is held in memory."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset import permissions
from catalog.dataset.api import IF_MATCH, dataset_of, matched
from catalog.dataset.models import RightsEvidence
from catalog.dataset.render import DatasetStateShape, RightsShape, state_json
from catalog.rights import use_cases
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView, length_of
from web.openapi import listing, operation

TAGS = ["datasets"]
NAME = OpenApiParameter("name", OpenApiTypes.STR, required=True, description="The document's file name.")


class RightsInput(RightsShape):
    valid_until = serializers.DateField(allow_null=True, required=False)
    registration = serializers.UUIDField(allow_null=True, required=False, help_text="The entry of the rights register it rests on, if any.")


class EvidenceShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    added = serializers.DateTimeField()


def evidence_json(row: RightsEvidence) -> dict[str, Any]:
    return {
        "id": row.pk, "name": row.name, "media_type": row.blob.media_type, "size": row.blob.size, "sha256": bytes(row.blob.sha256 or b"").hex(), "added": row.added,
    }


class Rights(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"put": permissions.EDIT}

    @operation("State the rights in the data", tags=TAGS, request=RightsInput, answer=DatasetStateShape, errors=(404, 409, 412), parameters=[IF_MATCH], idempotent=True)
    def put(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.state, dataset, expected=matched(request), render=state_json, **self.input(RightsInput))


class Evidence(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    @operation("Evidence of the rights: for the provider, the operator and regulators", tags=TAGS, answer=listing(EvidenceShape), errors=(404,), paged=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        found = dataset_of(self.actor, dataset)
        if not self.actor.jurisdiction and self.actor.organization != found.provider_id:
            raise NotFound
        rows = RightsEvidence.objects.filter(revision=found.working_id or found.current_id).select_related("blob")
        return self.items(rows, evidence_json, order=("-added", "-id"))

    @operation(
        "Attach a document of up to 20 MB, as the raw body", tags=TAGS, request=dict.fromkeys(use_cases.EVIDENCE_TYPES, OpenApiTypes.BINARY), answer=EvidenceShape, status=201,
        errors=(404, 409), parameters=[NAME],
    )
    def post(self, request: Request, dataset: UUID) -> Response:
        size = length_of(request, "evidence")
        made = use_cases.add_evidence(
            self.actor, dataset, name=request.query_params.get("name", ""), media_type=request.headers.get("Content-Type", ""), stream=request._request, size=size
        )
        return Response(evidence_json(made), status=201)


class EvidenceOne(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"delete": permissions.EDIT}

    @operation("Take a document out of the revision in work", tags=TAGS, answer=DatasetStateShape, errors=(404,), idempotent=True)
    def delete(self, request: Request, dataset: UUID, evidence: UUID) -> Response:
        return self.act(use_cases.remove_evidence, dataset, evidence, render=state_json)
