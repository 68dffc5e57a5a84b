"""The dossier by API: the checklist, uploads as they come in, generated papers, the legal document."""

from __future__ import annotations

import tempfile
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.export_case import gather, permissions, use_cases
from exchange.export_case.api import shapes
from exchange.export_case.api.cases import ERRORS, TAGS
from exchange.export_case.dossier import reading
from exchange.export_case.looking import looked
from exchange.export_case.models import PaperText
from exchange.export_case.pdf.docx import DOCX
from exchange.export_case.pdf.render import PDF
from exchange.export_case.use_cases.dossier import LARGEST
from kernel.blobs import CHUNK
from kernel.decision import Say
from kernel.errors import Invalid
from kernel.permissions import Permission
from web.api import ApiView, JsonRenderer
from web.openapi import operation

BODIES = {PDF: OpenApiTypes.BINARY, "image/png": OpenApiTypes.BINARY, "image/jpeg": OpenApiTypes.BINARY, DOCX: OpenApiTypes.BINARY}


class UploadQuery(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    done_on = serializers.DateField(required=False)


class FormQuery(serializers.Serializer[Any]):
    language = serializers.ChoiceField(["zh", "en"], required=False)
    form = serializers.ChoiceField(["pdf", "docx"], required=False)


class Dossier(ApiView):
    audience = "party"

    @operation("The checklist: every paper, who brings it, what is there, what is missing, by when", tags=TAGS, answer=shapes.DossierShape, errors=(404,))
    def get(self, request: Request, case: UUID) -> Response:
        looked(self.actor, case)
        row = gather.one(self.actor, case, "determination")
        found = reading.dossier(self.actor, row, gather.asked(row))
        return Response({"items": [shapes.line(line) for line in found.lines], "missing": found.missing, "due": found.due})


class Document(ApiView):
    """One paper: the next version as the body, or what was written for a generated one."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.FILL, "put": permissions.FILL}

    @operation("Read what was written for a generated paper", tags=TAGS, answer=shapes.FilledShape(many=True), errors=(404,))
    def get(self, request: Request, case: UUID, code: str) -> Response:
        row = gather.one(self.actor, case)
        mine = self.actor.organization != row.consumer_id
        return Response([shapes.filled(text) for text in PaperText.objects.filter(case=row, code=code)] if mine else [])

    @operation(
        "Add the next version of a paper", tags=TAGS, request=BODIES, answer=shapes.ExportPaperShape, status=201, errors=ERRORS, parameters=[UploadQuery],
        description="The body is the file itself, of at most 20 MB. Earlier versions stay.",
    )
    def post(self, request: Request, case: UUID, code: str) -> Response:
        gather.one(self.actor, case)
        query = self.query(UploadQuery)
        with tempfile.TemporaryFile() as file:
            size = _spooled(request._request, file)
            file.seek(0)
            media_type = (request.content_type or "").split(";")[0].strip().lower()
            return self.act(
                use_cases.add_paper, case, code=code, name=query["name"], media_type=media_type, size=size, stream=file, done_on=query.get("done_on"), render=shapes.paper,
                status=201,
            )

    @operation("Write into a generated paper, part by part", tags=TAGS, request=shapes.FillInput, answer=shapes.FilledShape, errors=ERRORS, idempotent=True)
    def put(self, request: Request, case: UUID, code: str) -> Response:
        return self.act(use_cases.fill, case, code=code, render=shapes.filled, **self.input(shapes.FillInput))


def _spooled(body: Any, file: Any) -> int:
    """Errors: Invalid `too_large`."""
    size = 0
    while chunk := body.read(CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise Invalid(Say("A paper has at least one byte and at most 20 MB."), code="too_large")
        file.write(chunk)
    return size


class Generate(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.FILL}

    @operation(
        "Draw a paper up from what the system knows and what was written", tags=TAGS, request=shapes.GenerateInput, answer=shapes.ExportPaperShape, status=201, errors=ERRORS,
        idempotent=True,
    )
    def post(self, request: Request, case: UUID, code: str) -> Response:
        done: date | None = self.input(shapes.GenerateInput).get("done_on")
        return self.act(use_cases.generate_paper, case, code=code, done_on=done, render=shapes.paper, status=201)


class PaperContent(ApiView):
    audience = "party"

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        """Whatever the caller accepts, the paper has the media type it has."""
        return JsonRenderer(), JsonRenderer.media_type

    @operation(
        "Download a version of a paper; a generated one also as English copy or as an editable file", tags=TAGS, errors=(404, 422),
        answers={(200, PDF): OpenApiTypes.BINARY, (200, DOCX): OpenApiTypes.BINARY, (200, "image/png"): OpenApiTypes.BINARY, (200, "image/jpeg"): OpenApiTypes.BINARY},
        parameters=[FormQuery, OpenApiParameter("Accept", OpenApiTypes.STR, OpenApiParameter.HEADER, description="Ignored: the paper's own media type is sent.")],
    )
    def get(self, request: Request, case: UUID, document: UUID) -> StreamingHttpResponse:
        given = self.query(FormQuery)
        return reading.response(use_cases.open_paper(self.actor, case, document), given.get("language", "zh"), given.get("form", ""))


class LegalDocuments(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.FILL}

    @operation(
        "State the legal document with the recipient", tags=TAGS, request=shapes.DocumentInput, answer=shapes.DocumentShape, status=201, errors=ERRORS, idempotent=True,
        description="Where each of the six heads stands; what is not said is looked for in the agreement.",
    )
    def post(self, request: Request, case: UUID) -> Response:
        return self.act(use_cases.state_document, case, render=shapes.document, status=201, **self.input(shapes.DocumentInput))
