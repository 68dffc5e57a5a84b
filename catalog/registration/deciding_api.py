"""REST of objections to registered rights and of requests on the register: read, decided, taken back."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from catalog.registration import permissions, use_cases
from catalog.registration.shapes import ObjectionShape, RegisterReasonInput, RegisterRequestShape, objection_json, request_json
from catalog.rights.models import RegisterRequest, RightObjection
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["rights"]


class Objections(ApiView):
    audience = "party"

    @operation("Objections that your organization made, or that are about its rights", tags=TAGS, answer=listing(ObjectionShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(RightObjection.objects.visible_to(self.actor), objection_json)


class Requests(ApiView):
    audience = "party"

    @operation("Changes, renewals, transfers and (for the desk) revocations that were asked for", tags=TAGS, answer=listing(RegisterRequestShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(RegisterRequest.objects.visible_to(self.actor), request_json)


class WithdrawObjection(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.OBJECT}

    @operation("Take your objection back", tags=TAGS, answer=ObjectionShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, objection: UUID) -> Response:
        return self.act(use_cases.withdraw_objection, objection, render=objection_json)


class Reject(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    @operation("Reject the objection, with a reason (operator)", tags=TAGS, request=RegisterReasonInput, answer=ObjectionShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, objection: UUID) -> Response:
        return self.act(use_cases.reject, objection, **self.input(RegisterReasonInput), render=objection_json)


class Uphold(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    @operation("Uphold the objection; a registered right ends only when a second operator confirms", tags=TAGS, request=RegisterReasonInput, answer=ObjectionShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, objection: UUID) -> Response:
        return self.act(use_cases.uphold, objection, **self.input(RegisterReasonInput), render=objection_json)


class MakeChange(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EXAMINE}

    @operation("Enter the change (operator)", tags=TAGS, answer=RegisterRequestShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, register_request: UUID) -> Response:
        return self.act(use_cases.make_change, register_request, render=request_json)


class RefuseChange(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EXAMINE}

    @operation("Leave the entry as it is, with a reason (operator)", tags=TAGS, request=RegisterReasonInput, answer=RegisterRequestShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, register_request: UUID) -> Response:
        return self.act(use_cases.refuse_change, register_request, **self.input(RegisterReasonInput), render=request_json)


class RenewOne(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EXAMINE}

    @operation("Let the registration run on (operator)", tags=TAGS, answer=RegisterRequestShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, register_request: UUID) -> Response:
        return self.act(use_cases.renew, register_request, render=request_json)


class RefuseRenewal(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EXAMINE}

    @operation("Let the registration end on its day, with a reason (operator)", tags=TAGS, request=RegisterReasonInput, answer=RegisterRequestShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, register_request: UUID) -> Response:
        return self.act(use_cases.refuse_renewal, register_request, **self.input(RegisterReasonInput), render=request_json)


class Accept(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.TRANSFER}

    @operation("Take the offered right over", tags=TAGS, answer=RegisterRequestShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, register_request: UUID) -> Response:
        return self.act(use_cases.accept, register_request, render=request_json)


class Decline(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.TRANSFER}

    @operation("Do not take the offered right", tags=TAGS, request=RegisterReasonInput, answer=RegisterRequestShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, register_request: UUID) -> Response:
        return self.act(use_cases.decline, register_request, **self.input(RegisterReasonInput), render=request_json)


class WithdrawRequest(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CHANGE}

    @operation("Take a change, a renewal or a transfer back", tags=TAGS, answer=RegisterRequestShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, register_request: UUID) -> Response:
        return self.act(use_cases.withdraw_request, register_request, render=request_json)


class ConfirmRevocation(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVOKE}

    @operation("End the registered right, as the second operator", tags=TAGS, answer=RegisterRequestShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, register_request: UUID) -> Response:
        return self.act(use_cases.confirm_revocation, register_request, render=request_json)


class DropRevocation(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVOKE}

    @operation("Leave the registered right, as the second operator, with a reason", tags=TAGS, request=RegisterReasonInput, answer=RegisterRequestShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, register_request: UUID) -> Response:
        return self.act(use_cases.drop_revocation, register_request, **self.input(RegisterReasonInput), render=request_json)
