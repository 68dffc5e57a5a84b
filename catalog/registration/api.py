"""REST of the rights register: the public register, and the holder's and the operator's acts on a registration."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import unquote
from uuid import UUID

from django.utils.translation import gettext_noop
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.registration import permissions, use_cases
from catalog.registration.shapes import (
    ObjectionInput,
    ObjectionShape,
    PublicRegistrationShape,
    RegisterReasonInput,
    RegisterRequestShape,
    RegisterShape,
    RegistrationInput,
    RegistrationShape,
    RegistrationWithPapersShape,
    RightChangeInput,
    RightPaperShape,
    RightTransferInput,
    entry_json,
    objection_json,
    paper_json,
    public_json,
    registration_json,
    request_json,
)  # fmt: skip
from catalog.registration.use_cases.applying import Sent
from catalog.rights.models import RightRegistration
from catalog.rights.states import Registration
from catalog.rights.use_cases import EVIDENCE_TYPES
from catalog.rules.registration import PAPERS
from kernel.decision import Say
from kernel.errors import Invalid, NotFound
from kernel.permissions import Permission
from web.api import ApiView, length_of
from web.openapi import listing, operation

TAGS = ["rights"]
NAME = OpenApiParameter("name", OpenApiTypes.STR, required=True, description="The document's file name.")
KIND = OpenApiParameter("kind", {"type": "string", "enum": list(PAPERS)}, required=True, description="What the paper is.")
OBJECTION = OpenApiParameter("objection", OpenApiTypes.UUID, description="Your own open objection that the paper supports.")
REASON = OpenApiParameter("X-Reason", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True, description="Why it runs on: UTF-8, percent-encoded.")
UNTIL = OpenApiParameter("until", OpenApiTypes.DATE, description="The right's own last day, as the paper shows it; none if it has no end.")
STATE = OpenApiParameter("state", {"type": "string", "enum": [str(state) for state in Registration]}, description="Only those in this state.")


class Register(ApiView):
    """Newest notices first."""

    public = True
    audience = "public"

    @operation("The public register of rights", tags=TAGS, answer=listing(PublicRegistrationShape), paged=True, public=True)
    def get(self, request: Request) -> Response:
        return self.items(RightRegistration.objects.published().select_related("holder"), public_json, order=("-notice_from", "-id"))


class RegisterOne(ApiView):
    public = True
    audience = "public"

    @operation("One entry of the public register, with its history", tags=TAGS, answer=RegisterShape, errors=(404,), public=True)
    def get(self, request: Request, registration: UUID) -> Response:
        found = RightRegistration.objects.published().select_related("holder").filter(pk=registration).first()
        if found is None:
            raise NotFound
        entries = found.entries.select_related("holder").order_by("id")[:200]
        return Response(public_json(found) | {"entries": [entry_json(one) for one in entries]})


class Registrations(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}

    @operation("Registrations of your organization; all that were applied for, for operators and regulators", tags=TAGS, answer=listing(RegistrationShape), paged=True, parameters=[STATE])
    def get(self, request: Request) -> Response:
        rows = RightRegistration.objects.visible_to(self.actor).select_related("holder")
        if not self.actor.jurisdiction:
            rows = rows.filter(holder=self.actor.organization)
        state = request.query_params.get("state")
        if state is not None:
            if state not in set(Registration):
                raise Invalid(fields={"state": [Say(gettext_noop("Choose one of the list."))]})
            rows = rows.filter(state=state)
        return self.items(rows, registration_json)

    @operation("Draft an application for the registration of a right in a dataset of yours", tags=TAGS, request=RegistrationInput, answer=RegistrationShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request) -> Response:
        given = self.input(RegistrationInput)
        return self.act(
            use_cases.draft, given.pop("dataset"), render=registration_json, status=201, location=lambda row: f"/api/v1/right-registrations/{row.pk}", **given,
        )  # fmt: skip


class One(ApiView):
    audience = "party"

    @operation("One registration in full, for its holder, the operator and regulators", tags=TAGS, answer=RegistrationWithPapersShape, errors=(404,))
    def get(self, request: Request, registration: UUID) -> Response:
        found = RightRegistration.objects.visible_to(self.actor).select_related("holder").filter(pk=registration).first()
        if found is None or not (self.actor.jurisdiction or found.holder_id == self.actor.organization):
            raise NotFound
        papers = found.papers.filter(objection=None).select_related("blob")
        return Response(registration_json(found) | {"papers": [paper_json(one) for one in papers]})


class Papers(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}

    @operation(
        "Attach a paper of up to 20 MB to a draft, or to your open objection, as the raw body", tags=TAGS, request=dict.fromkeys(EVIDENCE_TYPES, OpenApiTypes.BINARY),
        answer=RightPaperShape, status=201, errors=(404, 409), parameters=[NAME, KIND, OBJECTION],
    )  # fmt: skip
    def post(self, request: Request, registration: UUID) -> Response:
        size = length_of(request)
        given = self.query(PaperQuery)
        made = use_cases.add_paper(
            self.actor, registration, kind=given["kind"], name=given["name"], media_type=request.headers.get("Content-Type", ""), stream=request._request, size=size,
            objection=given.get("objection"),
        )
        return Response(paper_json(made), status=201)


class PaperQuery(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    kind = serializers.CharField()
    objection = serializers.UUIDField(required=False)


class PaperOne(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"delete": permissions.APPLY}

    @operation("Take a paper out of a draft", tags=TAGS, answer=RegistrationShape, errors=(404, 409), idempotent=True)
    def delete(self, request: Request, registration: UUID, right_paper: UUID) -> Response:
        return self.act(use_cases.remove_paper, registration, right_paper, render=registration_json)


class Apply(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}

    @operation("Send the application to the exchange", tags=TAGS, answer=RegistrationShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, registration: UUID) -> Response:
        return self.act(use_cases.apply, registration, render=registration_json)


class Withdraw(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}

    @operation("Take the application back, until it is registered", tags=TAGS, answer=RegistrationShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, registration: UUID) -> Response:
        return self.act(use_cases.withdraw, registration, render=registration_json)


class Announce(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EXAMINE}

    @operation("Found in order: tell the public (operator)", tags=TAGS, answer=RegistrationShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, registration: UUID) -> Response:
        return self.act(use_cases.announce, registration, render=registration_json)


class Refuse(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EXAMINE}

    @operation("Refuse the application, with a reason (operator)", tags=TAGS, request=RegisterReasonInput, answer=RegistrationShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, registration: UUID) -> Response:
        return self.act(use_cases.refuse, registration, **self.input(RegisterReasonInput), render=registration_json)


class Cancel(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CANCEL}

    @operation("Give a registered right up: what is listed under it is suspended", tags=TAGS, request=RegisterReasonInput, answer=RegistrationShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, registration: UUID) -> Response:
        return self.act(use_cases.cancel, registration, **self.input(RegisterReasonInput), render=registration_json)


class Object(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.OBJECT}

    @operation("Object to a right on public notice or registered, as a verified organization", tags=TAGS, request=ObjectionInput, answer=ObjectionShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request, registration: UUID) -> Response:
        return self.act(use_cases.object_, registration, **self.input(ObjectionInput), render=objection_json, status=201)


class Change(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CHANGE}

    @operation("Ask that the entry be corrected or narrowed", tags=TAGS, request=RightChangeInput, answer=RegisterRequestShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request, registration: UUID) -> Response:
        return self.act(use_cases.ask_change, registration, **self.input(RightChangeInput), render=request_json, status=201)


class RenewalQuery(PaperQuery):
    until = serializers.DateField(required=False)


class Renew(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RENEW}

    @operation(
        "Ask that a registration run on, with the paper that shows it as the raw body", tags=TAGS, request=dict.fromkeys(EVIDENCE_TYPES, OpenApiTypes.BINARY),
        answer=RegisterRequestShape, status=201, errors=(404, 409), parameters=[NAME, KIND, REASON, UNTIL],
    )  # fmt: skip
    def post(self, request: Request, registration: UUID) -> Response:
        given = self.query(RenewalQuery)
        sent = Sent(given["kind"], given["name"], request.headers.get("Content-Type", ""), request._request, length_of(request))
        return Response(request_json(use_cases.ask_renewal(self.actor, registration, reason=unquote(request.headers.get("X-Reason", "")), until=given.get("until"), paper=sent)), status=201)


class Transfer(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.TRANSFER}

    @operation("Offer the right to another verified organization", tags=TAGS, request=RightTransferInput, answer=RegisterRequestShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request, registration: UUID) -> Response:
        return self.act(use_cases.ask_transfer, registration, **self.input(RightTransferInput), render=request_json, status=201)


class ProposeRevocation(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVOKE}

    @operation("Propose to end a registered right; a second operator decides", tags=TAGS, request=RegisterReasonInput, answer=RegisterRequestShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request, registration: UUID) -> Response:
        return self.act(use_cases.propose_revocation, registration, **self.input(RegisterReasonInput), render=request_json, status=201)
