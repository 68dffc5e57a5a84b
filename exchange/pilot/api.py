"""The REST face of pilots: read by anyone, written down, confirmed and stopped by operators' clients."""

from __future__ import annotations

import tempfile
from typing import Any, ClassVar
from uuid import UUID

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.rules.policy import PURPOSES
from exchange.pilot import permissions, show, use_cases
from exchange.pilot.models import Pilot
from exchange.pilot.states import State
from exchange.pilot.use_cases.proposing import LARGEST, MEDIA_TYPES
from exchange.pilot.views.desk import document
from exchange.rules.pilot import TABLE
from kernel.blobs import CHUNK
from kernel.decision import Say
from kernel.errors import Invalid, NotFound
from kernel.permissions import Permission
from web.api import ApiView, PublicReads
from web.openapi import listing, operation

TAGS = ["pilots"]
ERRORS = (404, 409)
RULES = sorted(TABLE)


class PilotAmounts(serializers.Serializer[Any]):
    exports = serializers.IntegerField()
    ordinary = serializers.IntegerField(help_text="Natural persons, ordinary data.")
    sensitive = serializers.IntegerField(help_text="Natural persons, sensitive data.")


class PilotDeviationShape(serializers.Serializer[Any]):
    rule = serializers.ChoiceField(RULES)
    value = serializers.IntegerField()
    ordinary = serializers.IntegerField(help_text="What holds for everybody else.")
    says = serializers.CharField()


class PilotParticipantShape(serializers.Serializer[Any]):
    organization = serializers.UUIDField()
    name = serializers.CharField()
    joined = serializers.DateTimeField()
    ended = serializers.DateTimeField(allow_null=True)


class PilotTexts(serializers.Serializer[Any]):
    name_zh = serializers.CharField(max_length=200)
    name_en = serializers.CharField(max_length=200)
    scenarios_zh = serializers.CharField(max_length=2_000)
    scenarios_en = serializers.CharField(max_length=2_000)
    authority = serializers.CharField(max_length=200, help_text="The authority that issued the document.")
    document_number = serializers.CharField(max_length=200)
    document_date = serializers.DateField()
    purposes = serializers.ListField(child=serializers.ChoiceField(sorted(PURPOSES)), max_length=20)
    destinations = serializers.ListField(child=serializers.CharField(max_length=2), max_length=250, help_text="ISO 3166-1 codes outside the mainland.")
    since = serializers.DateField()
    until = serializers.DateField(help_text="The last day, included.")
    example = serializers.BooleanField(required=False, help_text="Shows how pilots work and nothing real.")


class PilotInput(PilotTexts):
    exports_cap = serializers.IntegerField(min_value=1, max_value=10**12)
    ordinary_cap = serializers.IntegerField(min_value=0, max_value=10**12)
    sensitive_cap = serializers.IntegerField(min_value=0, max_value=10**12)
    deviations = serializers.DictField(child=serializers.IntegerField(), help_text=f"Values by rule id. Only rules of the platform's own can be named: {', '.join(RULES)}.")


class PilotShape(PilotTexts):
    """`used` counts exports declared under the pilot, also those that were never delivered; the persons of a deal once."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    document_sha256 = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField([state.value for state in State])
    state_since = serializers.DateTimeField()
    cause = serializers.CharField(allow_blank=True)
    caps = PilotAmounts()
    used = PilotAmounts()
    deviations = PilotDeviationShape(many=True)
    participants = PilotParticipantShape(many=True)


class PilotCauseInput(serializers.Serializer[Any]):
    cause = serializers.CharField(max_length=2_000)


class PilotAdmitInput(serializers.Serializer[Any]):
    organization = serializers.UUIDField()


class PilotFileQuery(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)


def whole(row: Pilot) -> dict[str, Any]:
    """A pilot as an act leaves it."""
    return show.as_json(_rows().get(pk=row.pk))


def _rows() -> Any:
    return Pilot.objects.prefetch_related("deviations", "participants__organization")


class Pilots(PublicReads):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DRAFT}

    @operation("Pilot programmes that run or ran; at the desk drafts too", tags=TAGS, answer=listing(PilotShape), public=True, paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Pilot.objects.visible_to(self.actor).prefetch_related("deviations", "participants__organization"), show.as_json)

    @operation(
        "Write a pilot programme down", tags=TAGS, request=PilotInput, answer=PilotShape, status=201, errors=(409,), idempotent=True,
        description="Then add the authority's document and propose it; another operator confirms. It is not changed afterward.",
    )
    def post(self, request: Request) -> Response:
        return self.act(use_cases.draft, render=whole, status=201, **self.input(PilotInput))


class OnePilot(ApiView):
    audience = "public"
    public = True

    @operation("Read a pilot programme", tags=TAGS, answer=PilotShape, errors=(404,), public=True)
    def get(self, request: Request, pilot: UUID) -> Response:
        found = Pilot.objects.visible_to(self.actor).filter(pk=pilot).prefetch_related("deviations", "participants__organization").first()
        if found is None:
            raise NotFound
        return Response(show.as_json(found))


class Document(ApiView):
    """The authority's document: its bytes in, its bytes out."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DRAFT}

    @operation(
        "Download the authority's document, as the desk or as who takes part", tags=TAGS, errors=(404,), answers={(200, media): OpenApiTypes.BINARY for media in sorted(MEDIA_TYPES)},
        parameters=[OpenApiParameter("Accept", OpenApiTypes.STR, OpenApiParameter.HEADER, description="Ignored: the document's own media type is sent.")],
    )
    def get(self, request: Request, pilot: UUID) -> StreamingHttpResponse:
        found = Pilot.objects.visible_to(self.actor).select_related("blob").filter(pk=pilot).first()
        if found is None or found.blob is None or not show.may_read_document(self.actor, found):
            raise NotFound
        return document(found.blob)

    @operation(
        "Add the authority's document", tags=TAGS, request=dict.fromkeys(sorted(MEDIA_TYPES), OpenApiTypes.BINARY), answer=PilotShape, errors=ERRORS, parameters=[PilotFileQuery],
        description="The body is the file itself, of at most 20 MB. Until the pilot is proposed another one takes its place.",
    )
    def post(self, request: Request, pilot: UUID) -> Response:
        if not self.actor.jurisdiction or not Pilot.objects.filter(pk=pilot).exists():  # to others there is nothing to add here
            raise NotFound
        name = self.query(PilotFileQuery)["name"]
        with tempfile.TemporaryFile() as file:
            size = 0
            while chunk := request._request.read(CHUNK):
                size += len(chunk)
                if size > LARGEST:
                    raise Invalid(Say("The document is a PDF or a picture (PNG, JPEG) of at most 20 MB."), code="too_large")
                file.write(chunk)
            file.seek(0)
            media_type = (request.content_type or "").split(";")[0].strip().lower()
            return self.act(use_cases.add_paper, pilot, name=name, media_type=media_type, size=size, stream=file, render=whole)


class Propose(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DRAFT}

    @operation("Propose a pilot programme", tags=TAGS, answer=PilotShape, errors=ERRORS, idempotent=True)
    def post(self, request: Request, pilot: UUID) -> Response:
        return self.act(use_cases.propose, pilot, render=whole)


class Confirm(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM}

    @operation("Confirm a pilot programme as a second person: it runs", tags=TAGS, answer=PilotShape, errors=ERRORS, idempotent=True)
    def post(self, request: Request, pilot: UUID) -> Response:
        return self.act(use_cases.confirm, pilot, render=whole)


class Stop(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.STOP}

    @operation("Stop a pilot programme: nothing deviates any more", tags=TAGS, request=PilotCauseInput, answer=PilotShape, errors=ERRORS, idempotent=True)
    def post(self, request: Request, pilot: UUID) -> Response:
        return self.act(use_cases.stop, pilot, render=whole, **self.input(PilotCauseInput))


class Participants(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ADMIT}

    @operation("Admit an organization to a pilot programme", tags=TAGS, request=PilotAdmitInput, answer=PilotShape, status=201, errors=ERRORS, idempotent=True)
    def post(self, request: Request, pilot: UUID) -> Response:
        return self.act(use_cases.admit, pilot, render=whole, status=201, **self.input(PilotAdmitInput))


class EndPart(ApiView):
    """`participant` is the organization's id."""

    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ADMIT}

    @operation("End an organization's part in a pilot programme", tags=TAGS, answer=PilotShape, errors=ERRORS, idempotent=True)
    def post(self, request: Request, pilot: UUID, participant: UUID) -> Response:
        return self.act(use_cases.end_part, pilot, organization=participant, render=whole)
