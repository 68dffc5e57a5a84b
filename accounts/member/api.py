"""REST of members and invitations."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.member import permissions, use_cases
from accounts.member.models import Invitation, Membership
from accounts.rules.roles import Role
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["members"]
ROLES = [role.value for role in Role]


class RolesShape(serializers.Serializer[Any]):
    roles = serializers.ListField(child=serializers.ChoiceField(choices=ROLES), min_length=1, max_length=len(ROLES))


class MemberShape(RolesShape):
    id = serializers.UUIDField()
    organization = serializers.UUIDField()
    person = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField(allow_blank=True)
    since = serializers.DateTimeField()
    ended = serializers.DateTimeField(allow_null=True)


class NewInvitationShape(RolesShape):
    email = serializers.EmailField(max_length=254)


class InvitationShape(NewInvitationShape):
    id = serializers.UUIDField()
    created = serializers.DateTimeField()
    expires = serializers.DateTimeField()
    waits = serializers.BooleanField(help_text="It waits for a second person's approval: at the exchange and at regulators.")
    mailed = serializers.DateTimeField(allow_null=True)
    accepted = serializers.DateTimeField(allow_null=True)
    withdrawn = serializers.DateTimeField(allow_null=True)


def as_json(row: Membership) -> dict[str, Any]:
    return {
        "id": row.pk, "organization": row.organization_id, "person": row.user_id, "email": row.user.email, "name": row.user.name, "roles": row.roles,
        "since": row.since, "ended": row.ended,
    }


def invitation_as_json(row: Invitation) -> dict[str, Any]:
    return {
        "id": row.pk, "email": row.email, "roles": row.roles, "created": row.created, "expires": row.expires, "waits": row.waits, "mailed": row.mailed,
        "accepted": row.accepted, "withdrawn": row.withdrawn,
    }


class Members(ApiView):
    audience = "member"

    @operation("Members of your organization", tags=TAGS, answer=listing(MemberShape), paged=True)
    def get(self, request: Request) -> Response:
        rows = Membership.objects.visible_to(self.actor).active().filter(organization=self.actor.organization).select_related("user")
        return self.items(rows, as_json, order=("since", "id"))


class One(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"delete": permissions.REMOVE}

    @operation("One member", tags=TAGS, answer=MemberShape, errors=(404,))
    def get(self, request: Request, member: UUID) -> Response:
        found = Membership.objects.visible_to(self.actor).filter(pk=member).select_related("user").first()
        if found is None:
            raise NotFound
        return Response(as_json(found))

    @operation("Remove a member; their API clients stop", tags=TAGS, answer=MemberShape, errors=(404, 409), idempotent=True)
    def delete(self, request: Request, member: UUID) -> Response:
        return self.act(use_cases.remove, member, render=as_json)


class Roles(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"put": permissions.SET_ROLES}

    @operation(
        "Set a member's roles", tags=TAGS, request=RolesShape, answer=MemberShape, errors=(404, 409), idempotent=True,
        description="At the exchange and at a regulator a second person has to approve first (see approvals); the answer then shows the roles as they still are.",
    )
    def put(self, request: Request, member: UUID) -> Response:
        return self.act(use_cases.set_roles, member, self.input(RolesShape)["roles"], render=as_json)


class Invitations(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.INVITE}

    @operation("Invitations of your organization", tags=TAGS, answer=listing(InvitationShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Invitation.objects.visible_to(self.actor), invitation_as_json)

    @operation(
        "Invite a person; the link goes out by mail", tags=TAGS, request=NewInvitationShape, answer=InvitationShape, status=201, errors=(409,), idempotent=True,
        description="At the exchange and at a regulator the link goes out once a second person has approved (see approvals); until then `waits` is true.",
    )
    def post(self, request: Request) -> Response:
        given = self.input(NewInvitationShape)
        return self.act(use_cases.invite, given["email"], given["roles"], render=invitation_as_json, status=201)


class InvitationOne(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"delete": permissions.WITHDRAW_INVITATION}

    @operation("Withdraw an invitation", tags=TAGS, answer=InvitationShape, errors=(404, 409), idempotent=True)
    def delete(self, request: Request, invitation: UUID) -> Response:
        return self.act(use_cases.withdraw_invitation, invitation, render=invitation_as_json)
