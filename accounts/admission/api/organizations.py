"""Organizations: list, register, read, correct, apply, renew, close."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.admission import gather, use_cases
from accounts.admission.api.shapes import ChecklistShape, OrganizationShape, ParticularsShape, as_json, item_as_json, said
from accounts.admission.models import Verification
from accounts.organization import permissions
from accounts.organization.models import Organization
from accounts.rules import admission
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["organizations"]


class OrganizationView(ApiView):
    audience = "party"

    def row(self, organization: UUID) -> Organization:
        found = Organization.objects.visible_to(self.actor).filter(pk=organization).first()
        if found is None:
            raise NotFound
        return found


class Organizations(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REGISTER}

    @operation("Organizations you can see", tags=TAGS, answer=listing(OrganizationShape), paged=True, description="A member sees its own; the exchange and regulators all.")
    def get(self, request: Request) -> Response:
        return self.items(Organization.objects.visible_to(self.actor), as_json)

    @operation("Register an organization", tags=TAGS, request=ParticularsShape, answer=OrganizationShape, status=201, errors=(409,), idempotent=True)
    def post(self, request: Request) -> Response:
        return self.act(
            use_cases.register, said(self.input(ParticularsShape)), render=as_json, status=201,
            location=lambda made: reverse("api.organization.detail", args=[made.pk]),
        )


class One(OrganizationView):
    permissions: ClassVar[dict[str, Permission]] = {"put": permissions.AMEND}

    @operation("One organization", tags=TAGS, answer=OrganizationShape, errors=(404,))
    def get(self, request: Request, organization: UUID) -> Response:
        return Response(as_json(self.row(organization)))

    @operation("Correct the particulars of a draft or a returned application", tags=TAGS, request=ParticularsShape, answer=OrganizationShape, errors=(404, 409), idempotent=True)
    def put(self, request: Request, organization: UUID) -> Response:
        return self.act(use_cases.amend, organization, said(self.input(ParticularsShape)), render=as_json)


class Checklist(OrganizationView):
    @operation("The checklist with the exchange's remarks", tags=TAGS, answer=ChecklistShape, errors=(404,))
    def get(self, request: Request, organization: UUID) -> Response:
        row = self.row(organization)
        last = Verification.objects.filter(organization=row).order_by("-created").first()
        remarks: dict[str, str] = last.remarks if last and last.state == "returned" else {}
        facts = gather.facts(row)
        items = [item_as_json(item, remarks) for item in admission.checklist(facts)] if row.kind == "member" else []
        return Response({"complete": all(item["done"] for item in items), "items": items, "note": last.note if last and remarks else ""})


class Apply(OrganizationView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}

    @operation("Send the application to the exchange", tags=TAGS, answer=OrganizationShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, organization: UUID) -> Response:
        return self.act(use_cases.apply, organization, render=as_json)


class Renew(OrganizationView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RENEW}

    @operation("Submit a verified organization again", tags=TAGS, request=ParticularsShape, answer=OrganizationShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, organization: UUID) -> Response:
        return self.act(use_cases.renew, organization, said(self.input(ParticularsShape)), render=as_json)


class Close(OrganizationView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CLOSE}

    @operation("Close the organization", tags=TAGS, answer=OrganizationShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, organization: UUID) -> Response:
        return self.act(use_cases.close, organization, render=as_json)


