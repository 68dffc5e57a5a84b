"""REST of sponsorships."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.admission.api.shapes import ItemShape, PaperShape, item_as_json, paper_as_json
from accounts.admission.use_cases.papers import MEDIA_TYPES
from accounts.rules.sponsorship import PAPERS
from accounts.sponsoring import use_cases
from accounts.sponsoring.reading import application, ending_told, named
from accounts.sponsorship import permissions
from accounts.sponsorship.models import Sponsorship
from accounts.sponsorship.states import State
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView, length_of
from web.openapi import listing, operation

TAGS = ["organizations"]
NAME = OpenApiParameter("name", OpenApiTypes.STR, required=True, description="The document's file name.")
KIND = OpenApiParameter("kind", {"type": "string", "enum": list(PAPERS)}, required=True, description="What the paper is.")


class SponsorshipInput(serializers.Serializer[Any]):
    """`applicant` is the number of the application, as its owner has told it."""

    applicant = serializers.UUIDField()
    message = serializers.CharField(max_length=1_000)


class VouchInput(serializers.Serializer[Any]):
    statement = serializers.CharField(max_length=1_000)


class SponsorshipEndInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1_000)


class SponsoredPaperQuery(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    kind = serializers.CharField(max_length=40)


class SponsorshipShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    sponsor = serializers.UUIDField()
    sponsor_name_zh = serializers.CharField()
    sponsor_name_en = serializers.CharField()
    organization = serializers.UUIDField()
    name_zh = serializers.CharField(help_text="Empty for the sponsor until the applicant has accepted.")
    name_en = serializers.CharField()
    state = serializers.ChoiceField([str(state) for state in State])
    state_since = serializers.DateTimeField()
    created = serializers.DateTimeField()
    message = serializers.CharField()
    statement = serializers.CharField()
    vouched = serializers.DateTimeField(allow_null=True)
    ended_by = serializers.CharField(help_text="sponsor, applicant, exchange or system; empty while it runs, and for the sponsor of a mere proposal unless it ended it itself.")
    reason = serializers.CharField()


class ApplicationStandingShape(serializers.Serializer[Any]):
    state = serializers.CharField(help_text="draft, applied, returned, refused, or verified; what becomes of the member later is not told.")
    items = ItemShape(many=True)


class SponsorshipWithApplicationShape(SponsorshipShape):
    application = ApplicationStandingShape(allow_null=True, help_text="While the sponsorship runs.")


def as_json(row: Sponsorship, actor: Actor) -> dict[str, Any]:
    told, why = named(actor, row), ending_told(actor, row)
    return {
        "id": row.pk, "sponsor": row.sponsor_id, "sponsor_name_zh": row.sponsor.name_zh, "sponsor_name_en": row.sponsor.name_en, "organization": row.organization_id,
        "name_zh": row.organization.name_zh if told else "", "name_en": row.organization.name_en if told else "", "state": row.state, "state_since": row.state_since,
        "created": row.created, "message": row.message, "statement": row.statement, "vouched": row.vouched, "ended_by": row.ended_by if why else "", "reason": row.reason if why else "",
    }  # fmt: skip


class SponsorshipView(ApiView):
    audience = "party"

    def shown(self, row: Sponsorship) -> dict[str, Any]:
        return as_json(row, self.actor)


class Sponsorships(SponsorshipView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PROPOSE}

    @operation("Sponsorships of your organization, on either side; all, for operators and regulators", tags=TAGS, answer=listing(SponsorshipShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Sponsorship.objects.visible_to(self.actor).select_related("sponsor", "organization"), self.shown)

    @operation("Propose to sponsor an application", tags=TAGS, request=SponsorshipInput, answer=SponsorshipShape, status=201, errors=(409,), idempotent=True)
    def post(self, request: Request) -> Response:
        return self.act(use_cases.propose, render=self.shown, status=201, location=lambda row: f"/api/v1/sponsorships/{row.pk}", **self.input(SponsorshipInput))


class One(SponsorshipView):
    @operation("One sponsorship, with how the application stands while it runs", tags=TAGS, answer=SponsorshipWithApplicationShape, errors=(404,))
    def get(self, request: Request, sponsorship: UUID) -> Response:
        found = Sponsorship.objects.visible_to(self.actor).select_related("sponsor", "organization").filter(pk=sponsorship).first()
        if found is None:
            raise NotFound
        stands = application(found)
        return Response(self.shown(found) | {"application": stands and {"state": stands.state, "items": [item_as_json(one, {}) for one in stands.items]}})


class Accept(SponsorshipView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ANSWER}

    @operation("Take the sponsor for your application", tags=TAGS, answer=SponsorshipShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, sponsorship: UUID) -> Response:
        return self.act(use_cases.accept, sponsorship, render=self.shown)


class Decline(SponsorshipView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ANSWER}

    @operation("Decline a proposal to sponsor your application", tags=TAGS, answer=SponsorshipShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, sponsorship: UUID) -> Response:
        return self.act(use_cases.decline, sponsorship, render=self.shown)


class Vouch(SponsorshipView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.VOUCH}

    @operation("Vouch for the application (sponsor)", tags=TAGS, request=VouchInput, answer=SponsorshipShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, sponsorship: UUID) -> Response:
        return self.act(use_cases.vouch, sponsorship, render=self.shown, **self.input(VouchInput))


class End(SponsorshipView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.END}

    @operation("End a sponsorship: either side, or the exchange", tags=TAGS, request=SponsorshipEndInput, answer=SponsorshipShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, sponsorship: UUID) -> Response:
        return self.act(use_cases.end, sponsorship, render=self.shown, **self.input(SponsorshipEndInput))


class Papers(SponsorshipView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PREPARE}

    @operation(
        "Add a paper of up to 10 MB to the sponsored application, as the raw body", tags=TAGS, request=dict.fromkeys(MEDIA_TYPES, OpenApiTypes.BINARY), answer=PaperShape,
        status=201, errors=(404, 409), parameters=[NAME, KIND],
    )  # fmt: skip
    def post(self, request: Request, sponsorship: UUID) -> Response:
        size = length_of(request)
        given = self.query(SponsoredPaperQuery)
        made = use_cases.add_paper(
            self.actor, sponsorship, given["kind"], name=given["name"], media_type=request.headers.get("Content-Type", ""), stream=request._request, size=size,
        )  # fmt: skip
        return Response(paper_as_json(made), status=201)
