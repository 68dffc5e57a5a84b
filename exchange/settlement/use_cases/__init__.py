"""The acts of settlement."""

from exchange.settlement.use_cases.deposit import (
    claim_deposit,
    confirm_deposit,
    confirm_deposit_reversal,
    decline_deposit_reversal,
    propose_deposit_reversal,
    refuse_deposit,
    register_institution,
    withdraw_deposit,
)
from exchange.settlement.use_cases.escrow import confirm_decision, contest, fund, propose_decision, refund, release, return_decision
from exchange.settlement.use_cases.payout import (
    confirm_payout,
    confirm_payout_reversal,
    decline_payout_reversal,
    propose_payout,
    propose_payout_reversal,
    refuse_payout,
    withdraw_payout,
)

__all__ = [
    "claim_deposit",
    "confirm_decision",
    "confirm_deposit",
    "confirm_deposit_reversal",
    "confirm_payout",
    "confirm_payout_reversal",
    "contest",
    "decline_deposit_reversal",
    "decline_payout_reversal",
    "fund",
    "propose_decision",
    "propose_deposit_reversal",
    "propose_payout",
    "propose_payout_reversal",
    "refund",
    "refuse_deposit",
    "refuse_payout",
    "register_institution",
    "release",
    "return_decision",
    "withdraw_deposit",
    "withdraw_payout",
]
