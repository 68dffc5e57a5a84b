"""The REST face of supervision: stop orders, and the holds that stand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.supervision import permissions, use_cases
from exchange.supervision.models import StopOrder
from exchange.supervision.states import Scope, State
from exchange.supervision.use_cases import BASES
from kernel.errors import NotFound
from kernel.models import Hold
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["supervision"]


class OrderShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.CharField()
    scope = serializers.ChoiceField([scope.value for scope in Scope])
    subject = serializers.UUIDField()
    exporter = serializers.UUIDField()
    cause = serializers.CharField()
    basis = serializers.ChoiceField(BASES)
    state = serializers.ChoiceField([state.value for state in State])
    placed = serializers.DateTimeField()
    lifted = serializers.DateTimeField(allow_null=True)
    remark = serializers.CharField()


class OrderInput(serializers.Serializer[Any]):
    """`subject` is the id of what `scope` names: an agreement, a clearance, an organization or a dataset."""

    scope = serializers.ChoiceField([scope.value for scope in Scope])
    subject = serializers.UUIDField()
    cause = serializers.CharField(max_length=2000)
    basis = serializers.ChoiceField(BASES)


class LiftInput(serializers.Serializer[Any]):
    remark = serializers.CharField(max_length=2000)


class HoldShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    subject_type = serializers.CharField()
    subject = serializers.UUIDField()
    scope = serializers.ChoiceField(["act", "delivery", "export"])
    cause = serializers.CharField()
    placed = serializers.DateTimeField()


def order_json(row: StopOrder) -> dict[str, Any]:
    return {
        "id": row.pk, "number": row.number, "scope": row.scope, "subject": row.subject, "exporter": row.exporter_id, "cause": row.cause, "basis": row.basis, "state": row.state,
        "placed": row.placed, "lifted": row.lifted, "remark": row.remark,
    }  # fmt: skip


class Orders(ApiView):
    audience = "member"
    permissions = {"post": permissions.PLACE}  # noqa: RUF012

    @operation("List stop orders: those that concern one, or all of them at the desk", tags=TAGS, answer=listing(OrderShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(StopOrder.objects.visible_to(self.actor), order_json, order=("-placed", "-id"))

    @operation("Order that exports stop", tags=TAGS, request=OrderInput, answer=OrderShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request) -> Response:
        return self.act(use_cases.place, render=order_json, status=201, **self.input(OrderInput))


class OneOrder(ApiView):
    audience = "party"

    @operation("Read a stop order", tags=TAGS, answer=OrderShape, errors=(404,))
    def get(self, request: Request, order: UUID) -> Response:
        found = StopOrder.objects.visible_to(self.actor).filter(pk=order).first()
        if found is None:
            raise NotFound
        return Response(order_json(found))


class Lift(ApiView):
    """Lift a stop order, as another person than the one who placed it."""

    audience = "party"
    permissions = {"post": permissions.LIFT}  # noqa: RUF012

    @operation("Lift a stop order as another person", tags=TAGS, request=LiftInput, answer=OrderShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, order: UUID) -> Response:
        return self.act(use_cases.lift, order, render=order_json, **self.input(LiftInput))


class Holds(ApiView):
    """Holds in force: at the desk all of them, else those on the organization itself."""

    audience = "member"

    @operation("List the holds that stand", tags=TAGS, answer=listing(HoldShape), paged=True)
    def get(self, request: Request) -> Response:
        rows: QuerySet[Hold] = Hold.objects.filter(lifted=None)
        if not self.actor.jurisdiction:
            rows = rows.filter(subject_id__in=[self.actor.organization])
        return self.items(rows, _hold_json, order=("-placed", "-id"))


def _hold_json(row: Hold) -> dict[str, Any]:
    return {"id": row.pk, "subject_type": row.subject_type, "subject": row.subject_id, "scope": row.scope, "cause": row.cause, "placed": row.placed}
