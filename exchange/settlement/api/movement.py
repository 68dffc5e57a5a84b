"""Deposits, payouts and institutions by API: proposed by one person's client, confirmed by another person's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from exchange.settlement import permissions, use_cases
from exchange.settlement.api import shapes
from exchange.settlement.models import Deposit, Institution, Payout
from exchange.settlement.posting import Kind
from kernel import money
from kernel.errors import NotFound
from web.api import ApiView
from web.openapi import listing, operation

DEPOSITS, PAYOUTS, INSTITUTIONS = ["deposits"], ["payouts"], ["institutions"]
ERRORS = (404, 409)


def amount(given: dict[str, Any]) -> money.Money:
    return money.parse(given["amount"], given["currency"])


class Institutions(ApiView):
    audience = "member"
    permissions = {"post": permissions.REGISTER_INSTITUTION}  # noqa: RUF012

    @operation("List the licensed institutions where money may be paid in", tags=INSTITUTIONS, answer=listing(shapes.InstitutionShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Institution.objects.visible_to(self.actor), shapes.institution)

    @operation("Register a licensed institution", tags=INSTITUTIONS, request=shapes.InstitutionInput, answer=shapes.InstitutionShape, status=201, errors=(409,), idempotent=True)
    def post(self, request: Request) -> Response:
        return self.act(use_cases.register_institution, render=shapes.institution, status=201, **self.input(shapes.InstitutionInput))


class Deposits(ApiView):
    audience = "member"
    permissions = {"post": permissions.CLAIM_DEPOSIT}  # noqa: RUF012

    @operation("List deposits", tags=DEPOSITS, answer=listing(shapes.DepositShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Deposit.objects.visible_to(self.actor), shapes.deposit)

    @operation(
        "Tell of money paid in at an institution", tags=DEPOSITS, request=shapes.DepositInput, answer=shapes.DepositShape, status=201, errors=(409,), idempotent=True
    )
    def post(self, request: Request) -> Response:
        given = self.input(shapes.DepositInput)
        return self.act(
            use_cases.claim_deposit, render=shapes.deposit, status=201, location=lambda row: f"/api/v1/deposits/{row.pk}", institution=given["institution"],
            reference=given["reference"], amount=amount(given["amount"]), value_date=given["value_date"],
        )


class OneDeposit(ApiView):
    audience = "party"

    @operation("Read a deposit", tags=DEPOSITS, answer=shapes.DepositShape, errors=(404,))
    def get(self, request: Request, deposit: UUID) -> Response:
        return Response(shapes.deposit(_one(Deposit.objects.visible_to(self.actor), deposit)))


class Payouts(ApiView):
    audience = "member"
    permissions = {"post": permissions.PROPOSE_PAYOUT}  # noqa: RUF012

    @operation("List payouts", tags=PAYOUTS, answer=listing(shapes.PayoutShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Payout.objects.visible_to(self.actor), shapes.payout)

    @operation("Propose a payout to the organization's bank account", tags=PAYOUTS, request=shapes.PayoutInput, answer=shapes.PayoutShape, status=201, errors=(409,), idempotent=True)
    def post(self, request: Request) -> Response:
        given = self.input(shapes.PayoutInput)
        return self.act(
            use_cases.propose_payout, render=shapes.payout, status=201, location=lambda row: f"/api/v1/payouts/{row.pk}", institution=given["institution"],
            source=Kind(given["source"]), amount=amount(given["amount"]), bank_account=given["bank_account"],
        )


class OnePayout(ApiView):
    audience = "party"

    @operation("Read a payout", tags=PAYOUTS, answer=shapes.PayoutShape, errors=(404,))
    def get(self, request: Request, payout: UUID) -> Response:
        return Response(shapes.payout(_one(Payout.objects.visible_to(self.actor), payout)))


def _act(name: str, summary: str, noun: str, use_case: Callable[..., Any], permission: Any, who: str, body: Any = None) -> type[ApiView]:
    """One act on one deposit or payout: POST, with a small body or none."""
    shape, render = (shapes.DepositShape, shapes.deposit) if noun == "deposit" else (shapes.PayoutShape, shapes.payout)

    @operation(summary, tags=[f"{noun}s"], request=body, answer=shape, errors=ERRORS, idempotent=True)
    def post(self: ApiView, request: Request, **ids: UUID) -> Response:
        given = self.input(body) if body else {}
        return self.act(use_case, ids[noun], render=render, **given)

    return type(name, (ApiView,), {"post": post, "audience": who, "permissions": {"post": permission}, "__doc__": summary})


WithdrawDeposit = _act("WithdrawDeposit", "Take back a deposit notice", "deposit", use_cases.withdraw_deposit, permissions.WITHDRAW_DEPOSIT, "party")
ConfirmDeposit = _act("ConfirmDeposit", "Confirm a deposit as a second person", "deposit", use_cases.confirm_deposit, permissions.CONFIRM_DEPOSIT, "operator")
RefuseDeposit = _act(
    "RefuseDeposit", "Refuse a deposit that is not on the statement", "deposit", use_cases.refuse_deposit, permissions.CONFIRM_DEPOSIT, "operator", shapes.RemarkInput
)
ReverseDeposit = _act(
    "ReverseDeposit", "Propose to reverse a deposit", "deposit", use_cases.propose_deposit_reversal, permissions.REVERSE_DEPOSIT, "operator", shapes.RemarkInput
)
ConfirmDepositReversal = _act(
    "ConfirmDepositReversal", "Confirm the reversal of a deposit", "deposit", use_cases.confirm_deposit_reversal, permissions.CONFIRM_DEPOSIT_REVERSAL, "operator"
)
DeclineDepositReversal = _act(
    "DeclineDepositReversal", "Decline the reversal of a deposit", "deposit", use_cases.decline_deposit_reversal, permissions.CONFIRM_DEPOSIT_REVERSAL, "operator"
)
WithdrawPayout = _act("WithdrawPayout", "Take back a payout", "payout", use_cases.withdraw_payout, permissions.WITHDRAW_PAYOUT, "party")
ConfirmPayout = _act(
    "ConfirmPayout", "Confirm a payout as a second person", "payout", use_cases.confirm_payout, permissions.CONFIRM_PAYOUT, "operator", shapes.ReferenceInput
)
RefusePayout = _act("RefusePayout", "Refuse a payout", "payout", use_cases.refuse_payout, permissions.CONFIRM_PAYOUT, "operator", shapes.RemarkInput)
ReversePayout = _act("ReversePayout", "Propose to reverse a payout", "payout", use_cases.propose_payout_reversal, permissions.REVERSE_PAYOUT, "operator", shapes.RemarkInput)
ConfirmPayoutReversal = _act(
    "ConfirmPayoutReversal", "Confirm the reversal of a payout", "payout", use_cases.confirm_payout_reversal, permissions.CONFIRM_PAYOUT_REVERSAL, "operator"
)
DeclinePayoutReversal = _act(
    "DeclinePayoutReversal", "Decline the reversal of a payout", "payout", use_cases.decline_payout_reversal, permissions.CONFIRM_PAYOUT_REVERSAL, "operator"
)


def _one(rows: Any, pk: UUID) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
