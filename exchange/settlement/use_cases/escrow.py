"""The escrow of an agreement: funded by the buyer, released on acceptance minus the fee, refunded, or decided by two operators.

`release`, `refund` and `contest` are called by the slices above, inside the act that gives the cause.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_noop

from accounts.member.own_case import not_their_own
from accounts.organization.use_cases import exchange
from exchange.agreement import use_cases as agreements
from exchange.agreement.models import Agreement
from exchange.agreement.states import State as AgreementState
from exchange.settlement import gather, ledger, permissions, posting
from exchange.settlement.models import Escrow
from exchange.settlement.states import EscrowState
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, WrongState
from kernel.use_case import Act, use_case

DECIDE_WITHIN = timedelta(days=5)
OUTCOMES = ("release", "refund")
REJECTED = "delivery_rejected"


@use_case
def fund(act: Act, agreement_id: UUID) -> Escrow:
    """Move the price from the buyer's deposit into escrow, which meets the agreement's condition of effect.

    Errors: WrongState (free, or funded already), Refused (the deposit does not cover the price)."""
    agreement = act.find(Agreement, agreement_id, join=("request", "escrow"))
    act.authorise(permissions.FUND, agreement)
    if agreement.price_minor == 0:
        raise WrongState(Say(gettext_noop("This agreement is free of charge: there is nothing to fund.")))
    if not agreement.signed or agreement.state != AgreementState.PREPARED:
        raise WrongState(
            Say(gettext_noop("An agreement is funded after both have signed, and before it comes into force or ends.")),
            remedy=Say(gettext_noop("Reload to see where it stands now and what is possible.")),
        )
    if hasattr(agreement, "escrow"):
        raise WrongState(Say(gettext_noop("This agreement is funded already.")))
    escrow = Escrow(
        agreement=agreement,
        price_minor=agreement.price_minor,
        fee_minor=agreement.fee_minor,
        currency=agreement.currency,
        state_since=act.now,
        created=act.now,
    )
    escrow.save(force_insert=True)
    act.created(escrow)
    act.record("exchange.settlement.funded", escrow, _facts(escrow), parties=agreement.parties)
    agreements.satisfy(act, agreement.pk, "escrow")
    act.require(gather.unpromised(agreement.consumer_id, agreement.price, act.now))  # locks the account: last of all
    ledger.post("fund", posting.funded(agreement.pk, agreement.consumer_id, escrow.price_minor, escrow.currency), at=act.now, agreement=agreement.pk)
    return escrow


@use_case
def release(act: Act, agreement_id: UUID) -> Escrow:
    """Pay the escrow to the provider's proceeds, minus the fee."""
    escrow = act.find(Escrow, agreement_id, join=("agreement",))
    act.authorise(permissions.RELEASE, escrow)
    return _settle(act, escrow, EscrowState.RELEASED)


@use_case
def refund(act: Act, agreement_id: UUID) -> Escrow:
    """Give the escrow back to the buyer's deposit, whole."""
    escrow = act.find(Escrow, agreement_id, join=("agreement",))
    act.authorise(permissions.REFUND, escrow)
    return _settle(act, escrow, EscrowState.REFUNDED)


@use_case
def contest(act: Act, agreement_id: UUID, *, grounds: str = "") -> Escrow:
    """The buyer rejects what was delivered, on these grounds: the money waits for the operator's decision."""
    escrow = act.find(Escrow, agreement_id, join=("agreement",))
    act.authorise(permissions.CONTEST, escrow)
    act.move(escrow, EscrowState.CONTESTED, grounds=grounds)
    _wait_for_proposal(act, escrow)
    act.record("exchange.settlement.contested", escrow, _facts(escrow), parties=escrow.agreement.parties)
    return escrow


@use_case
def propose_decision(act: Act, agreement_id: UUID, *, outcome: str, reasons: str) -> Escrow:
    """One operator writes what shall happen to a contested escrow ("release" or "refund"), and why; both parties read it."""
    escrow = act.find(Escrow, agreement_id, join=("agreement",))
    act.authorise(permissions.PROPOSE_DECISION, escrow)
    act.require(not_their_own(act.actor, *escrow.agreement.parties))
    if outcome not in OUTCOMES:
        raise Invalid(fields={"outcome": [Say(gettext_noop("Choose release or refund."))]})
    act.move(
        escrow, EscrowState.DECISION_PROPOSED, proposed_outcome=outcome, reasons=gather.remark(reasons, "reasons"), proposed_by=act.person(), decided_by=None
    )
    act.done_waiting(escrow)
    act.wait(escrow, organization=exchange(), act=permissions.CONFIRM_DECISION, role="operator", within=DECIDE_WITHIN)
    act.record("exchange.settlement.decision_proposed", escrow, {**_facts(escrow), "outcome": outcome}, parties=escrow.agreement.parties)
    return escrow


@use_case
def return_decision(act: Act, agreement_id: UUID) -> Escrow:
    """The second operator does not agree: somebody proposes anew."""
    escrow = act.find(Escrow, agreement_id, join=("agreement",))
    act.authorise(permissions.CONFIRM_DECISION, escrow)
    act.require(not_their_own(act.actor, *escrow.agreement.parties))
    act.move(escrow, EscrowState.CONTESTED, decided_by=act.person())
    act.done_waiting(escrow)
    _wait_for_proposal(act, escrow)
    act.record("exchange.settlement.decision_returned", escrow, _facts(escrow), parties=escrow.agreement.parties)
    return escrow


@use_case
def confirm_decision(act: Act, agreement_id: UUID, *, outcome: str | None = None) -> Escrow:
    """The second operator agrees with the proposal it read (`outcome`): the money moves, and the agreement ends.

    Errors: Conflict when another outcome is proposed by now, WrongState, Forbidden (the proposer)."""
    escrow = act.find(Escrow, agreement_id, lock=False)
    act.authorise(permissions.CONFIRM_DECISION, escrow)
    agreement = act.lock(escrow.agreement)
    act.lock(escrow)
    act.require(not_their_own(act.actor, *agreement.parties))
    if outcome is not None and escrow.state == EscrowState.DECISION_PROPOSED.value and outcome != escrow.proposed_outcome:
        raise Conflict(Say(gettext_noop("Another decision is proposed by now.")), remedy=Say(gettext_noop("Read the proposal again, then confirm or return it.")))
    released = escrow.proposed_outcome == "release"

    def end_agreement() -> None:
        if not agreement.in_force:
            return
        if released:
            agreements.complete(act, agreement.pk)
        else:
            agreements.terminate(act, agreement.pk, code=REJECTED)

    act.done_waiting(escrow)
    to = EscrowState.RELEASED if released else EscrowState.REFUNDED
    return _settle(act, escrow, to, then=end_agreement, decided_by=act.person())


def _settle(act: Act, escrow: Escrow, to: EscrowState, *, then: Callable[[], None] = lambda: None, **fields: object) -> Escrow:
    """Move the money out of escrow, last of all: ledger accounts are locked after everything else."""
    done = act.move(escrow, to, **fields)
    agreement = escrow.agreement
    act.record(done.event, escrow, _facts(escrow), parties=agreement.parties)
    then()
    if to is EscrowState.RELEASED:
        legs = posting.released(agreement.pk, agreement.provider_id, escrow.price_minor, escrow.fee_minor, escrow.currency)
    else:
        legs = posting.refunded(agreement.pk, agreement.consumer_id, escrow.price_minor, escrow.currency)
    ledger.post("release" if to is EscrowState.RELEASED else "refund", legs, at=act.now, agreement=agreement.pk)
    return escrow


def _wait_for_proposal(act: Act, escrow: Escrow) -> None:
    act.wait(escrow, organization=exchange(), act=permissions.PROPOSE_DECISION, role="operator", within=DECIDE_WITHIN)


def _facts(escrow: Escrow) -> dict[str, str]:
    return {"agreement": str(escrow.pk), "price": str(escrow.price), "fee": str(escrow.fee), "state": escrow.state}
