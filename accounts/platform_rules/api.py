"""REST of the platform rules."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.platform_rules import permissions, use_cases
from accounts.platform_rules.models import PlatformRules, RulesAcceptance
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["platform-rules"]


class NewRulesShape(serializers.Serializer[Any]):
    text_zh = serializers.CharField(max_length=200_000)
    text_en = serializers.CharField(max_length=200_000)
    in_force_from = serializers.DateTimeField(allow_null=True, default=None)


class RulesShape(NewRulesShape):
    number = serializers.IntegerField()
    published = serializers.DateTimeField()


class AcceptanceShape(serializers.Serializer[Any]):
    organization = serializers.UUIDField()
    number = serializers.IntegerField()
    at = serializers.DateTimeField()


def as_json(row: PlatformRules) -> dict[str, Any]:
    return {"number": row.number, "text_zh": row.text_zh, "text_en": row.text_en, "published": row.published, "in_force_from": row.in_force_from}


def acceptance_as_json(row: RulesAcceptance) -> dict[str, Any]:
    return {"organization": row.organization_id, "number": row.rules.number, "at": row.at}


class Versions(ApiView):
    audience = "public"
    public = True
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PUBLISH}

    @operation("Versions of the platform rules, newest first", tags=TAGS, answer=listing(RulesShape), paged=True, public=True)
    def get(self, request: Request) -> Response:
        return self.items(PlatformRules.objects.all(), as_json, order=("-number",))

    @operation("Publish the next version", tags=TAGS, request=NewRulesShape, answer=RulesShape, status=201, idempotent=True)
    def post(self, request: Request) -> Response:
        given = self.input(NewRulesShape)
        return self.act(
            use_cases.publish, text_zh=given["text_zh"], text_en=given["text_en"], in_force_from=given["in_force_from"], render=as_json, status=201
        )


class Accept(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ACCEPT}

    @operation("Accept the newest version for your organization", tags=TAGS, answer=AcceptanceShape, errors=(404, 409, 422), idempotent=True)
    def post(self, request: Request, number: int) -> Response:
        return self.act(use_cases.accept, number, render=acceptance_as_json)
