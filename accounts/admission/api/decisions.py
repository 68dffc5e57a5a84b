"""The exchange's decisions over REST: the same acts as the pages, by the scope of each act."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.admission import use_cases
from accounts.admission.api.shapes import AskedShape, OrganizationShape, RemarksShape, WhyShape, as_json
from accounts.organization import permissions
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import operation

TAGS = ["organizations"]


class DecisionView(ApiView):
    audience = "operator"


class Verify(DecisionView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.VERIFY}

    @operation("Verify an organization", tags=TAGS, answer=OrganizationShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, organization: UUID) -> Response:
        return self.act(use_cases.verify, organization, render=as_json)


class Return(DecisionView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RETURN}

    @operation("Return an application with remarks", tags=TAGS, request=RemarksShape, answer=OrganizationShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, organization: UUID) -> Response:
        given = self.input(RemarksShape)
        return self.act(use_cases.return_, organization, given["remarks"], given["note"], render=as_json)


class Refuse(DecisionView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REFUSE}

    @operation("Refuse an application", tags=TAGS, request=WhyShape, answer=OrganizationShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, organization: UUID) -> Response:
        return self.act(use_cases.refuse, organization, self.input(WhyShape)["reason"], render=as_json)


class Suspend(DecisionView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SUSPEND}

    @operation("Suspend an organization", tags=TAGS, request=WhyShape, answer=OrganizationShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, organization: UUID) -> Response:
        return self.act(use_cases.suspend, organization, self.input(WhyShape)["reason"], render=as_json)


class Resume(DecisionView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RESUME}

    @operation("Ask a second operator to lift a suspension", tags=TAGS, request=WhyShape, answer=AskedShape, status=202, errors=(404, 409), idempotent=True)
    def post(self, request: Request, organization: UUID) -> Response:
        return self.act(
            use_cases.ask_resumption, organization, self.input(WhyShape)["reason"], render=lambda approval: {"approval": approval.pk}, status=202
        )
