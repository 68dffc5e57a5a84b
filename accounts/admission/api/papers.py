"""Papers over REST: declare one, send its bytes, remove it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.admission import use_cases
from accounts.admission.api.organizations import OrganizationView
from accounts.admission.api.shapes import NewPaperShape, PaperShape, paper_as_json
from accounts.admission.models import Paper
from accounts.admission.use_cases.papers import MEDIA_TYPES
from accounts.organization import permissions
from kernel import blobs
from kernel.decision import Say
from kernel.errors import Conflict, NotFound
from kernel.permissions import Permission, authorise
from web.api import JsonRenderer
from web.openapi import listing, operation

TAGS = ["organizations"]
BYTES = dict.fromkeys(MEDIA_TYPES, OpenApiTypes.BINARY)


class Stream(BaseParser):
    """The body as it comes, unread."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        return stream


class Papers(OrganizationView):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ADD_PAPER}

    @operation("Papers of an organization", tags=TAGS, answer=listing(PaperShape), errors=(404,), paged=True)
    def get(self, request: Request, organization: UUID) -> Response:
        row = self.row(organization)
        return self.items(Paper.objects.filter(organization=row).select_related("blob"), paper_as_json)

    @operation("Declare a paper; its bytes follow", tags=TAGS, request=NewPaperShape, answer=PaperShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request, organization: UUID) -> Response:
        given = self.input(NewPaperShape)
        return self.act(
            use_cases.open_paper, organization, given["kind"], name=given["name"], media_type=given["media_type"], size=given["size"],
            render=paper_as_json, status=201, location=lambda made: reverse("api.organization.paper", args=[organization, made.pk]),
        )


class PaperView(OrganizationView):
    def paper(self, organization: UUID, paper: UUID) -> Paper:
        found = Paper.objects.visible_to(self.actor).filter(pk=paper, organization=organization).select_related("blob").first()
        if found is None:
            raise NotFound
        return found


class PaperOne(PaperView):
    permissions: ClassVar[dict[str, Permission]] = {"delete": permissions.ADD_PAPER}

    @operation("One paper", tags=TAGS, answer=PaperShape, errors=(404,))
    def get(self, request: Request, organization: UUID, paper: UUID) -> Response:
        return Response(paper_as_json(self.paper(organization, paper)))

    @operation("Remove a paper", tags=TAGS, answer=PaperShape, errors=(404, 409), idempotent=True)
    def delete(self, request: Request, organization: UUID, paper: UUID) -> Response:
        self.paper(organization, paper)
        return self.act(use_cases.remove_paper, paper, render=paper_as_json)


class PaperContent(PaperView):
    permissions: ClassVar[dict[str, Permission]] = {"put": permissions.ADD_PAPER}
    parser_classes = (Stream,)  # type: ignore[assignment]  # any bytes, not JSON

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        """Whatever the caller accepts, the paper has the media type it has."""
        return JsonRenderer(), JsonRenderer.media_type

    @operation("The bytes of a paper", tags=TAGS, answers={(200, media): OpenApiTypes.BINARY for media in MEDIA_TYPES}, errors=(404,))
    def get(self, request: Request, organization: UUID, paper: UUID) -> StreamingHttpResponse | Response:
        found = self.paper(organization, paper)
        if found.kept is None:
            raise NotFound
        response = StreamingHttpResponse(blobs.read(found.blob), content_type=found.blob.media_type)
        response["Content-Length"] = str(found.blob.size)
        response["Content-Disposition"] = "attachment"
        return response

    @operation(
        "Send the bytes; the paper counts once all are there", tags=TAGS, request=BYTES, answer=PaperShape, errors=(404, 409),
        answers={200: OpenApiResponse(PaperShape, description="All bytes are there.")},
    )
    def put(self, request: Request, organization: UUID, paper: UUID) -> Response:
        found = self.paper(organization, paper)
        if found.organization_id != self.actor.organization:
            raise NotFound
        if found.kept or found.removed:
            raise Conflict(Say(gettext_noop("This paper is kept or removed already.")))
        authorise(self.actor, permissions.ADD_PAPER, found)
        blobs.append(found.blob_id, 0, request._request)
        return self.act(use_cases.keep_paper, paper, render=paper_as_json)
