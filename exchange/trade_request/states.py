"""Where a negotiation stands: the states and transitions of the Dataspace Protocol 2025-1, and why one ended.

Two transitions of the protocol are not used by pages and API: a provider agrees to a request as it stands by sending it back
as a binding offer, so that the buyer's acceptance and the agreed text always name one proposal. AGREED and later states are
moved by the agreement, which sits above.
"""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class State(StrEnum):
    REQUESTED = "REQUESTED"
    OFFERED = "OFFERED"
    ACCEPTED = "ACCEPTED"
    AGREED = "AGREED"
    VERIFIED = "VERIFIED"
    FINALIZED = "FINALIZED"
    TERMINATED = "TERMINATED"


class Code(StrEnum):
    """Why a negotiation ended without coming into force."""

    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    TERMINATED = "terminated"


_S = State
NEGOTIATING = (_S.REQUESTED, _S.OFFERED)
ENDED = (_S.FINALIZED, _S.TERMINATED)


def _ended(verb: str) -> str:
    return f"exchange.trade_request.{verb}"


MACHINE = Machine(
    "trade_request",
    _S.REQUESTED,
    (
        Transition(_S.REQUESTED, _S.OFFERED, "provider", "exchange.trade_request.offered"),
        Transition(_S.OFFERED, _S.REQUESTED, "consumer", "exchange.trade_request.countered"),
        Transition(_S.OFFERED, _S.ACCEPTED, "consumer", "exchange.trade_request.accepted"),
        Transition(_S.ACCEPTED, _S.AGREED, "provider", "exchange.agreement.signed_by_provider"),
        Transition(_S.AGREED, _S.VERIFIED, "consumer", "exchange.agreement.signed_by_consumer"),
        Transition(_S.VERIFIED, _S.FINALIZED, "system", "exchange.agreement.came_into_force"),
        Transition(_S.REQUESTED, _S.TERMINATED, "either", _ended("declined, withdrawn or expired")),
        Transition(_S.OFFERED, _S.TERMINATED, "either", _ended("declined, withdrawn or expired")),
        Transition(_S.ACCEPTED, _S.TERMINATED, "either", "exchange.agreement.terminated"),
        Transition(_S.AGREED, _S.TERMINATED, "either", "exchange.agreement.terminated"),
        Transition(_S.VERIFIED, _S.TERMINATED, "either", "exchange.agreement.terminated"),
    ),
)
