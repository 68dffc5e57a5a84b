"""REST of manifests: apply one, read a listing as one, and the schema they keep to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset import permissions
from catalog.dataset.render import DatasetStateShape, DistributionShape, distribution_json, state_json
from catalog.manifest import use_cases
from catalog.manifest.export import as_yaml, manifest_of, own
from catalog.manifest.reading import LARGEST, read
from catalog.manifest.schema import schema
from kernel.permissions import Permission
from web.api import ApiView, PublicReads
from web.openapi import operation

TAGS = ["datasets"]
YAML = "application/yaml"
FORM = OpenApiParameter("format", OpenApiTypes.STR, enum=["json", "yaml"], description="JSON unless told otherwise.")


class ManifestParser(BaseParser):
    """JSON up to 1 MiB, checked against the schema while it is read."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        return read(stream.read(LARGEST + 1))


class YamlParser(ManifestParser):
    media_type = YAML


class AppliedShape(serializers.Serializer[Any]):
    """`changed` names the sections that differed: none when the manifest says what stands already."""

    dataset = DatasetStateShape()
    created = serializers.BooleanField()
    changed = serializers.ListField(child=serializers.CharField())
    awaited = DistributionShape(many=True)


def as_json(row: use_cases.Applied) -> dict[str, Any]:
    return {"dataset": state_json(row.dataset), "created": row.created, "changed": row.changed, "awaited": [distribution_json(one) for one in row.awaited]}


class Manifests(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}
    parser_classes: Any = (ManifestParser, YamlParser)

    @operation(
        "Create or update a listing from its manifest; the same one again changes nothing", tags=TAGS, answer=AppliedShape, errors=(404, 409, 413, 415), idempotent=True,
        request={"application/json": OpenApiTypes.OBJECT, YAML: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request) -> Response:
        return self.act(use_cases.submit, request.data, render=as_json, location=lambda row: reverse("api.dataset.detail", args=[row.dataset.pk]))


class Manifest(ApiView):
    audience = "party"

    @operation("A listing as its manifest, for its provider, the exchange and the regulators", tags=TAGS, answers={(200, media): OpenApiTypes.OBJECT for media in ("application/json", YAML)}, errors=(404,), parameters=[FORM])
    def get(self, request: Request, dataset: UUID) -> Response | HttpResponse:
        found = manifest_of(own(self.actor, dataset))
        if request.query_params.get("format") == "yaml":
            return HttpResponse(as_yaml(found), content_type=f"{YAML}; charset=utf-8")
        return Response(found)


class Schema(PublicReads):
    @operation("The manifest's JSON Schema", tags=TAGS, answer=OpenApiTypes.OBJECT, public=True)
    def get(self, request: Request) -> Response:
        return Response(schema(request.build_absolute_uri(request.path)))
