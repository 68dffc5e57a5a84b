"""The lives of a deposit, a payout and an escrow, as tables."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class DepositState(StrEnum):
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVERSAL_PROPOSED = "reversal_proposed"
    REVERSED = "reversed"


class PayoutState(StrEnum):
    PROPOSED = "proposed"
    PAID = "paid"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVERSAL_PROPOSED = "reversal_proposed"
    REVERSED = "reversed"


class EscrowState(StrEnum):
    HELD = "held"
    CONTESTED = "contested"
    DECISION_PROPOSED = "decision_proposed"
    RELEASED = "released"
    REFUNDED = "refunded"


DEPOSIT = Machine(
    "deposit",
    DepositState.CLAIMED,
    (
        Transition(DepositState.CLAIMED, DepositState.CONFIRMED, "operator", "exchange.deposit.confirmed"),
        Transition(DepositState.CLAIMED, DepositState.REFUSED, "operator", "exchange.deposit.refused"),
        Transition(DepositState.CLAIMED, DepositState.WITHDRAWN, "organization", "exchange.deposit.withdrawn"),
        Transition(DepositState.CONFIRMED, DepositState.REVERSAL_PROPOSED, "operator", "exchange.deposit.reversal_proposed"),
        Transition(DepositState.REVERSAL_PROPOSED, DepositState.REVERSED, "second operator", "exchange.deposit.reversed"),
        Transition(DepositState.REVERSAL_PROPOSED, DepositState.CONFIRMED, "second operator", "exchange.deposit.reversal_declined"),
    ),
)

PAYOUT = Machine(
    "payout",
    PayoutState.PROPOSED,
    (
        Transition(PayoutState.PROPOSED, PayoutState.PAID, "operator", "exchange.payout.paid"),
        Transition(PayoutState.PROPOSED, PayoutState.REFUSED, "operator", "exchange.payout.refused"),
        Transition(PayoutState.PROPOSED, PayoutState.WITHDRAWN, "organization", "exchange.payout.withdrawn"),
        Transition(PayoutState.PAID, PayoutState.REVERSAL_PROPOSED, "operator", "exchange.payout.reversal_proposed"),
        Transition(PayoutState.REVERSAL_PROPOSED, PayoutState.REVERSED, "second operator", "exchange.payout.reversed"),
        Transition(PayoutState.REVERSAL_PROPOSED, PayoutState.PAID, "second operator", "exchange.payout.reversal_declined"),
    ),
)

ESCROW = Machine(
    "escrow",
    EscrowState.HELD,
    (
        Transition(EscrowState.HELD, EscrowState.RELEASED, "system", "exchange.settlement.released"),
        Transition(EscrowState.HELD, EscrowState.REFUNDED, "system", "exchange.settlement.refunded"),
        Transition(EscrowState.HELD, EscrowState.CONTESTED, "consumer", "exchange.settlement.contested"),
        Transition(EscrowState.CONTESTED, EscrowState.DECISION_PROPOSED, "operator", "exchange.settlement.decision_proposed"),
        Transition(EscrowState.DECISION_PROPOSED, EscrowState.CONTESTED, "second operator", "exchange.settlement.decision_returned"),
        Transition(EscrowState.DECISION_PROPOSED, EscrowState.RELEASED, "second operator", "exchange.settlement.released"),
        Transition(EscrowState.DECISION_PROPOSED, EscrowState.REFUNDED, "second operator", "exchange.settlement.refunded"),
    ),
)
