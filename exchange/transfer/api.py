"""The REST face of transfers: the acts, the files' bytes by bearer token, and links for one holder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset.choices import FORMATS
from exchange.rules import places
from exchange.transfer import permissions, use_cases
from exchange.transfer.content import serve
from exchange.transfer.files import DeliveredFile, file_of, files_of
from exchange.transfer.methods import METHODS
from exchange.transfer.models import Transfer
from exchange.transfer.place import read_from
from exchange.transfer.states import Acceptance, State
from exchange.transfer.use_cases.acceptance import CODES
from kernel.errors import NotFound
from web.api import ApiView, JsonRenderer
from web.openapi import MEANINGS, Problem, listing, operation

TAGS = ["transfers"]
ERRORS = (404, 409)
FILE = OpenApiParameter("file", OpenApiTypes.UUID, description="Which of the transfer's files; may be left out where there is only one.")
PLACE = OpenApiParameter("place", OpenApiTypes.STR, enum=sorted(places.CODES), description="Where the file is read, as an ISO code: reading abroad what is stored at home is an export.")
CONDITIONAL = [
    FILE,
    PLACE,
    OpenApiParameter("Range", OpenApiTypes.STR, OpenApiParameter.HEADER, description="One byte range, such as bytes=0-1023; several give the whole file."),
    OpenApiParameter("If-Range", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The ETag for which the range holds."),
    OpenApiParameter("If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The ETag already held; 304 if it is still the file's."),
]
# the file has the media type under which it was listed
ANSWERS: dict[Any, Any] = {
    **{(200, media): OpenApiResponse(OpenApiTypes.BINARY, description="The whole file.") for media in FORMATS},
    **{(206, media): OpenApiResponse(OpenApiTypes.BINARY, description="The range asked for.") for media in FORMATS},
    304: OpenApiResponse(description="The file is the one already held."),
    (416, "application/problem+json"): OpenApiResponse(Problem, description=MEANINGS[416]),
}


class FileShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()


class TransferShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    agreement = serializers.UUIDField()
    method = serializers.ChoiceField(sorted(METHODS))
    state = serializers.ChoiceField([s.value for s in State])
    since = serializers.DateTimeField()
    delivery = serializers.IntegerField(allow_null=True)
    acceptance = serializers.ChoiceField([a.value for a in Acceptance])
    accept_by = serializers.DateTimeField(allow_null=True)
    code = serializers.CharField()
    bytes_served = serializers.IntegerField()
    created = serializers.DateTimeField()


class OneTransferShape(TransferShape):
    note = serializers.CharField()
    files = FileShape(many=True)


class TransferInput(serializers.Serializer[Any]):
    """`start` starts the delivery in the same act."""

    agreement = serializers.UUIDField()
    method = serializers.ChoiceField(sorted(METHODS), default="download")
    start = serializers.BooleanField(default=False)


class FileInput(serializers.Serializer[Any]):
    """`place` is where the file is read, as an ISO code; where it is left out, and not known otherwise, the declared places decide."""

    file = serializers.UUIDField(required=False)
    place = serializers.ChoiceField(sorted(places.CODES), required=False)


class LinkShape(serializers.Serializer[Any]):
    url = serializers.URLField()
    expires = serializers.DateTimeField()
    file = FileShape()


class RejectInput(serializers.Serializer[Any]):
    code = serializers.ChoiceField(sorted(CODES))
    note = serializers.CharField(max_length=2000)


def as_json(row: Transfer) -> dict[str, Any]:
    return {
        "id": row.pk, "agreement": row.agreement_id, "method": row.method, "state": row.state, "since": row.state_since, "delivery": row.number,
        "acceptance": row.acceptance, "accept_by": row.accept_by, "code": row.code, "bytes_served": getattr(row, "bytes_served", 0), "created": row.created,
    }  # fmt: skip


def file_json(file: DeliveredFile) -> dict[str, Any]:
    return {"id": file.id, "name": file.name, "media_type": file.media_type, "size": file.size, "sha256": file.sha256_hex}


class Transfers(ApiView):
    audience = "member"
    permissions = {"post": permissions.REQUEST}  # noqa: RUF012

    @operation("List transfers", tags=TAGS, answer=listing(TransferShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Transfer.objects.visible_to(self.actor).with_bytes(), as_json)

    @operation("Ask for a delivery under an agreement in force", tags=TAGS, request=TransferInput, answer=TransferShape, status=201, errors=ERRORS, idempotent=True)
    def post(self, request: Request) -> Response:
        given = self.input(TransferInput)
        act = use_cases.deliver if given["start"] else use_cases.request
        return self.act(
            act, given["agreement"], method=given["method"], render=as_json, status=201, location=lambda row: reverse("api.transfer", args=[row.pk])
        )


class OneTransfer(ApiView):
    audience = "party"

    @operation("Read a transfer and its files", tags=TAGS, answer=OneTransferShape, errors=(404,))
    def get(self, request: Request, transfer: UUID) -> Response:
        row = find(self, transfer)
        return Response({**as_json(row), "note": row.note, "files": [file_json(file) for file in files_of(row)]})


def find(view: ApiView, pk: UUID) -> Transfer:
    found = Transfer.objects.visible_to(view.actor).with_bytes().filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _act(name: str, summary: str, use_case: Callable[..., Any], permission: Any, body: Any = None) -> type[ApiView]:
    @operation(summary, tags=TAGS, request=body, answer=TransferShape, errors=ERRORS, idempotent=True)
    def post(self: ApiView, request: Request, transfer: UUID) -> Response:
        return self.act(use_case, transfer, render=as_json, **(self.input(body) if body else {}))

    return type(name, (ApiView,), {"post": post, "audience": "party", "permissions": {"post": permission}, "__doc__": summary})


Start = _act("Start", "Start or resume a transfer", use_cases.start, permissions.START)
Suspend = _act("Suspend", "Suspend a transfer", use_cases.suspend, permissions.SUSPEND)
Complete = _act("Complete", "Say that everything has arrived", use_cases.complete, permissions.COMPLETE)
Terminate = _act("Terminate", "End a transfer of which nothing was served", use_cases.terminate, permissions.TERMINATE)
Accept = _act("Accept", "Accept a delivery: the escrow is released", use_cases.accept, permissions.ACCEPT)
Reject = _act("Reject", "Reject a delivery: access ends", use_cases.reject, permissions.REJECT, RejectInput)


class Content(ApiView):
    """The bytes of one file of a running transfer."""

    audience = "party"
    permissions = {"get": permissions.DOWNLOAD}  # noqa: RUF012

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        """Whatever the caller accepts, the file has the media type it has."""
        return JsonRenderer(), JsonRenderer.media_type

    @operation(
        "Receive a file, whole or a range of it", tags=TAGS, errors=(404, 409, 422),
        parameters=CONDITIONAL, answers=ANSWERS,
        description="Repr-Digest carries the SHA-256 of the whole file. Ranges and resumed downloads spend nothing of the agreed count.",
    )
    def get(self, request: Request, transfer: UUID) -> HttpResponseBase:
        row, given = find(self, transfer), self.query(FileInput)
        return serve(request._request, self.actor, row, file_of(row, given.get("file")), stated=given.get("place", ""))


class Links(ApiView):
    audience = "party"
    permissions = {"post": permissions.DOWNLOAD}  # noqa: RUF012

    @operation(
        "A short-lived link to a file, for its holder only", tags=TAGS, request=FileInput, answer=LinkShape, status=201, errors=ERRORS,
        description="The link answers only whoever asked for it, and only for some minutes. It is never stored, so this act takes no Idempotency-Key.",
    )
    def post(self, request: Request, transfer: UUID) -> Response:
        given = self.input(FileInput)
        issued = use_cases.issue_link(self.actor, transfer, file_id=given.get("file"), read_from=read_from(request._request, given.get("place", "")))
        url = request.build_absolute_uri(reverse("transfer.download", args=[issued.secret]))
        return Response({"url": url, "expires": issued.link.expires, "file": file_json(issued.file)}, status=201)
