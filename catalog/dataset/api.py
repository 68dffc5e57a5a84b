"""REST of preparing a dataset: its fields, sample, files and revisions. Listing, reading and searching are other slices'."""

from __future__ import annotations

import base64
import binascii
import hashlib
import tempfile
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_noop
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset import permissions, use_cases
from catalog.dataset.choices import FORMATS
from catalog.dataset.models import Dataset, DatasetRevision, Distribution
from catalog.dataset.render import (
    DatasetStateShape,
    DistributionShape,
    FieldShape,
    RevisionBriefShape,
    RevisionShape,
    SampleShape,
    distribution_json,
    revision_brief,
    revision_json,
    state_json,
)
from catalog.rules.visibility import PUBLIC_LIMIT, SampleNature
from catalog.zone.gate import may_leave
from kernel import blobs
from kernel.actor import Actor
from kernel.decision import Say
from kernel.errors import ActError, Invalid, NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["datasets"]
IF_MATCH = OpenApiParameter("If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description='The entity tag of the revision you read, such as "2.7".')
OFFSET = OpenApiParameter("Upload-Offset", OpenApiTypes.INT, OpenApiParameter.HEADER, required=True, description="How many bytes have arrived before this piece.")
DIGEST = OpenApiParameter("Content-Digest", OpenApiTypes.STR, OpenApiParameter.HEADER, description="RFC 9530 digest of this piece: sha-256=:base64:. A piece that differs is not stored.")


class MatchNeeded(ActError):
    """PATCH asks which edition was read."""

    status, code, title = 428, "if_match_needed", gettext_noop("If-Match is missing")


def matched(request: Request, *, needed: bool = False) -> str | None:
    """The tag in If-Match without its quotes; None if absent or *. Errors: MatchNeeded."""
    given = request.headers.get("If-Match", "").strip()
    if not given and needed:
        raise MatchNeeded(
            Say(gettext_noop("Say in If-Match which edition you read, so that nobody's edit is lost.")), remedy=Say(gettext_noop("Read the dataset and send its ETag along."))
        )
    return None if given in ("", "*") else given.removeprefix("W/").strip('"')


def dataset_of(actor: Actor, dataset: UUID) -> Dataset:
    found = Dataset.objects.visible_to(actor).filter(pk=dataset).first()
    if found is None:
        raise NotFound
    return found


def revision_of(actor: Actor, dataset: UUID, revision: UUID) -> DatasetRevision:
    rows = DatasetRevision.objects.visible_to(actor).select_related("zone", "rights").prefetch_related("fields", "distributions")
    found = rows.filter(pk=revision, dataset=dataset).first()
    if found is None:
        raise NotFound
    return found


def sample_shown(revision: DatasetRevision) -> bool:
    """A sample of important data is shown to nobody, whatever was stored; real rows of a zone only where its data may leave."""
    return revision.grade is not None and revision.grade <= PUBLIC_LIMIT and (revision.sample_nature != SampleNature.REAL or may_leave(revision).permitted)


class FieldsShape(serializers.Serializer[Any]):
    fields = FieldShape(many=True)  # type: ignore[assignment]


class NewDistributionShape(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    media_type = serializers.ChoiceField(list(FORMATS))
    size = serializers.IntegerField(min_value=1, required=False)
    sha256 = serializers.RegexField("^[0-9a-f]{64}$", required=False, help_text="SHA-256 of the whole file in lower-case hexadecimal; compared at the end.")


class ReceivedShape(serializers.Serializer[Any]):
    received = serializers.IntegerField(help_text="Bytes that have arrived: the offset of the next piece.")


class Fields(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"put": permissions.EDIT}

    @operation("Replace the data dictionary", tags=TAGS, request=FieldsShape, answer=DatasetStateShape, errors=(404, 409, 412), parameters=[IF_MATCH], idempotent=True)
    def put(self, request: Request, dataset: UUID) -> Response:
        given = self.input(FieldsShape)
        return self.act(use_cases.set_fields, dataset, given["fields"], expected=matched(request), render=state_json)


class Sample(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"put": permissions.EDIT}

    @operation("Replace the sample", tags=TAGS, request=SampleShape, answer=DatasetStateShape, errors=(404, 409, 412), parameters=[IF_MATCH], idempotent=True)
    def put(self, request: Request, dataset: UUID) -> Response:
        given = self.input(SampleShape)
        return self.act(use_cases.set_sample, dataset, given["nature"], given["rows"], expected=matched(request), render=state_json)


class Revisions(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    @operation("Revisions of a dataset", tags=TAGS, answer=listing(RevisionBriefShape), errors=(404,), paged=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        rows = DatasetRevision.objects.visible_to(self.actor).filter(dataset=dataset_of(self.actor, dataset))
        return self.items(rows, revision_brief, order=("-number", "id"))

    @operation("Open a new revision of a listed dataset", tags=TAGS, answer=DatasetStateShape, status=201, errors=(404,), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.revise, dataset, render=state_json, status=201)


class Revision(ApiView):
    audience = "party"

    @operation("One revision in full", tags=TAGS, answer=RevisionShape, errors=(404,))
    def get(self, request: Request, dataset: UUID, revision: UUID) -> Response:
        found = revision_of(self.actor, dataset, revision)
        return Response(revision_json(found, with_sample=sample_shown(found)), headers={"ETag": f'"{found.number}.{found.version}"'})


class Discard(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    @operation("Discard the revision in work; the listed one stays", tags=TAGS, answer=DatasetStateShape, errors=(404,), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.discard_revision, dataset, render=state_json)


class Distributions(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    @operation("Files of the revision in work, or of the listed one", tags=TAGS, answer=listing(DistributionShape), errors=(404,), paged=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        found = dataset_of(self.actor, dataset)
        own = self.actor.organization == found.provider_id
        revision = found.working_id if own and found.working_id else found.current_id
        return self.items(Distribution.objects.filter(revision=revision), distribution_json, order=("-created", "-id"))

    @operation("Announce a file; its bytes follow in pieces", tags=TAGS, request=NewDistributionShape, answer=DistributionShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        given = self.input(NewDistributionShape)
        digest = bytes.fromhex(given["sha256"]) if "sha256" in given else None
        return self.act(
            use_cases.begin_upload, dataset, name=given["name"], media_type=given["media_type"], size=given.get("size"), sha256=digest, render=distribution_json, status=201,
        )


class DistributionOne(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"delete": permissions.EDIT}

    @operation("Take a file out of the revision in work", tags=TAGS, answer=DatasetStateShape, errors=(404,), idempotent=True)
    def delete(self, request: Request, dataset: UUID, distribution: UUID) -> Response:
        return self.act(use_cases.remove_file, distribution, dataset_id=dataset, render=state_json)


class Content(ApiView):
    """The bytes of a file: where an upload stands, and its next piece. A lost connection goes on from `received`."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"patch": permissions.EDIT}

    @operation("How many bytes of a file have arrived", tags=TAGS, answer=ReceivedShape, errors=(404,))
    def get(self, request: Request, dataset: UUID, distribution: UUID) -> Response:
        rows = Distribution.objects.visible_to(self.actor).select_related("blob")
        found = rows.filter(pk=distribution, revision__dataset=dataset, revision__dataset__provider=self.actor.organization).first()
        if found is None:
            raise NotFound
        return Response({"received": found.blob.size})

    @operation(
        "Send the next piece of a file", tags=TAGS, request={"application/octet-stream": OpenApiTypes.BINARY}, answer=ReceivedShape, errors=(404, 409),
        parameters=[OFFSET, DIGEST], description="A piece may have any length. After a lost connection ask how many bytes have arrived and go on from there.",
    )
    def patch(self, request: Request, dataset: UUID, distribution: UUID) -> Response:
        raw = request.headers.get("Upload-Offset", "")
        if not (raw.isascii() and raw.isdigit() and len(raw) <= 15):
            raise Invalid(fields={"Upload-Offset": [Say(gettext_noop("Say how many bytes have arrived before this piece."))]})
        body = request._request  # the stream itself: the framework would read it whole
        if (digest := request.headers.get("Content-Digest")) is None:
            return Response({"received": use_cases.append_bytes(self.actor, distribution, int(raw), body, dataset_id=dataset)})
        with tempfile.TemporaryFile() as piece:
            _spool(body, piece, _sha256_of(digest))
            return Response({"received": use_cases.append_bytes(self.actor, distribution, int(raw), piece, dataset_id=dataset)})


def _sha256_of(header: str) -> bytes:
    """The SHA-256 in a Content-Digest header (RFC 9530). Errors: Invalid."""
    for part in header.split(","):
        name, _, value = part.strip().partition("=")
        if name.lower() == "sha-256" and value.startswith(":") and value.endswith(":") and len(value) > 2:
            try:
                digest = base64.b64decode(value[1:-1], validate=True)
            except binascii.Error:
                break
            if len(digest) == 32:
                return digest
    raise Invalid(fields={"Content-Digest": [Say(gettext_noop("Write the digest as sha-256=:base64 of 32 bytes:."))]})


def _spool(body: Any, piece: Any, digest: bytes) -> None:
    """Set the piece aside and compare before anything of it counts. Errors: Invalid `digest_differs`."""
    found = hashlib.sha256()
    while chunk := body.read(blobs.CHUNK):
        found.update(chunk)
        piece.write(chunk)
    if found.digest() != digest:
        raise Invalid(Say(gettext_noop("The piece that arrived has another digest than the one declared.")), code="digest_differs", remedy=Say(gettext_noop("Send the piece again.")))
    piece.seek(0)


class Complete(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    @operation("Close a file: its SHA-256 is computed and compared", tags=TAGS, answer=DistributionShape, errors=(404,), idempotent=True)
    def post(self, request: Request, dataset: UUID, distribution: UUID) -> Response:
        return self.act(use_cases.complete_upload, distribution, dataset_id=dataset, render=distribution_json)
