"""REST of the register of service providers."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.intermediary import permissions, use_cases
from accounts.intermediary.models import ServiceProvider
from accounts.intermediary.states import State
from accounts.rules.intermediary import KINDS
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView, PublicReads
from web.openapi import listing, operation

TAGS = ["service providers"]


class NewServiceProviderShape(serializers.Serializer[Any]):
    """`evidence` names the paper the registration rests on; `until` is the last day."""

    organization = serializers.UUIDField()
    kinds = serializers.ListField(child=serializers.ChoiceField(list(KINDS)), allow_empty=False, max_length=len(KINDS))
    evidence = serializers.CharField(max_length=1_000)
    until = serializers.DateField()


class ServiceProviderShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    organization = serializers.UUIDField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    kinds = serializers.ListField(child=serializers.ChoiceField(list(KINDS)))
    state = serializers.ChoiceField([str(state) for state in State])
    until = serializers.DateField()
    entry_zh = serializers.CharField()
    entry_en = serializers.CharField()


class EntryInput(serializers.Serializer[Any]):
    entry_zh = serializers.CharField(max_length=1_000)
    entry_en = serializers.CharField(max_length=1_000)


class RegistrationEndInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1_000)


def as_json(row: ServiceProvider) -> dict[str, Any]:
    return {
        "id": row.pk, "organization": row.organization_id, "name_zh": row.organization.name_zh, "name_en": row.organization.name_en, "kinds": row.kinds, "state": row.state,
        "until": row.until, "entry_zh": row.entry_zh, "entry_en": row.entry_en,
    }  # fmt: skip


class ServiceProviders(PublicReads):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REGISTER}

    @operation("The register of service providers, newest first", tags=TAGS, answer=listing(ServiceProviderShape), paged=True, public=True)
    def get(self, request: Request) -> Response:
        return self.items(ServiceProvider.objects.select_related("organization"), as_json)

    @operation("Register a service provider (operator)", tags=TAGS, request=NewServiceProviderShape, answer=ServiceProviderShape, status=201, idempotent=True)
    def post(self, request: Request) -> Response:
        return self.act(use_cases.register, render=as_json, status=201, location=lambda row: f"/api/v1/service-providers/{row.pk}", **self.input(NewServiceProviderShape))


class One(ApiView):
    public = True
    audience = "public"

    @operation("One registration", tags=TAGS, answer=ServiceProviderShape, errors=(404,), public=True)
    def get(self, request: Request, service_provider: UUID) -> Response:
        found = ServiceProvider.objects.select_related("organization").filter(pk=service_provider).first()
        if found is None:
            raise NotFound
        return Response(as_json(found))


class Entry(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"put": permissions.PUBLISH}

    @operation("Write the own entry", tags=TAGS, request=EntryInput, answer=ServiceProviderShape, errors=(404, 409), idempotent=True)
    def put(self, request: Request, service_provider: UUID) -> Response:
        return self.act(use_cases.publish, service_provider, render=as_json, **self.input(EntryInput))


class End(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.END}

    @operation("End a registration: its opinions stop standing", tags=TAGS, request=RegistrationEndInput, answer=ServiceProviderShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, service_provider: UUID) -> Response:
        return self.act(use_cases.end, service_provider, render=as_json, **self.input(RegistrationEndInput))
