"""REST of an export's facts: the provider's sheet, its persons as a stream, and the outcome that both sides may read."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import partial
from typing import IO, Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_noop
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.determination import permissions
from exchange.determination.api.counts import StoredShape, stored_as_json
from exchange.determination.counts import without_group, without_totals
from exchange.determination.models import Determination, FactSheet, SubjectSet
from exchange.trade_request import gather, use_cases
from exchange.trade_request.export_views import PIECE, Lines
from exchange.trade_request.forecast import forecast
from exchange.trade_request.models import TradeRequest
from exchange.trade_request.outcome import outcome
from exchange.trade_request.permissions import is_consumer
from kernel import clock
from kernel.decision import Say
from kernel.errors import Invalid, NotFound
from kernel.permissions import Permission, authorise
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["trade-requests"]
LARGEST = 1 << 30
"""Bytes of one upload of identifiers."""


class LinesParser(BaseParser):
    """A body of lines, given on as a stream: it may be larger than memory."""

    media_type = "text/plain"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        return stream


class ClaimInput(serializers.Serializer[Any]):
    """What of a negative list the data is compared with: sector and scenario as the list names them, and its word for each agreed field."""

    sector = serializers.CharField(max_length=200)
    scenario = serializers.CharField(max_length=200)
    fields_named = serializers.DictField(child=serializers.CharField(max_length=200), help_text="The list's word for each agreed field; one left out leaves the result unknown.")


class SheetInput(serializers.Serializer[Any]):
    facts = serializers.DictField(help_text="Keys an exporter supplies; what is left out stays unknown.")
    ordinary = serializers.IntegerField(min_value=0, max_value=2_000_000_000, allow_null=True, required=False, help_text="Persons this deal sends abroad, ordinary data only.")
    sensitive = serializers.IntegerField(min_value=0, max_value=2_000_000_000, allow_null=True, required=False)
    list_claim = ClaimInput(required=False, allow_null=True)


class SheetShape(serializers.Serializer[Any]):
    version = serializers.IntegerField(allow_null=True)
    facts = serializers.DictField()
    ordinary = serializers.IntegerField(allow_null=True)
    sensitive = serializers.IntegerField(allow_null=True)


class CountShape(serializers.Serializer[Any]):
    ordinary = serializers.IntegerField()
    sensitive = serializers.IntegerField()


class ForecastShape(SheetShape):
    crossing = serializers.CharField()
    known_by_the_exchange = serializers.DictField()
    counts = serializers.DictField(help_text="declared_outside (of which declared by you) apart from measured_here.")
    determination = serializers.DictField(help_text="What the law would answer if the provider signed now.")


class BorderShape(serializers.Serializer[Any]):
    crossing = serializers.CharField()
    path = serializers.CharField(allow_blank=True)
    as_of = serializers.DateField(allow_null=True)
    papers_from_buyer = serializers.ListField(child=serializers.CharField())
    obligations = serializers.ListField(child=serializers.CharField())
    foreign_law_flags = serializers.ListField(child=serializers.CharField())


class PersonsQuery(serializers.Serializer[Any]):
    sensitive = serializers.BooleanField(default=False)
    replace = serializers.BooleanField(default=False)


class DealView(ApiView):
    def row(self, pk: UUID) -> TradeRequest:
        """Errors: NotFound."""
        found = TradeRequest.objects.visible_to(self.actor).select_related(*use_cases.SUMMARY).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found


class ExportFacts(DealView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"put": permissions.DESCRIBE}

    @operation(
        "Facts of an export and what the law would answer now", tags=TAGS, answer=ForecastShape, errors=(404,), description="The provider's side only: the buyer gets 404."
    )
    def get(self, request: Request, trade_request: UUID) -> Response:
        row = self.row(trade_request)
        if is_consumer(self.actor, row):
            raise NotFound
        found = forecast(row, gather.latest(row).value, clock.now())
        said = found.sheet.said
        counts, answer = dict(found.numbers), found.answer.as_json()
        if counts["organizations_under_common_control"] and not self.actor.jurisdiction:
            counts, answer = without_group(counts), without_totals(answer)
        return Response({
            "version": said.version, "facts": dict(said.facts), "ordinary": said.ordinary, "sensitive": said.sensitive, "crossing": found.crossing,
            "known_by_the_exchange": dict(found.derived.facts), "counts": counts, "determination": answer,
        })  # fmt: skip

    @operation(
        "Say the facts of an export", tags=TAGS, request=SheetInput, answer=SheetShape, errors=(404, 409), idempotent=True,
        description="A new version of the sheet. After the provider's signature the export is determined again.",
    )
    def put(self, request: Request, trade_request: UUID) -> Response:
        given = self.input(SheetInput)
        more = {name: given.get(name) for name in ("ordinary", "sensitive", "list_claim")}
        return self.act(use_cases.describe_export, trade_request, given["facts"], render=sheet_as_json, **more)  # type: ignore[arg-type]


class ExportPersons(DealView):
    audience = "party"
    parser_classes = (LinesParser,)  # type: ignore[assignment]  # no JSON comes here
    permissions: ClassVar[dict[str, Permission]] = {"put": permissions.HAND_IN}

    @operation(
        "Hand in identifiers of the persons, to be counted exactly", tags=TAGS, request={"text/plain": OpenApiTypes.STR}, answer=CountShape, errors=(404, 409),
        parameters=[PersonsQuery], description="One identifier a line, as a stream of up to a gibibyte. Only digests under the exporter's key are kept, for a stated time.",
    )
    def put(self, request: Request, trade_request: UUID) -> Response:
        given, row = self.query(PersonsQuery), self.row(trade_request)
        if is_consumer(self.actor, row):
            raise NotFound
        authorise(self.actor, permissions.HAND_IN, row)
        with tempfile.TemporaryFile() as file:
            _spool(request.data, file)
            return self.act(use_cases.hand_in_persons, trade_request, Lines(file), sensitive=given["sensitive"], replace=given["replace"], render=persons_as_json)


class Determinations(DealView):
    audience = "party"

    @operation(
        "Stored determinations of a deal, newest first", tags=TAGS, answer=listing(StoredShape), errors=(404,), paged=True,
        description="The provider's side, the operator and the regulators. Each has the facts it saw and the release of the rules, so that it can be asked again.",
    )
    def get(self, request: Request, trade_request: UUID) -> Response:
        if is_consumer(self.actor, self.row(trade_request)):
            raise NotFound
        return self.items(Determination.objects.visible_to(self.actor).filter(deal=trade_request), partial(stored_as_json, all_numbers=bool(self.actor.jurisdiction)), order=("-at", "-id"))


class Border(DealView):
    audience = "party"

    @operation("How the deal stands at the border, for both sides", tags=TAGS, answer=BorderShape, status=200, errors=(404,))
    def get(self, request: Request, trade_request: UUID) -> Response:
        row = self.row(trade_request)
        nothing: dict[str, Any] = {"crossing": "home", "path": "", "as_of": None, "papers_from_buyer": [], "obligations": [], "foreign_law_flags": []}
        return Response(outcome(row, gather.latest(row).value) or nothing)


def _spool(stream: Any, file: IO[bytes]) -> None:
    """Take the body in before the act begins: no transaction waits for the network. Errors: Invalid."""
    size = 0
    while hasattr(stream, "read") and (piece := stream.read(PIECE)):
        size += len(piece)
        if size > LARGEST:
            raise Invalid(fields={"body": [Say(gettext_noop("At most %(most)s bytes at once: send the rest in another request."), {"most": LARGEST})]})
        file.write(piece)


def sheet_as_json(row: FactSheet) -> dict[str, Any]:
    return {"version": row.version, "facts": row.facts, "ordinary": row.ordinary, "sensitive": row.sensitive}


def persons_as_json(row: SubjectSet) -> dict[str, Any]:
    return {"ordinary": row.ordinary, "sensitive": row.sensitive}
