"""REST of the record: events one is a party to, their proofs, and entry bundles for auditors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import orjson
from django.utils.translation import gettext_noop
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.audit import gather, use_cases
from exchange.audit.models import Entry
from exchange.audit.permissions import READ_ENTRIES
from exchange.audit.proof import FORMAT
from exchange.audit.tiles import BadTile, Tile
from kernel.decision import Say
from kernel.errors import Invalid, NotFound
from kernel.models import Event
from kernel.permissions import Permission
from web.api import ApiView, JsonRenderer
from web.openapi import listing, operation

TAGS = ["events"]


class SubjectShape(serializers.Serializer[Any]):
    type = serializers.CharField()
    id = serializers.CharField()
    seq = serializers.IntegerField()
    previous = serializers.CharField(allow_null=True, help_text="Leaf hash of the subject's event before this one.")


class EventShape(serializers.Serializer[Any]):
    id = serializers.CharField(help_text="A growing integer, as text.")
    name = serializers.CharField()
    at = serializers.DateTimeField()
    subject = SubjectShape()
    actor = serializers.DictField(help_text="Opaque ids: kind, id, person, organization, on_behalf_of.")
    caused_by = serializers.CharField(allow_null=True)
    data = serializers.DictField()  # type: ignore[assignment]
    index = serializers.IntegerField(allow_null=True, help_text="Its place in the log; null while it waits to be sealed.")


class ProofShape(serializers.Serializer[Any]):
    format = serializers.ChoiceField([FORMAT])
    event = serializers.DictField(child=serializers.CharField(), help_text="id, and payload: the event's text to the byte.")
    index = serializers.IntegerField()
    leaf_hash = serializers.CharField(help_text="SHA-256 of a zero byte and the payload, in hex (RFC 6962).")
    path = serializers.ListField(child=serializers.CharField(), help_text="Audit path from the leaf upward, in base64.")
    checkpoint = serializers.CharField(help_text="Signed note of the log (C2SP tlog-checkpoint); its key is at /log/vkey.")


def event_as_json(event: Event, index: int | None) -> dict[str, Any]:
    payload: dict[str, Any] = orjson.loads(event.payload)
    return {**payload, "index": index}


def entry_as_json(entry: Entry) -> dict[str, Any]:
    return event_as_json(entry.event, entry.index)


def _with_entry(event: Event) -> dict[str, Any]:
    entry = getattr(event, "entry", None)
    return event_as_json(event, entry.index if entry else None)


class Events(ApiView):
    """By subject, newest knowledge included; or all of one's own from a place in the log on, for those who cannot receive webhooks."""

    audience = "member"

    @operation(
        "Events of one subject, or all events sealed after a cursor",
        tags=TAGS,
        answer=listing(EventShape, after=serializers.CharField(allow_null=True, help_text="Where to go on asking later, also when `next` is null.")),
        parameters=[
            OpenApiParameter("subject", OpenApiTypes.STR, description="Id of the thing the events are about; shows also what is not sealed yet."),
            OpenApiParameter("after", OpenApiTypes.STR, description="The `after` of the answer before: events that entered the log since then, none left out."),
        ],
        paged=True,
    )
    def get(self, request: Request) -> Response:
        params = request.query_params
        subject = params.get("subject")
        if subject is not None:
            if "\x00" in subject:
                raise NotFound
            rows = gather.visible_events(self.actor).filter(subject_id=subject).select_related("entry")
            return self.items(rows, _with_entry, order=("id",), extra={"after": None})
        after = self._after(params)
        entries = list(gather.sealed_events(self.actor).filter(index__gt=after).order_by("index")[: self.limit() + 1])
        shown = entries[: self.limit()]
        last = str(shown[-1].index) if shown else (str(after) if after >= 0 else None)
        next_url = request.build_absolute_uri(f"{request.path}?limit={self.limit()}&after={last}") if len(entries) > len(shown) else None
        return Response({"items": [entry_as_json(entry) for entry in shown], "next": next_url, "after": last})

    def _after(self, params: Mapping[str, str]) -> int:
        raw = params.get("after") or "-1"
        digits = raw.removeprefix("-") if raw == "-1" else raw
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
            raise Invalid(fields={"after": [Say(gettext_noop("This marker is not valid. Leave it out to begin with the first event."))]})
        return int(raw)


class Proof(ApiView):
    """Inclusion proof of one event."""

    audience = "party"

    @operation("Proof that an event is in the log", tags=TAGS, answer=ProofShape, errors=(404, 409))
    def get(self, request: Request, event: int) -> Response:
        return Response(gather.proof_of(self.actor, event).as_json())


class BundleRenderer(BaseRenderer):
    """Bytes as they are; an error as its problem details."""

    media_type = "application/octet-stream"
    format = "bin"
    charset = None
    render_style = "binary"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None) -> bytes:
        return data if isinstance(data, bytes) else orjson.dumps(data, default=str)


class EntryBundle(ApiView):
    """The log's entries themselves, for auditors; each look is recorded."""

    audience = "auditor"
    permissions: ClassVar[dict[str, Permission]] = {"get": READ_ENTRIES}
    renderer_classes = (BundleRenderer, JsonRenderer)  # type: ignore[assignment]

    @operation(
        "Entry bundle of the log (C2SP tlog-tiles)",
        tags=TAGS,
        answer=OpenApiTypes.BINARY,
        errors=(404, 409),
        parameters=[
            OpenApiParameter(
                "place", OpenApiTypes.STR, OpenApiParameter.PATH, description="Number of the bundle, and its width while it grows.",
                examples=[OpenApiExample("the first entry", value="000.p/1")],
            )
        ],
    )
    def get(self, request: Request, place: str) -> Response:
        try:
            tile = Tile.parse(f"entries/{place}")
        except BadTile as error:
            raise NotFound from error
        response = Response(use_cases.read_entries(self.actor, tile))
        response["Cache-Control"] = "private, no-store"
        return response
