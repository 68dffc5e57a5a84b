"""Funding an agreement, and what becomes of a contested escrow, by API."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from exchange.settlement import permissions, use_cases
from exchange.settlement.api import shapes
from exchange.settlement.models import Escrow
from kernel.errors import NotFound
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["escrows"]
ERRORS = (404, 409)


class Fund(ApiView):
    audience = "party"
    permissions = {"post": permissions.FUND}  # noqa: RUF012

    @operation(
        "Fund an agreement's escrow from the buyer's deposit", tags=["agreements"], answer=shapes.EscrowShape, errors=ERRORS, idempotent=True,
        description="Binding: the price leaves the deposit and stays in escrow until the delivery is accepted, refunded or decided on.",
    )
    def post(self, request: Request, agreement: UUID) -> Response:
        return self.act(use_cases.fund, agreement, render=shapes.escrow)


class Escrows(ApiView):
    audience = "member"

    @operation("List escrows", tags=TAGS, answer=listing(shapes.EscrowShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Escrow.objects.visible_to(self.actor), shapes.escrow, order=("-created", "-agreement_id"))


class OneEscrow(ApiView):
    audience = "party"

    @operation("Read the escrow of an agreement", tags=TAGS, answer=shapes.EscrowShape, errors=(404,))
    def get(self, request: Request, agreement: UUID) -> Response:
        found = Escrow.objects.visible_to(self.actor).filter(pk=agreement).first()
        if found is None:
            raise NotFound
        return Response(shapes.escrow(found))


class ProposeDecision(ApiView):
    audience = "operator"
    permissions = {"post": permissions.PROPOSE_DECISION}  # noqa: RUF012

    @operation("Propose what happens to a contested escrow", tags=TAGS, request=shapes.DecisionInput, answer=shapes.EscrowShape, errors=ERRORS, idempotent=True)
    def post(self, request: Request, agreement: UUID) -> Response:
        return self.act(use_cases.propose_decision, agreement, render=shapes.escrow, **self.input(shapes.DecisionInput))


class ConfirmDecision(ApiView):
    audience = "operator"
    permissions = {"post": permissions.CONFIRM_DECISION}  # noqa: RUF012

    @operation("Confirm the decision on an escrow as a second person", tags=TAGS, request=shapes.OutcomeInput, answer=shapes.EscrowShape, errors=ERRORS, idempotent=True)
    def post(self, request: Request, agreement: UUID) -> Response:
        return self.act(use_cases.confirm_decision, agreement, render=shapes.escrow, **self.input(shapes.OutcomeInput))


class ReturnDecision(ApiView):
    audience = "operator"
    permissions = {"post": permissions.CONFIRM_DECISION}  # noqa: RUF012

    @operation("Return the decision on an escrow: somebody proposes anew", tags=TAGS, answer=shapes.EscrowShape, errors=ERRORS, idempotent=True)
    def post(self, request: Request, agreement: UUID) -> Response:
        return self.act(use_cases.return_decision, agreement, render=shapes.escrow)
