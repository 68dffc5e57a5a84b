"""REST of API clients. A secret is in the answer that made it and nowhere else, not even under an Idempotency-Key."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.client import permissions, use_cases
from accounts.client.models import Client
from accounts.client.use_cases import LONGEST, USUAL, Issued
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["api-clients"]


class NewClientShape(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=100)
    scopes = serializers.ListField(child=serializers.CharField(max_length=100), min_length=1, max_length=300)
    days = serializers.IntegerField(min_value=1, max_value=LONGEST, default=USUAL)


class ClientShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    client_id = serializers.CharField()
    name = serializers.CharField()
    responsible = serializers.UUIDField()
    scopes = serializers.ListField(child=serializers.CharField())
    begins = serializers.DateTimeField()
    expires = serializers.DateTimeField()
    last_used = serializers.DateTimeField(allow_null=True)
    revoked = serializers.DateTimeField(allow_null=True)


class IssuedShape(ClientShape):
    client_secret = serializers.CharField(allow_null=True, help_text="Shown once. A repeat of the request under the same key answers null.")


def as_json(row: Client) -> dict[str, Any]:
    return {
        "id": row.pk, "client_id": row.client_id, "name": row.name, "responsible": row.responsible_id, "scopes": row.scopes, "begins": row.begins,
        "expires": row.expires, "last_used": row.last_used, "revoked": row.revoked,
    }


def issued_as_json(issued: Issued) -> dict[str, Any]:
    return as_json(issued.client) | {"client_secret": issued.secret}


def without_secret(body: dict[str, Any]) -> dict[str, Any]:
    """What may be stored with an Idempotency-Key."""
    kept: dict[str, Any] = orjson.loads(orjson.dumps(body, default=str, option=orjson.OPT_UTC_Z))
    return kept | ({"client_secret": None} if "client_secret" in kept else {})


class Clients(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CREATE}

    @operation("API clients of your organization", tags=TAGS, answer=listing(ClientShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Client.objects.visible_to(self.actor), as_json, order=("-begins", "-id"))

    @operation("Create an API client that your person answers for", tags=TAGS, request=NewClientShape, answer=IssuedShape, status=201, errors=(409,), idempotent=True)
    def post(self, request: Request) -> Response:
        given = self.input(NewClientShape)
        return self.act(
            use_cases.create, given["name"], given["scopes"], days=given["days"], render=issued_as_json, keep=without_secret, status=201,
            location=lambda made: reverse("api.client.detail", args=[made.client.pk]),
        )


class One(ApiView):
    audience = "party"

    @operation("One API client", tags=TAGS, answer=ClientShape, errors=(404,))
    def get(self, request: Request, client: UUID) -> Response:
        found = Client.objects.visible_to(self.actor).filter(pk=client).first()
        if found is None:
            raise NotFound
        return Response(as_json(found))


class Rotate(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ROTATE}

    @operation("Replace the secret; the old one and its tokens stop", tags=TAGS, answer=IssuedShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, client: UUID) -> Response:
        return self.act(use_cases.rotate, client, render=issued_as_json, keep=without_secret)


class Revoke(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVOKE}

    @operation("Revoke an API client", tags=TAGS, answer=ClientShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, client: UUID) -> Response:
        return self.act(use_cases.revoke, client, render=as_json)
