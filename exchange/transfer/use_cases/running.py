"""Asking for a delivery, starting, suspending, completing and terminating it: the Dataspace Protocol's messages as acts."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from exchange.agreement.models import Agreement
from exchange.clearance import gate as border, use_cases as clearance
from exchange.clearance.states import Declared
from exchange.rules.access import cut_files
from exchange.transfer import gate, permissions
from exchange.transfer.files import files_of
from exchange.transfer.methods import METHODS
from exchange.transfer.models import Transfer
from exchange.transfer.states import Acceptance, Making, State, Waiting
from exchange.transfer.use_cases.common import LEAST_REMAINING, cancel_export, facts, wait_for_acceptance
from exchange.transfer.use_cases.cutting import lay_out
from kernel.decision import Say
from kernel.errors import Conflict, Forbidden, Invalid, WrongState
from kernel.use_case import Act, use_case


@use_case
def request(act: Act, agreement_id: UUID, *, method: str = "download") -> Transfer:
    """The buyer asks for a delivery. Errors: Refused (terms, conditions, holds, count), Conflict (one is open already)."""
    agreement = act.find(Agreement, agreement_id)
    act.authorise(permissions.REQUEST, agreement)
    return _request(act, agreement, method)


@use_case
def deliver(act: Act, agreement_id: UUID, *, method: str = "download") -> Transfer:
    """Ask for a delivery and start it at once: files that lie with the exchange need nobody else's hand."""
    agreement = act.find(Agreement, agreement_id)
    act.authorise(permissions.REQUEST, agreement)
    transfer = _request(act, agreement, method)
    return start(act, transfer.pk)


def _request(act: Act, agreement: Agreement, method: str) -> Transfer:
    if method not in METHODS:
        raise Invalid(fields={"method": [Say(gettext_noop("This way of delivery is not offered."))]})
    act.require(gate.before_transfer(agreement, method, act.now))
    transfer = Transfer(agreement=agreement, method=method, state_since=act.now, created=act.now)
    try:
        with transaction.atomic():
            transfer.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            Say(gettext_noop("A delivery of this agreement is open already.")), remedy=Say(gettext_noop("Go on with that one, or end it first."))
        ) from error
    act.created(transfer)
    lay_out(act, transfer)
    act.done_waiting(agreement, permissions.REQUEST)
    act.record("exchange.transfer.requested", transfer, facts(transfer), parties=transfer.agreement.parties)
    return transfer


@use_case
def start(act: Act, transfer_id: UUID) -> Transfer:
    """Start or resume. The first start takes the next delivery number, spends one of the count and begins the time to accept.

    While its files are being cut, or its export waits for a person, it stays REQUESTED and goes on by itself.
    Errors: Refused (terms, conditions, holds, count, border), Forbidden (the other party suspended it)."""
    transfer = act.find(Transfer, transfer_id)
    act.authorise(permissions.START, transfer)
    if transfer.suspended_by and transfer.suspended_by != act.actor.organization:
        raise Forbidden(Say(gettext_noop("The other party suspended this delivery; only it can resume it.")))
    agreement = act.lock(transfer.agreement)
    act.require(gate.before_start(transfer, act.now))
    if transfer.number is None and (wait := _waits(act, transfer)):
        return _waiting(act, transfer, wait)
    if transfer.number is None:
        accept_by = act.now + timedelta(days=agreement.terms["acceptance_days"])
        changed = {"number": gate.next_number(agreement.pk), "started": act.now, "acceptance": Acceptance.PENDING.value, "accept_by": accept_by, "waits_for": Waiting.NOTHING.value}
    else:
        accept_by = transfer.accept_by  # type: ignore[assignment]  # was set with the number
        if transfer.remaining is not None:
            accept_by = act.now + max(transfer.remaining, LEAST_REMAINING)
        if accept_by <= act.now:  # the buyer suspended it itself and let its time pass: the clock is about to accept
            raise WrongState(Say(gettext_noop("The time to accept this delivery has passed.")))
        changed = {"suspended_by": None, "remaining": None, "accept_by": accept_by}
    done = act.move(transfer, State.STARTED, **changed)
    act.done_waiting(transfer, permissions.ACCEPT)
    wait_for_acceptance(act, transfer, accept_by)
    act.record(done.event, transfer, facts(transfer), parties=transfer.agreement.parties)
    return transfer


def _waits(act: Act, transfer: Transfer) -> Waiting:
    """What it must wait for first. An export declares itself here. Errors: Refused (a file cannot be cut, the desk refused it)."""
    made = list(transfer.projections.values_list("state", "code")) if METHODS[transfer.method].projects else []
    act.require(cut_files(sorted(code for state, code in made if state == Making.FAILED.value)))
    if any(state == Making.MAKING.value for state, _code in made):
        return Waiting.FILES
    if not border.is_export(transfer.agreement):
        return Waiting.NOTHING
    declaration = border.declared(transfer.pk)
    if declaration is None:
        fields = gate.given(transfer)
        size = sum(file.size for file in files_of(transfer))
        declaration = clearance.declare(act, transfer.agreement_id, transfer.pk, method=transfer.method, fields=fields, size=size)
    if declaration.state == Declared.HELD:
        return Waiting.RELEASE
    act.require(border.lane(declaration))
    return Waiting.NOTHING


def _waiting(act: Act, transfer: Transfer, wait: Waiting) -> Transfer:
    transfer.waits_for = wait.value
    transfer.save(update_fields=["waits_for"])
    act.record("exchange.transfer.waits", transfer, facts(transfer, waits_for=wait.value), parties=transfer.agreement.parties)
    return transfer


@use_case
def give_up(act: Act, transfer_id: UUID) -> Transfer:
    """The clock: what it waited for has come, and it could not start. Somebody has to look at it."""
    transfer = act.find(Transfer, transfer_id)
    act.authorise(permissions.CLOSE, transfer)
    return _waiting(act, transfer, Waiting.NOTHING)


@use_case
def suspend(act: Act, transfer_id: UUID) -> Transfer:
    """Either party stops a running delivery for a while. The time to accept stands still when the provider did it; a buyer
    cannot put off its own word that way."""
    transfer = act.find(Transfer, transfer_id)
    act.authorise(permissions.SUSPEND, transfer)
    by_provider = act.actor.organization == transfer.provider_id
    remaining = transfer.accept_by - act.now if by_provider and transfer.accept_by else None
    done = act.move(transfer, State.SUSPENDED, suspended_by=act.actor.organization, remaining=remaining)
    if by_provider:
        act.done_waiting(transfer)
    act.record(done.event, transfer, facts(transfer), parties=transfer.agreement.parties)
    return transfer


@use_case
def complete(act: Act, transfer_id: UUID) -> Transfer:
    """The buyer has everything: access ends, the time to accept runs on."""
    transfer = act.find(Transfer, transfer_id)
    act.authorise(permissions.COMPLETE, transfer)
    if transfer.state == State.SUSPENDED:
        raise WrongState(Say(gettext_noop("This delivery is suspended; accept it, reject it or resume it.")))
    done = act.move(transfer, State.COMPLETED)
    act.record(done.event, transfer, facts(transfer), parties=transfer.agreement.parties)
    return transfer


@use_case
def terminate(act: Act, transfer_id: UUID, *, code: str = "withdrawn") -> Transfer:
    """End a delivery of which nothing was served; its number becomes free again. Errors: WrongState once bytes may have gone out."""
    transfer = act.find(Transfer, transfer_id)
    act.authorise(permissions.TERMINATE, transfer)
    if transfer.first_access is not None:
        raise WrongState(
            Say(gettext_noop("Files of this delivery were received: it ends by acceptance or rejection.")),
            remedy=Say(gettext_noop("The buyer accepts or rejects it; the provider can suspend it meanwhile.")),
        )
    done = act.move(transfer, State.TERMINATED, number=None, acceptance=Acceptance.NONE.value, accept_by=None, code=code, waits_for=Waiting.NOTHING.value)
    cancel_export(act, transfer)
    act.done_waiting(transfer)
    act.record(done.event, transfer, facts(transfer, code=code), parties=transfer.agreement.parties)
    agreement = transfer.agreement
    if agreement.in_force:
        act.wait(agreement, organization=agreement.consumer_id, act=permissions.REQUEST, role="trader", until=agreement.in_force_until)
    return transfer
