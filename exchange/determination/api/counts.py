"""An exporter's counters and determinations by API: its own; all of them for the operator and the regulators."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.determination.api.public import DeterminationShape
from exchange.determination.counts import without_group, without_totals
from exchange.determination.models import Determination, Reservation, YearCount
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["export-counts"]


class PersonsShape(serializers.Serializer[Any]):
    ordinary = serializers.IntegerField()
    sensitive = serializers.IntegerField()


class YearShape(serializers.Serializer[Any]):
    organization = serializers.UUIDField()
    year = serializers.IntegerField()
    reserved = PersonsShape()
    taken = PersonsShape()
    exact = PersonsShape()
    declared_outside = PersonsShape(allow_null=True)
    stated_on = serializers.DateField(allow_null=True)
    statement_is_newest = serializers.BooleanField(help_text="False once a reservation was made after it: the next signing needs a new statement.")


class ReservationShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    deal = serializers.UUIDField()
    organization = serializers.UUIDField()
    year = serializers.IntegerField()
    ordinary = serializers.IntegerField()
    sensitive = serializers.IntegerField()
    counted = serializers.BooleanField()
    exact = serializers.BooleanField()
    state = serializers.CharField()
    since = serializers.DateTimeField()
    determination = serializers.UUIDField()


class StoredShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    deal = serializers.UUIDField(allow_null=True)
    exporter = serializers.UUIDField()
    occasion = serializers.CharField()
    destination = serializers.CharField()
    as_of = serializers.DateField()
    at = serializers.DateTimeField()
    basis = serializers.DictField()
    determination = DeterminationShape()


class Counts(ApiView):
    audience = "member"

    @operation("Persons counted per exporter and year", tags=TAGS, answer=listing(YearShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(YearCount.objects.visible_to(self.actor), year_as_json, order=("-year", "organization"))


class Reservations(ApiView):
    audience = "member"

    @operation("What each deal holds of its exporter's year", tags=TAGS, answer=listing(ReservationShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Reservation.objects.visible_to(self.actor), reservation_as_json)


def year_as_json(row: YearCount) -> dict[str, Any]:
    outside = _pair(row.ordinary_outside, row.sensitive_outside) if row.ordinary_outside is not None and row.sensitive_outside is not None else None
    return {
        "organization": row.organization_id, "year": row.year, "reserved": _pair(row.ordinary_reserved, row.sensitive_reserved),
        "taken": _pair(row.ordinary_taken, row.sensitive_taken), "exact": _pair(row.ordinary_exact, row.sensitive_exact), "declared_outside": outside,
        "stated_on": row.stated_on, "statement_is_newest": row.renewed,
    }  # fmt: skip


def reservation_as_json(row: Reservation) -> dict[str, Any]:
    return {
        "id": row.pk, "deal": row.deal, "organization": row.organization_id, "year": row.year, "ordinary": row.ordinary, "sensitive": row.sensitive,
        "counted": row.counted, "exact": row.exact, "state": row.state, "since": row.state_since, "determination": row.determination_id,
    }  # fmt: skip


def stored_as_json(row: Determination, *, all_numbers: bool = False) -> dict[str, Any]:
    """`all_numbers` for readers with jurisdiction: the group's count among them."""
    hide = bool(row.basis.get("organizations_under_common_control")) and not all_numbers
    return {
        "id": row.pk, "deal": row.deal, "exporter": row.exporter_id, "occasion": row.occasion, "destination": row.destination, "as_of": row.as_of, "at": row.at,
        "basis": without_group(row.basis) if hide else row.basis, "determination": without_totals(row.result) if hide else row.result,
    }  # fmt: skip


def _pair(ordinary: int, sensitive: int) -> dict[str, int]:
    return {"ordinary": ordinary, "sensitive": sensitive}
