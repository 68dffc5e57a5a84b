"""REST of authorized operation: by what document a zone is run, and what is recognized as a product of it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.operation import use_cases
from catalog.zone import permissions
from catalog.zone.models import ProductRecognition, Zone, ZoneAuthorization
from catalog.zone.states import AuthorizationState
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView, PublicReads
from web.openapi import listing, operation

TAGS = ["zones"]


class NewZoneAuthorizationShape(serializers.Serializer[Any]):
    """`document_sha256` is of the copy in the exchange's files; `until` is the last day."""

    organization = serializers.UUIDField()
    authority = serializers.CharField(max_length=200)
    document_number = serializers.CharField(max_length=200)
    document_date = serializers.DateField()
    document_sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")
    since = serializers.DateField()
    until = serializers.DateField()


class ZoneAuthorizationShape(NewZoneAuthorizationShape):
    id = serializers.UUIDField()
    zone = serializers.UUIDField()
    state = serializers.ChoiceField([str(state) for state in AuthorizationState])


class AuthorizationEndInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1_000)


class ProductGroundsInput(serializers.Serializer[Any]):
    grounds = serializers.CharField(max_length=2_000)


class ProductShape(serializers.Serializer[Any]):
    zone = serializers.UUIDField()
    revision = serializers.UUIDField()
    grounds = serializers.CharField()
    at = serializers.DateTimeField()


def authorization_json(row: ZoneAuthorization) -> dict[str, Any]:
    return {
        "id": row.pk, "zone": row.zone_id, "organization": row.organization_id, "state": row.state, "authority": row.authority, "document_number": row.document_number,
        "document_date": row.document_date, "document_sha256": row.document_sha256, "since": row.since, "until": row.until,
    }  # fmt: skip


def product_json(row: ProductRecognition) -> dict[str, Any]:
    return {"zone": row.zone_id, "revision": row.revision_id, "grounds": row.grounds, "at": row.at}


class Authorizations(PublicReads):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.AUTHORIZE}

    @operation("By what authorizations a zone is and was run", tags=TAGS, answer=listing(ZoneAuthorizationShape), errors=(404,), paged=True, public=True)
    def get(self, request: Request, zone: UUID) -> Response:
        if not Zone.objects.visible_to(self.actor).filter(pk=zone).exists():
            raise NotFound
        return self.items(ZoneAuthorization.objects.filter(zone=zone), authorization_json)

    @operation("Record an authorization (operator)", tags=TAGS, request=NewZoneAuthorizationShape, answer=ZoneAuthorizationShape, status=201, errors=(404,), idempotent=True)
    def post(self, request: Request, zone: UUID) -> Response:
        return self.act(use_cases.authorize, zone, render=authorization_json, status=201, **self.input(NewZoneAuthorizationShape))


class EndAuthorization(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.AUTHORIZE}

    @operation(
        "End an authorization before its day: the zone's datasets are suspended", tags=TAGS, request=AuthorizationEndInput, answer=ZoneAuthorizationShape, errors=(404,),
        idempotent=True,
    )  # fmt: skip
    def post(self, request: Request, authorization: UUID) -> Response:
        return self.act(use_cases.end_authorization, authorization, render=authorization_json, **self.input(AuthorizationEndInput))


class Product(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RECOGNIZE}

    @operation(
        "Recognize the listed revision as a product (whoever runs its zone)", tags=TAGS, request=ProductGroundsInput, answer=ProductShape, status=201, errors=(404, 409), idempotent=True,
    )  # fmt: skip
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.recognize_product, dataset, render=product_json, status=201, **self.input(ProductGroundsInput))
