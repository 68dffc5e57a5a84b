"""REST of negotiations. `accept` is served by the agreement, which prepares the agreed text."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.trade_request import permissions, use_cases
from exchange.trade_request.models import Message, TradeRequest
from exchange.trade_request.shapes import (
    MessageShape,
    ProposeShape,
    ReasonShape,
    SubmitShape,
    TextShape,
    TradeRequestShape,
    TradeRequestWithProposals,
    as_json,
    message_as_json,
    terms_of,
    with_proposals,
)
from exchange.trade_request.states import State
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["trade-requests"]
# a revision's long texts are not shown in lists
HEAVY = ("revision__sample", "revision__description_zh", "revision__description_en")


def address(row: TradeRequest) -> str:
    return reverse("api.trade_request.detail", args=[row.pk])


class FilterShape(serializers.Serializer[Any]):
    side = serializers.ChoiceField(choices=["provider", "consumer"], required=False)
    state = serializers.ChoiceField(choices=[state.value for state in State], required=False)
    cursor = serializers.CharField(required=False, max_length=500)
    limit = serializers.CharField(required=False, max_length=10)


class Requests(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CREATE}

    @operation("Negotiations of your organization", tags=TAGS, answer=listing(TradeRequestShape), parameters=[FilterShape], paged=True)
    def get(self, request: Request) -> Response:
        given = self.query(FilterShape)
        rows: QuerySet[TradeRequest] = TradeRequest.objects.visible_to(self.actor).select_related(*use_cases.SUMMARY).defer(*HEAVY)
        if "side" in given:
            rows = rows.filter(**{given["side"]: self.actor.organization})
        if "state" in given:
            rows = rows.filter(state=given["state"])
        return self.items(rows, as_json)

    @operation("Ask for a dataset under one of its offers", tags=TAGS, request=SubmitShape, answer=TradeRequestShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request) -> Response:
        given = self.input(SubmitShape)
        return self.act(use_cases.submit, given["offer"], terms_of(given), answers=given.get("answers", ()), render=as_json, status=201, location=address)


class One(ApiView):
    audience = "party"

    @operation("One negotiation with all its proposals", tags=TAGS, answer=TradeRequestWithProposals, errors=(404,))
    def get(self, request: Request, trade_request: UUID) -> Response:
        return Response(with_proposals(self._row(trade_request)))

    def _row(self, pk: UUID) -> TradeRequest:
        found = TradeRequest.objects.visible_to(self.actor).select_related(*use_cases.SUMMARY).defer(*HEAVY).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found


class Propose(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.OFFER}

    @operation(
        "Send a binding offer, or counter one", tags=TAGS, request=ProposeShape, answer=TradeRequestShape, errors=(404, 409), idempotent=True,
        description="As provider: what you send binds you until it ends; an empty body agrees with the request as it stands. As buyer: a counter-proposal.",
    )
    def post(self, request: Request, trade_request: UUID) -> Response:
        given = self.input(ProposeShape)
        binds = {"binds_days": given["binds_days"]} if "binds_days" in given else {}
        return self.act(use_cases.propose, trade_request, terms_of(given), render=as_json, **binds)


class Decline(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECLINE}

    @operation("Decline what the other side proposed", tags=TAGS, request=ReasonShape, answer=TradeRequestShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, trade_request: UUID) -> Response:
        return self.act(use_cases.decline, trade_request, reason=self.input(ReasonShape)["reason"], render=as_json)


class Withdraw(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.WITHDRAW}

    @operation("Take a request back", tags=TAGS, request=ReasonShape, answer=TradeRequestShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, trade_request: UUID) -> Response:
        return self.act(use_cases.withdraw, trade_request, reason=self.input(ReasonShape)["reason"], render=as_json)


class Messages(One):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.MESSAGE}

    @operation("Messages between the parties, newest first", tags=TAGS, answer=listing(MessageShape), errors=(404,), paged=True)
    def get(self, request: Request, trade_request: UUID) -> Response:
        if not TradeRequest.objects.visible_to(self.actor).filter(pk=trade_request).exists():
            raise NotFound
        return self.items(Message.objects.filter(request_id=trade_request), message_as_json, order=("-at", "-id"))

    @operation("Write to the other party", tags=TAGS, request=TextShape, answer=MessageShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request, trade_request: UUID) -> Response:
        return self.act(use_cases.send_message, trade_request, text=self.input(TextShape)["text"], render=message_as_json, status=201)
