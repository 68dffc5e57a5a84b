"""Who may move money: finance people of an organization for its own, operators for confirmations, never one person alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from kernel.actor import Actor
from kernel.permissions import Permission

FINANCE = frozenset({"finance", "owner"})
OPERATOR = frozenset({"operator"})
NO_ROLE: frozenset[str] = frozenset()


def _own(actor: Actor, on: Any) -> bool:
    return actor.organization is not None and on.organization_id == actor.organization


def _consumer(actor: Actor, on: Any) -> bool:
    return actor.organization is not None and on.consumer_id == actor.organization


def _second_person(actor: Actor, on: Any) -> bool:
    """Another natural person than the one whose proposal this is."""
    return actor.person is not None and actor.person != on.proposed_by


CLAIM_DEPOSIT = Permission("deposit:claim", FINANCE, label=gettext_noop("Tell of money paid in at an institution"))
WITHDRAW_DEPOSIT = Permission("deposit:withdraw", FINANCE, side=_own, label=gettext_noop("Take back a deposit notice"))
CONFIRM_DEPOSIT = Permission("deposit:confirm", OPERATOR, side=_second_person, sensitive=True, label=gettext_noop("Confirm or refuse a deposit"))
REVERSE_DEPOSIT = Permission("deposit:reverse", OPERATOR, sensitive=True, label=gettext_noop("Propose to reverse a deposit"))
CONFIRM_DEPOSIT_REVERSAL = Permission(
    "deposit:confirm_reversal", OPERATOR, side=_second_person, sensitive=True, label=gettext_noop("Confirm or decline the reversal of a deposit")
)
PROPOSE_PAYOUT = Permission("payout:propose", FINANCE, sensitive=True, label=gettext_noop("Propose a payout"))
WITHDRAW_PAYOUT = Permission("payout:withdraw", FINANCE, side=_own, label=gettext_noop("Take back a payout"))
CONFIRM_PAYOUT = Permission("payout:confirm", OPERATOR, side=_second_person, sensitive=True, label=gettext_noop("Confirm or refuse a payout"))
REVERSE_PAYOUT = Permission("payout:reverse", OPERATOR, sensitive=True, label=gettext_noop("Propose to reverse a payout"))
CONFIRM_PAYOUT_REVERSAL = Permission(
    "payout:confirm_reversal", OPERATOR, side=_second_person, sensitive=True, label=gettext_noop("Confirm or decline the reversal of a payout")
)
FUND = Permission("agreement:fund", FINANCE, side=_consumer, sensitive=True, label=gettext_noop("Fund an agreement's escrow"))
PROPOSE_DECISION = Permission("escrow:propose_decision", OPERATOR, sensitive=True, label=gettext_noop("Propose what happens to a contested escrow"))
CONFIRM_DECISION = Permission(
    "escrow:confirm_decision", OPERATOR, side=_second_person, sensitive=True, label=gettext_noop("Confirm or return the decision on an escrow")
)
REGISTER_INSTITUTION = Permission("institution:register", OPERATOR, sensitive=True, label=gettext_noop("Register a licensed institution"))
RELEASE = Permission("settlement:release", NO_ROLE, system=True, label=gettext_noop("Release an escrow to the provider"))
REFUND = Permission("settlement:refund", NO_ROLE, system=True, label=gettext_noop("Refund an escrow to the buyer"))
CONTEST = Permission("settlement:contest", NO_ROLE, system=True, label=gettext_noop("Hold an escrow until it is decided"))

PERMISSIONS = (
    CLAIM_DEPOSIT,
    WITHDRAW_DEPOSIT,
    CONFIRM_DEPOSIT,
    REVERSE_DEPOSIT,
    CONFIRM_DEPOSIT_REVERSAL,
    PROPOSE_PAYOUT,
    WITHDRAW_PAYOUT,
    CONFIRM_PAYOUT,
    REVERSE_PAYOUT,
    CONFIRM_PAYOUT_REVERSAL,
    FUND,
    PROPOSE_DECISION,
    CONFIRM_DECISION,
    REGISTER_INSTITUTION,
    RELEASE,
    REFUND,
    CONTEST,
)
