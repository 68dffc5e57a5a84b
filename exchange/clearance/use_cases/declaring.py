"""Each export declares itself as it starts, takes a lane, and is entered as delivered with its first byte.

Called by transfer inside its own acts, so that delivery, register, quota and yearly count change in one transaction or not at all.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from accounts.member.own_case import not_their_own
from accounts.organization.use_cases import exchange
from exchange.agreement.models import Agreement
from exchange.clearance import gather, permissions
from exchange.clearance.models import ExportDeclaration
from exchange.clearance.states import LIVE, Declared
from exchange.clearance.use_cases.common import digest, said
from exchange.determination import use_cases as determinations
from exchange.pilot import use_cases as pilots
from exchange.pilot.use_cases import Export
from exchange.rules.clearance import countable, within
from exchange.rules.lanes import Lane, sort
from exchange.rules.places import abroad
from kernel.decision import Say
from kernel.errors import NotFound, WrongState
from kernel.use_case import Act, use_case


@use_case
def declare(act: Act, agreement_id: UUID, transfer_id: UUID, *, method: str, fields: tuple[str, ...], size: int) -> ExportDeclaration:
    """What goes, of how many persons, to whom, where, under which clearance. A red one is HELD and waits for a person.

    Errors: Refused (outside the clearance), NotFound (there is none)."""
    agreement = act.find(Agreement, agreement_id, lock=False, join=("consumer", "revision"))
    act.authorise(permissions.DECLARE, agreement)
    under = next((one for one in gather.seen(agreement.pk) if one.clearance.state in LIVE), None)
    if under is None:
        raise NotFound
    clearance = act.lock(under.clearance)
    count = gather.persons(agreement)
    act.require(within(gather.clearance_facts(under, agreement, fields, gather.added(clearance, count), act.now)))
    key = uuid4()
    granted = pilots.under(act, gather.trials(agreement, act.now), Export(key, agreement.pk, agreement.provider_id, *count))
    known = gather.lane_facts(clearance, agreement, count, act.now, granted)
    found = sort(known)
    row = ExportDeclaration(
        id=key, number=f"{clearance.number}-{ExportDeclaration.objects.filter(clearance=clearance).count() + 1:03d}", clearance=clearance, agreement=agreement.pk, transfer=transfer_id,
        exporter_id=agreement.provider_id, recipient_id=agreement.consumer_id, destination=_destination(agreement), fields=sorted(fields), ordinary=count[0] or 0,
        sensitive=count[1] or 0, bytes=size, method=method, lane=found.lane.value, reasons=found.as_json(), facts=known.as_json(),
        state=(Declared.HELD if found.lane is Lane.RED else Declared.DECLARED).value, state_since=act.now, at=act.now,
    )  # fmt: skip
    row.save(force_insert=True)
    act.created(row)
    if row.state == Declared.HELD:
        act.wait(row, organization=exchange(), act=permissions.DECIDE, role="operator")
    act.record("exchange.export_declaration.declared", row, _facts(row), parties=agreement.parties)
    return row


@use_case
def release(act: Act, declaration_id: UUID, *, remark: str) -> ExportDeclaration:
    """A person has looked at a red export and lets it go."""
    return _decided(act, declaration_id, Declared.RELEASED, remark)


@use_case
def refuse(act: Act, declaration_id: UUID, *, remark: str) -> ExportDeclaration:
    """A person has looked at a red export and stops it, with the reason the exporter reads."""
    return _decided(act, declaration_id, Declared.REFUSED, remark)


@use_case
def record_delivered(act: Act, transfer_id: UUID) -> ExportDeclaration:
    """The first byte is about to go out: the clearance's quota takes these persons once, the deal's yearly count once a year.

    Errors: NotFound, WrongState (not declared, or delivered already), Refused (the quota was used meanwhile, or the persons can be counted in no year)."""
    declaration = act.find(ExportDeclaration, _of(transfer_id))
    act.authorise(permissions.DELIVER, declaration)
    agreement = act.find(Agreement, declaration.agreement, lock=False, join=("consumer", "revision"))
    under = gather.under(declaration, gather.seen(agreement.pk))
    clearance = act.lock(under.clearance)
    ordinary, sensitive = gather.added(clearance, (declaration.ordinary, declaration.sensitive), gather.persons(agreement))
    act.require(within(gather.clearance_facts(under, agreement, declaration.fields, (ordinary, sensitive), act.now)))
    clearance.ordinary_used += ordinary or 0
    clearance.sensitive_used += sensitive or 0
    clearance.save(update_fields=["ordinary_used", "sensitive_used"])
    repeat = gather.delivered_before(declaration.agreement, gather.day(act.now).year)
    done = act.move(declaration, Declared.DELIVERED, delivered=act.now, repeat=repeat)
    act.record(done.event, declaration, _facts(declaration, repeat=repeat), parties=[declaration.exporter_id, declaration.recipient_id])
    held = gather.reserved(declaration.agreement)
    act.require(countable(held=held, persons=declaration.ordinary + declaration.sensitive))
    if held:
        determinations.take(act, declaration.agreement, declaration.ordinary, declaration.sensitive)
    return declaration


@use_case
def cancel(act: Act, transfer_id: UUID) -> ExportDeclaration:
    """Its delivery ended before a byte went out."""
    declaration = act.find(ExportDeclaration, _of(transfer_id))
    act.authorise(permissions.DELIVER, declaration)
    done = act.move(declaration, Declared.CANCELLED)
    act.done_waiting(declaration)
    act.record(done.event, declaration, _facts(declaration), parties=[declaration.exporter_id, declaration.recipient_id])
    return declaration


def _decided(act: Act, declaration_id: UUID, to: Declared, remark: str) -> ExportDeclaration:
    declaration = act.find(ExportDeclaration, declaration_id)
    act.authorise(permissions.DECIDE, declaration)
    if act.actor.person is None:
        raise WrongState(Say(gettext_noop("A person must look at it.")))
    act.require(not_their_own(act.actor, declaration.exporter_id, declaration.recipient_id))
    done = act.move(declaration, to, decided_by=act.actor.person, remark=said(remark))
    act.done_waiting(declaration)
    act.record(done.event, declaration, _facts(declaration, remark_sha256=digest(declaration.remark)), parties=[declaration.exporter_id, declaration.recipient_id])
    return declaration


def _of(transfer_id: UUID) -> Any:
    found = ExportDeclaration.objects.filter(transfer=transfer_id).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return found


def _facts(row: ExportDeclaration, **more: Any) -> dict[str, Any]:
    return {
        "number": row.number, "agreement": str(row.agreement), "transfer": str(row.transfer), "destination": row.destination, "lane": row.lane, "state": row.state,
        "ordinary": row.ordinary, "sensitive": row.sensitive, **more,
    }  # fmt: skip


def _destination(agreement: Agreement) -> str:
    """Where it goes first of all: the buyer's country when that is abroad, else the first place abroad."""
    reached = [agreement.consumer.country, *(one.country for one in agreement.value.recipients), *gather.places(agreement)]
    return next((code for code in reached if abroad(code)), agreement.consumer.country)


