"""Is a delivery lawful now? Gathers the facts, asks the rules and the holds: before each act, at each access, each second of a stream."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from catalog.dataset.models import DataField, Distribution
from catalog.listing.recall import stands
from catalog.rights.lasting import right_stands
from catalog.zone.gate import use_of
from exchange.agreement.models import Agreement, Condition
from exchange.agreement.states import Blocks, Kind
from exchange.clearance import gate as border, gather as clearances
from exchange.clearance.gate import Border
from exchange.rules.access import AccessFacts, access, every
from exchange.settlement.models import Escrow
from exchange.settlement.states import EscrowState
from exchange.transfer.methods import METHODS
from exchange.transfer.models import Transfer
from exchange.transfer.projecting.cutting import form_of
from exchange.transfer.states import State
from kernel import clock, holds
from kernel.actor import SYSTEM
from kernel.decision import PERMITTED, Decision

CONTESTED = (EscrowState.CONTESTED.value, EscrowState.DECISION_PROPOSED.value)


def before_transfer(agreement: Agreement, method: str, now: datetime) -> Decision:
    """May a delivery be asked for? It would take the next number."""
    crossing = border.before(agreement, _asked(agreement, method), now)
    return _judge(agreement, method, now, [agreement.pk, *agreement.hold_subjects()], "", next_number(agreement.pk), crossing)


def before_start(transfer: Transfer, now: datetime) -> Decision:
    """May it start, or go on? The first start takes a number, a later one keeps it. Before its export is declared, it is judged like
    one that is asked for."""
    agreement = transfer.agreement
    if transfer.number or border.declared(transfer.pk):
        crossing = border.delivery(agreement, transfer.pk, now, started=bool(transfer.number))
    else:
        crossing = border.before(agreement, given(transfer) if border.is_export(agreement) else None, now)
    return _judge(agreement, transfer.method, now, holds.subjects_of(transfer), transfer.state, transfer.number or next_number(agreement.pk), crossing, bool(transfer.number))


def now_open(transfer: Transfer, now: datetime, read_from: tuple[str, ...] = ()) -> Decision:
    """May bytes flow now to whoever reads from these places?"""
    return look(transfer, now, read_from)[0]


def look(transfer: Transfer, now: datetime, read_from: tuple[str, ...] = ()) -> tuple[Decision, Border]:
    """May bytes flow now, and under which clearance and declaration?"""
    crossing = border.delivery(transfer.agreement, transfer.pk, now, read_from=read_from)
    return _judge(transfer.agreement, transfer.method, now, holds.subjects_of(transfer), transfer.state, None, crossing, started=True), crossing


def still_open(transfer_id: UUID, read_from: tuple[str, ...] = ()) -> bool:
    """The same question anew from the database, in the middle of a stream."""
    transfer = Transfer.objects.visible_to(SYSTEM).get(pk=transfer_id)
    return transfer.state == State.STARTED and now_open(transfer, clock.now(), read_from).permitted


def next_number(agreement_id: UUID) -> int:
    """The number the next started delivery takes; whoever writes it holds the agreement's lock."""
    return (Transfer.objects.filter(agreement=agreement_id).aggregate(last=Max("number"))["last"] or 0) + 1


def preferred(agreement: Agreement) -> str:
    """The way of delivery that gives what may be given: whole files where every field is agreed and cleared, else cut ones."""
    return "download" if _whole_files(agreement) else "projection"


def deliverable_fields(agreement: Agreement, method: str) -> tuple[str, ...]:
    """The fields a delivery gives: those agreed, and of an export those cleared, where the way cuts files; every field where it does not."""
    if not METHODS[method].projects:
        return clearances.field_names(agreement)
    agreed = clearances.agreed_fields(agreement)
    if not border.is_export(agreement):
        return agreed
    cleared = clearances.live(agreement.pk)
    return tuple(name for name in agreed if cleared is not None and name in cleared.fields)


def given(transfer: Transfer) -> tuple[str, ...]:
    """The fields this delivery gives: once its files are laid out, those they are cut to, whatever has been cleared since."""
    laid_out = [fields for (fields,) in transfer.projections.values_list("fields")] if METHODS[transfer.method].projects else []
    if laid_out:
        return tuple(sorted({name for fields in laid_out for name in fields}))
    return deliverable_fields(transfer.agreement, transfer.method)


def _whole_files(agreement: Agreement) -> bool:
    if not _all_fields(agreement):
        return False
    cleared = clearances.live(agreement.pk) if border.is_export(agreement) else None
    return cleared is None or set(clearances.field_names(agreement)) <= set(cleared.fields)


def _asked(agreement: Agreement, method: str) -> tuple[str, ...] | None:
    """The fields that would cross the border; nobody asks at home."""
    return deliverable_fields(agreement, method) if border.is_export(agreement) else None


def _judge(agreement: Agreement, method: str, now: datetime, subjects: list[UUID], transfer_state: str, number: int | None, crossing: Border, started: bool = False) -> Decision:
    conditions = dict(Condition.objects.filter(agreement=agreement, blocks=Blocks.DELIVERY.value).values_list("kind", "met_at"))
    # a met condition clears nothing: the border looks at the clearance itself
    conditions.pop(Kind.BORDER_CLEARANCE.value, None)
    open_ = tuple(sorted(kind for kind, met_at in conditions.items() if met_at is None))
    scopes = border.SCOPES if crossing.clearance else (holds.ACT, holds.DELIVERY)
    return every(
        access(_facts(agreement, method, now, open_, transfer_state, number)),
        crossing.decision,
        # a recall stops new deliveries; what was started before it goes on
        PERMITTED if started else stands(agreement.revision),
        right_stands(agreement.revision, now),
        use_of(agreement.revision, agreement.consumer_id, now, agreement.terms["purpose_code"]),
        holds.decision(holds.standing([*subjects, *crossing.hold_subjects()], *scopes)),
    )


def _uncuttable(agreement: Agreement, method: str, number: int | None) -> tuple[str, ...]:
    """Files that a cutting way of delivery could not give; asked only before one begins."""
    if number is None or not METHODS[method].projects:
        return ()
    rows = Distribution.objects.filter(revision=agreement.revision_id, completed__isnull=False).values_list("name", "media_type")
    return tuple(sorted(name for name, media_type in rows if not form_of(media_type, name)))


def _facts(agreement: Agreement, method: str, now: datetime, conditions: tuple[str, ...], transfer_state: str, number: int | None) -> AccessFacts:
    escrow: Escrow | None = getattr(agreement, "escrow", None)
    return AccessFacts(
        now=now,
        in_force=agreement.in_force,
        until=agreement.in_force_until,
        open_conditions=conditions,
        contested=escrow is not None and escrow.state in CONTESTED,
        grade=agreement.revision.grade or 0,
        method=method,
        stops_within=METHODS[method].stops_within,
        whole_files_agreed=METHODS[method].projects or _all_fields(agreement),
        uncuttable=_uncuttable(agreement, method, number),
        count=agreement.terms["count"],
        transfer_state=transfer_state,
        delivery_number=number,
    )


def _all_fields(agreement: Agreement) -> bool:
    """Whether the terms name every field of the revision, or none, which means all."""
    agreed = agreement.terms["data_fields"]
    return not agreed or not DataField.objects.filter(revision=agreement.revision_id).exclude(name__in=agreed).exists()
