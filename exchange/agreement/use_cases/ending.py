"""How an agreement ends: a party or a higher act terminates it, a wait lapses, its term expires, it is completed.

Termination frees what was taken of the offer; an agreement that ran its course has used it. Money is given back by the
settlement, which reads the event.
"""

from __future__ import annotations

from uuid import UUID

from catalog.offer import use_cases as offers
from exchange.agreement import permissions
from exchange.agreement.models import Agreement, Condition
from exchange.agreement.periods import EXPIRE, LAPSE
from exchange.agreement.states import Blocks, State
from exchange.determination import use_cases as determination
from exchange.determination.gather import undelivered
from exchange.rules import ending
from exchange.rules.recognition import Crossing, needs_clearance
from exchange.trade_request.models import MESSAGE_LENGTH
from exchange.trade_request.states import Code, State as Negotiation
from kernel import turns
from kernel.decision import Say
from kernel.errors import Invalid, WrongState
from kernel.use_case import Act, use_case

TAKEN = (Negotiation.AGREED.value, Negotiation.VERIFIED.value, Negotiation.FINALIZED.value)


@use_case
def terminate(act: Act, agreement_id: UUID, *, code: str = Code.TERMINATED.value, reason: str = "") -> Agreement:
    """A party ends it while nothing can have been delivered, or an act above ends it for the reason it names in `code`.

    Errors: NotFound, Forbidden, WrongState (over already), Refused."""
    agreement = act.find(Agreement, agreement_id, join=("request", "consumer", "provider"))
    act.authorise(permissions.TERMINATE, agreement)
    if not act.actor.is_system:
        code = Code.TERMINATED.value
        blocked = agreement.in_force and Condition.objects.filter(agreement=agreement, blocks=Blocks.DELIVERY.value, met_at=None).exists()
        act.require(ending.termination(ending.TerminationFacts(agreement.in_force, blocked)))
    reason = reason.strip()
    if len(reason) > MESSAGE_LENGTH:
        raise Invalid(fields={"reason": [Say("At most %(most)s characters.", {"most": MESSAGE_LENGTH})]})
    return _terminate(act, agreement, code, reason, Code.TERMINATED)


@use_case
def lapse(act: Act, agreement_id: UUID) -> Agreement:
    """The clock ends an agreement that was not signed, funded or lawfully grounded in time. Errors: WrongState when not due."""
    agreement = act.find(Agreement, agreement_id, join=("request",))
    act.authorise(permissions.EXPIRE, agreement)
    if agreement.state != State.PREPARED.value or not turns.waits_on(agreement).filter(until__lte=act.now, on_expiry=LAPSE).exists():
        raise WrongState(Say("This is not due yet."))
    return _terminate(act, agreement, Code.EXPIRED.value, "", Code.EXPIRED)


def _terminate(act: Act, agreement: Agreement, code: str, reason: str, negotiation: Code) -> Agreement:
    request = act.lock(agreement.request)
    taken = request.state in TAKEN
    act.move(agreement, State.TERMINATED, code=code, reason=reason)
    if request.state != Negotiation.FINALIZED.value:
        act.move(request, Negotiation.TERMINATED, code=negotiation.value, reason=reason, until=None)
    _nobody_waits(act, agreement)
    act.record("exchange.agreement.terminated", agreement, {"code": code}, parties=agreement.parties)
    if taken:
        offers.release(act, agreement.offer_id, agreement.pk)
    _give_persons_back(act, agreement)
    return agreement


@use_case
def complete(act: Act, agreement_id: UUID) -> Agreement:
    """Everything owed was done. Errors: WrongState."""
    agreement = act.find(Agreement, agreement_id, join=("request",))
    act.authorise(permissions.COMPLETE, agreement)
    act.move(agreement, State.COMPLETED)
    _nobody_waits(act, agreement)
    _give_persons_back(act, agreement)
    act.record("exchange.agreement.completed", agreement, {}, parties=agreement.parties)
    return agreement


@use_case
def expire(act: Act, agreement_id: UUID) -> Agreement:
    """The clock ends an agreement whose term is over. Errors: WrongState when it is not due."""
    agreement = act.find(Agreement, agreement_id, join=("request",))
    act.authorise(permissions.EXPIRE, agreement)
    due = agreement.in_force_until is not None and agreement.in_force_until <= act.now
    if not due or not turns.waits_on(agreement.request).filter(on_expiry=EXPIRE).exists():
        raise WrongState(Say("This is not due yet."))
    act.move(agreement, State.EXPIRED)
    _nobody_waits(act, agreement)
    _give_persons_back(act, agreement)
    act.record("exchange.agreement.expired", agreement, {}, parties=agreement.parties)
    return agreement


def _give_persons_back(act: Act, agreement: Agreement) -> None:
    """An export that ended before anything was delivered no longer counts in its exporter's year."""
    if agreement.crossing and needs_clearance(Crossing(agreement.crossing)) and undelivered(agreement.pk):
        determination.release(act, agreement.pk)


def _nobody_waits(act: Act, agreement: Agreement) -> None:
    act.done_waiting(agreement)
    act.done_waiting(agreement.request)
