"""REST of zones."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.zone import permissions, use_cases
from catalog.zone.models import Zone
from catalog.zone.states import ZoneState
from kernel.permissions import Permission
from web.api import ApiView, PublicReads
from web.openapi import listing, operation

TAGS = ["zones"]


class NewZoneShape(serializers.Serializer[Any]):
    code = serializers.RegexField(r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)
    name_zh = serializers.CharField(max_length=80)
    name_en = serializers.CharField(max_length=80)
    about_zh = serializers.CharField(max_length=1_000, allow_blank=True, default="")
    about_en = serializers.CharField(max_length=1_000, allow_blank=True, default="")
    operator = serializers.UUIDField(allow_null=True, required=False)


class ZoneShape(NewZoneShape):
    id = serializers.UUIDField()
    state = serializers.ChoiceField([str(state) for state in ZoneState])


def as_json(row: Zone) -> dict[str, Any]:
    return {
        "id": row.pk, "code": row.code, "name_zh": row.name_zh, "name_en": row.name_en, "about_zh": row.about_zh, "about_en": row.about_en, "operator": row.operator_id,
        "state": row.state,
    }


class Zones(PublicReads):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.MANAGE}

    @operation("Zones", tags=TAGS, answer=listing(ZoneShape), paged=True, public=True)
    def get(self, request: Request) -> Response:
        return self.items(Zone.objects.visible_to(self.actor), as_json, order=("code",))

    @operation("Open a zone", tags=TAGS, request=NewZoneShape, answer=ZoneShape, status=201, errors=(409,), idempotent=True)
    def post(self, request: Request) -> Response:
        return self.act(use_cases.open_zone, render=as_json, status=201, **self.input(NewZoneShape))


class Close(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.MANAGE}

    @operation("Close a zone to new datasets", tags=TAGS, answer=ZoneShape, errors=(404,), idempotent=True)
    def post(self, request: Request, zone: UUID) -> Response:
        return self.act(use_cases.close, zone, render=as_json)


class Reopen(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.MANAGE}

    @operation("Reopen a zone", tags=TAGS, answer=ZoneShape, errors=(404,), idempotent=True)
    def post(self, request: Request, zone: UUID) -> Response:
        return self.act(use_cases.reopen, zone, render=as_json)
