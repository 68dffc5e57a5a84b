"""Groups under common control by API: the operator's, proposed by one person and confirmed by another."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.determination import permissions, use_cases
from exchange.determination.models import ControlGroup
from exchange.determination.states import Control
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["control-groups"]
ERRORS = (404, 409)


class GroupInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    grounds = serializers.CharField(max_length=2_000)
    organizations = serializers.ListField(child=serializers.UUIDField(), min_length=2, max_length=200)


class GroupShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    grounds = serializers.CharField()
    state = serializers.ChoiceField([state.value for state in Control])
    since = serializers.DateTimeField(help_text="When it came into this state.")
    end_proposed = serializers.DateTimeField(allow_null=True, help_text="When its end was proposed; a second person confirms or refuses it.")
    organizations = serializers.ListField(child=serializers.UUIDField())


class Groups(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PROPOSE_CONTROL}

    @operation("Groups under common control", tags=TAGS, answer=listing(GroupShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(ControlGroup.objects.visible_to(self.actor).prefetch_related("members"), group_as_json)

    @operation("Propose organizations under common control", tags=TAGS, request=GroupInput, answer=GroupShape, status=201, errors=(409,), idempotent=True)
    def post(self, request: Request) -> Response:
        return self.act(use_cases.propose_group, render=group_as_json, status=201, **self.input(GroupInput))


class Confirm(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM_CONTROL}

    @operation("Confirm a group as a second person: its counts add up from now on", tags=TAGS, answer=GroupShape, errors=ERRORS, idempotent=True)
    def post(self, request: Request, group: UUID) -> Response:
        return self.act(use_cases.confirm_group, group, render=group_as_json)


class Refuse(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM_CONTROL}

    @operation("Refuse a group as a second person", tags=TAGS, answer=GroupShape, errors=ERRORS, idempotent=True)
    def post(self, request: Request, group: UUID) -> Response:
        return self.act(use_cases.refuse_group, group, render=group_as_json)


class ProposeEnd(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PROPOSE_CONTROL_END}

    @operation("Propose the end of a group in force: it is counted together until a second person agrees", tags=TAGS, answer=GroupShape, errors=ERRORS, idempotent=True)
    def post(self, request: Request, group: UUID) -> Response:
        return self.act(use_cases.propose_end, group, render=group_as_json)


class ConfirmEnd(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM_CONTROL_END}

    @operation("Confirm the end of a group as a second person", tags=TAGS, answer=GroupShape, errors=ERRORS, idempotent=True)
    def post(self, request: Request, group: UUID) -> Response:
        return self.act(use_cases.confirm_end, group, render=group_as_json)


class RefuseEnd(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM_CONTROL_END}

    @operation("Refuse the end of a group as a second person: it stays in force", tags=TAGS, answer=GroupShape, errors=ERRORS, idempotent=True)
    def post(self, request: Request, group: UUID) -> Response:
        return self.act(use_cases.refuse_end, group, render=group_as_json)


def group_as_json(row: ControlGroup) -> dict[str, Any]:
    return {
        "id": row.pk, "name": row.name, "grounds": row.grounds, "state": row.state, "since": row.state_since, "end_proposed": row.end_proposed,
        "organizations": [one.organization_id for one in row.members.all()],
    }  # fmt: skip
