"""REST of zones and of admissions to them. Authorizations and products are catalog/operation's."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.rules.policy import PURPOSES
from catalog.rules.zone import KINDS, LEAVES
from catalog.zone import permissions, use_cases
from catalog.zone.models import Zone, ZoneAdmission
from catalog.zone.states import AdmissionState, ZoneState
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView, PublicReads
from web.openapi import listing, operation

TAGS = ["zones"]


class NewZoneShape(serializers.Serializer[Any]):
    """`restricted` and `leaves` follow the kind unless told: use between institutions is sensitive by default."""

    code = serializers.RegexField(r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)
    kind = serializers.ChoiceField(list(KINDS), default="field")
    restricted = serializers.BooleanField(required=False)
    leaves = serializers.ChoiceField(list(LEAVES), required=False)
    name_zh = serializers.CharField(max_length=80)
    name_en = serializers.CharField(max_length=80)
    about_zh = serializers.CharField(max_length=1_000, allow_blank=True, default="")
    about_en = serializers.CharField(max_length=1_000, allow_blank=True, default="")
    operator = serializers.UUIDField(allow_null=True, required=False)


class ZoneRulesInput(serializers.Serializer[Any]):
    restricted = serializers.BooleanField()
    leaves = serializers.ChoiceField(list(LEAVES))


class ZoneShape(NewZoneShape):
    id = serializers.UUIDField()
    state = serializers.ChoiceField([str(state) for state in ZoneState])


class ZoneAdmissionInput(serializers.Serializer[Any]):
    purposes = serializers.ListField(child=serializers.ChoiceField(list(PURPOSES)), allow_empty=False, max_length=len(PURPOSES))
    statement = serializers.CharField(max_length=2_000)


class AdmitInput(serializers.Serializer[Any]):
    purposes = serializers.ListField(child=serializers.ChoiceField(list(PURPOSES)), allow_empty=False, max_length=len(PURPOSES))
    until = serializers.DateTimeField()


class ZoneReasonInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2_000)


class ZoneEndInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2_000, allow_blank=True, default="", help_text="Needed from whoever runs the zone.")


class ZoneAdmissionShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    zone = serializers.UUIDField()
    organization = serializers.UUIDField()
    state = serializers.ChoiceField([str(state) for state in AdmissionState])
    state_since = serializers.DateTimeField()
    created = serializers.DateTimeField()
    wanted = serializers.ListField(child=serializers.CharField())
    statement = serializers.CharField()
    purposes = serializers.ListField(child=serializers.CharField())
    until = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


def as_json(row: Zone) -> dict[str, Any]:
    return {
        "id": row.pk, "code": row.code, "kind": row.kind, "restricted": row.restricted, "leaves": row.leaves, "name_zh": row.name_zh, "name_en": row.name_en,
        "about_zh": row.about_zh, "about_en": row.about_en, "operator": row.operator_id, "state": row.state,
    }  # fmt: skip


def admission_json(row: ZoneAdmission) -> dict[str, Any]:
    return {
        "id": row.pk, "zone": row.zone_id, "organization": row.organization_id, "state": row.state, "state_since": row.state_since, "created": row.created, "wanted": row.wanted,
        "statement": row.statement, "purposes": row.purposes, "until": row.until, "reason": row.reason,
    }  # fmt: skip


class Zones(PublicReads):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.MANAGE}

    @operation("Zones", tags=TAGS, answer=listing(ZoneShape), paged=True, public=True)
    def get(self, request: Request) -> Response:
        return self.items(Zone.objects.visible_to(self.actor), as_json, order=("code",))

    @operation("Open a zone", tags=TAGS, request=NewZoneShape, answer=ZoneShape, status=201, errors=(409,), idempotent=True)
    def post(self, request: Request) -> Response:
        return self.act(use_cases.open_zone, render=as_json, status=201, **self.input(NewZoneShape))


class One(ApiView):
    public = True
    audience = "public"

    @operation("One zone: its kind, who sees its datasets, what may leave it", tags=TAGS, answer=ZoneShape, errors=(404,), public=True)
    def get(self, request: Request, zone: UUID) -> Response:
        found = Zone.objects.visible_to(self.actor).filter(pk=zone).first()
        if found is None:
            raise NotFound
        return Response(as_json(found))


class Rules(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"put": permissions.MANAGE}

    @operation("Set who sees a zone's datasets and what may leave it", tags=TAGS, request=ZoneRulesInput, answer=ZoneShape, errors=(404, 409), idempotent=True)
    def put(self, request: Request, zone: UUID) -> Response:
        return self.act(use_cases.set_rules, zone, render=as_json, **self.input(ZoneRulesInput))


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


class Apply(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}

    @operation("Apply for admission to a zone", tags=TAGS, request=ZoneAdmissionInput, answer=ZoneAdmissionShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request, zone: UUID) -> Response:
        return self.act(
            use_cases.apply, zone, render=admission_json, status=201, location=lambda row: f"/api/v1/zone-admissions/{row.pk}", **self.input(ZoneAdmissionInput),
        )  # fmt: skip


class Admissions(ApiView):
    audience = "member"

    @operation("Admissions of your organization, and to the zones it runs", tags=TAGS, answer=listing(ZoneAdmissionShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(ZoneAdmission.objects.visible_to(self.actor), admission_json)


class Admission(ApiView):
    audience = "party"

    @operation("One admission", tags=TAGS, answer=ZoneAdmissionShape, errors=(404,))
    def get(self, request: Request, admission: UUID) -> Response:
        found = ZoneAdmission.objects.visible_to(self.actor).filter(pk=admission).first()
        if found is None:
            raise NotFound
        return Response(admission_json(found))


class Admit(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EXAMINE}

    @operation("Admit for purposes and until a time", tags=TAGS, request=AdmitInput, answer=ZoneAdmissionShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, admission: UUID) -> Response:
        return self.act(use_cases.admit, admission, render=admission_json, **self.input(AdmitInput))


class Refuse(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EXAMINE}

    @operation("Refuse an application, with a reason", tags=TAGS, request=ZoneReasonInput, answer=ZoneAdmissionShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, admission: UUID) -> Response:
        return self.act(use_cases.refuse, admission, render=admission_json, **self.input(ZoneReasonInput))


class Suspend(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EXAMINE}

    @operation("Suspend an admission, with a reason", tags=TAGS, request=ZoneReasonInput, answer=ZoneAdmissionShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, admission: UUID) -> Response:
        return self.act(use_cases.suspend, admission, render=admission_json, **self.input(ZoneReasonInput))


class Resume(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EXAMINE}

    @operation("Lift the suspension of an admission", tags=TAGS, answer=ZoneAdmissionShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, admission: UUID) -> Response:
        return self.act(use_cases.resume, admission, render=admission_json)


class End(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.LEAVE}

    @operation("End an admission, or take an application back", tags=TAGS, request=ZoneEndInput, answer=ZoneAdmissionShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, admission: UUID) -> Response:
        return self.act(use_cases.end, admission, render=admission_json, **self.input(ZoneEndInput))
