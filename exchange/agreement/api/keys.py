"""REST of an organization's own signing keys."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.agreement import permissions, use_cases
from exchange.agreement.api.shapes import RegisterShape, SigningKeyShape, SigningKeysShape, key_as_json
from exchange.agreement.models import SigningKey
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import operation

TAGS = ["signing-keys"]


class Keys(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REGISTER_KEY}

    @operation("Your organization's own signing keys", tags=TAGS, answer=SigningKeysShape, paged=True)
    def get(self, request: Request) -> Response:
        return self.items(SigningKey.objects.visible_to(self.actor), key_as_json)

    @operation("Register a key with proof that you hold it", tags=TAGS, request=RegisterShape, answer=SigningKeyShape, status=201, errors=(409,), idempotent=True)
    def post(self, request: Request) -> Response:
        def location(row: SigningKey) -> str:
            return reverse("api.signing_key.detail", args=[row.pk])

        return self.act(use_cases.register_key, render=key_as_json, status=201, location=location, **self.input(RegisterShape))


class One(ApiView):
    audience = "member"

    @operation("One signing key", tags=TAGS, answer=SigningKeyShape, errors=(404,))
    def get(self, request: Request, key: UUID) -> Response:
        found = SigningKey.objects.visible_to(self.actor).filter(pk=key).first()
        if found is None:
            raise NotFound
        return Response(key_as_json(found))


class Retire(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RETIRE_KEY}

    @operation("Retire a signing key for good", tags=TAGS, answer=SigningKeyShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, key: UUID) -> Response:
        return self.act(use_cases.retire_key, key, render=key_as_json)
