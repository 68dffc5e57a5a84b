"""What the buyer says of a delivery: accepted, accepted by the clock, or rejected in one of two kinds."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_noop

from exchange.agreement import use_cases as agreements
from exchange.agreement.models import Agreement
from exchange.clearance import gate as border
from exchange.settlement import use_cases as settlement
from exchange.settlement.models import Escrow
from exchange.settlement.states import EscrowState
from exchange.transfer import permissions
from exchange.transfer.models import Transfer
from exchange.transfer.states import Acceptance, State
from exchange.transfer.use_cases.common import cancel_export, facts, wait_for_acceptance
from kernel import holds
from kernel.decision import Say
from kernel.errors import Invalid, WrongState
from kernel.use_case import Act, use_case

POSTPONE = timedelta(days=1)
CODES = {
    "not_as_described": gettext_noop("Not as described"),
    "incomplete": gettext_noop("Incomplete or damaged"),
    "not_usable": gettext_noop("Cannot be read or used as agreed"),
    "not_delivered": gettext_noop("Nothing could be received"),
    "other": gettext_noop("Another reason"),
}


@use_case
def accept(act: Act, transfer_id: UUID) -> Transfer:
    """The buyer accepts: the escrow is released to the provider, and the agreement completes when all is delivered."""
    transfer = act.find(Transfer, transfer_id)
    act.authorise(permissions.ACCEPT, transfer)
    return _accept(act, transfer, Acceptance.ACCEPTED)


@use_case
def accept_by_silence(act: Act, transfer_id: UUID) -> Transfer:
    """The clock: the time to accept has passed. While a hold stands, or the border lets nothing flow, nobody could look, so the time is
    prolonged instead."""
    transfer = act.find(Transfer, transfer_id)
    act.authorise(permissions.ACCEPT, transfer)
    if transfer.accept_by is None or act.now < transfer.accept_by:
        raise WrongState(Say(gettext_noop("The time to accept has not passed.")))
    if _out_of_reach(act, transfer):
        transfer.accept_by = act.now + POSTPONE
        transfer.save(update_fields=["accept_by"])
        act.done_waiting(transfer)
        wait_for_acceptance(act, transfer, transfer.accept_by)
        act.record("exchange.transfer.acceptance_postponed", transfer, facts(transfer), parties=transfer.agreement.parties)
        return transfer
    return _accept(act, transfer, Acceptance.SILENT)


def _out_of_reach(act: Act, transfer: Transfer) -> bool:
    """Whether the buyer could not look: a hold stands, or the files of a running delivery may not cross the border. A delivery that has
    ended needs no crossing, or its price would wait for ever."""
    crossing = border.delivery(transfer.agreement, transfer.pk, act.now)
    if transfer.is_open and not crossing.decision.permitted:
        return True
    scopes = border.SCOPES if crossing.clearance else (holds.ACT, holds.DELIVERY)
    return bool(holds.standing([*holds.subjects_of(transfer), *crossing.hold_subjects()], *scopes))


def _accept(act: Act, transfer: Transfer, how: Acceptance) -> Transfer:
    _must_be_pending(transfer)
    held = _held(transfer.agreement)
    agreement = act.lock(transfer.agreement)
    transfer.acceptance = how.value
    if transfer.is_open:
        act.move(transfer, State.COMPLETED, acceptance=how.value)
    else:
        transfer.save(update_fields=["acceptance"])
    act.done_waiting(transfer)
    if transfer.first_access is None:
        cancel_export(act, transfer)
    act.record("exchange.transfer.accepted", transfer, facts(transfer, acceptance=how.value), parties=transfer.agreement.parties)
    if agreement.in_force and _all_delivered(agreement):
        agreements.complete(act, agreement.pk)
    if held:
        settlement.release(act, agreement.pk)  # last: ledger accounts are locked after everything else
    return transfer


def _held(agreement: Agreement) -> bool:
    """Whether its price is in escrow, as read with the transfer; should that have changed since, the settlement refuses."""
    escrow: Escrow | None = getattr(agreement, "escrow", None)
    return escrow is not None and escrow.state == EscrowState.HELD


def _all_delivered(agreement: Agreement) -> bool:
    """Whether the agreed number of deliveries is spent; without a number the agreement runs to the end of its term."""
    count = agreement.terms["count"]
    if count is None:
        return False
    return Transfer.objects.filter(agreement=agreement, acceptance__in=[Acceptance.ACCEPTED.value, Acceptance.SILENT.value]).count() >= int(count)


@use_case
def reject(act: Act, transfer_id: UUID, *, code: str, note: str) -> Transfer:
    """The buyer rejects: access ends. While no byte was served the price goes back by itself; else two operators decide.

    `note` stays with the parties and the operator; the log gets the code only."""
    transfer = act.find(Transfer, transfer_id)
    act.authorise(permissions.REJECT, transfer)
    _must_be_pending(transfer)
    if code not in CODES:
        raise Invalid(fields={"code": [Say(gettext_noop("Choose one of the listed reasons."))]})
    if not 0 < len(note.strip()) <= 2000:
        raise Invalid(fields={"note": [Say(gettext_noop("Say what is wrong, in 1 to 2,000 characters."))]})
    held = _held(transfer.agreement)
    agreement = act.lock(transfer.agreement)
    fields = {"acceptance": Acceptance.REJECTED.value, "code": code, "note": note.strip()}
    if transfer.is_open:
        act.move(transfer, State.TERMINATED, **fields)
    else:
        for name, value in fields.items():
            setattr(transfer, name, value)
        transfer.save(update_fields=list(fields))
    act.done_waiting(transfer)
    if transfer.first_access is None:
        cancel_export(act, transfer)
    served = Transfer.objects.filter(agreement=agreement, first_access__isnull=False).exists()
    act.record("exchange.transfer.rejected", transfer, facts(transfer, code=code, served="yes" if served else "no"), parties=transfer.agreement.parties)
    if held and served:
        settlement.contest(act, agreement.pk, grounds=note.strip())
        return transfer
    if agreement.in_force and (held or not served):
        agreements.terminate(act, agreement.pk, code="delivery_rejected")
    if held:
        settlement.refund(act, agreement.pk)
    return transfer


def _must_be_pending(transfer: Transfer) -> None:
    if transfer.acceptance != Acceptance.PENDING:
        raise WrongState(
            Say(gettext_noop("There is nothing to accept or reject: this delivery has not started, or was judged before.")),
            remedy=Say(gettext_noop("Reload to see where it stands now and what is possible.")),
        )
