"""Is a delivery lawful now? Gathers the facts, asks the rules and the holds: before each act, at each access, each second of a stream."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from catalog.dataset.models import DataField
from exchange.agreement import gather
from exchange.agreement.models import Agreement, Condition
from exchange.agreement.states import Blocks, Kind
from exchange.rules.access import AccessFacts, access, every
from exchange.rules.recognition import delivery
from exchange.settlement.models import Escrow
from exchange.settlement.states import EscrowState
from exchange.transfer.methods import METHODS
from exchange.transfer.models import Transfer
from exchange.transfer.states import State
from kernel import clock, holds
from kernel.actor import SYSTEM
from kernel.decision import Decision

CONTESTED = (EscrowState.CONTESTED.value, EscrowState.DECISION_PROPOSED.value)


def before_transfer(agreement: Agreement, method: str, now: datetime) -> Decision:
    """May a delivery be asked for? It would take the next number."""
    return _judge(agreement, method, now, [agreement.pk, *agreement.hold_subjects()], "", next_number(agreement.pk))


def before_start(transfer: Transfer, now: datetime) -> Decision:
    """May it start, or go on? The first start takes a number, a later one keeps it."""
    number = transfer.number or next_number(transfer.agreement_id)
    return _judge(transfer.agreement, transfer.method, now, holds.subjects_of(transfer), transfer.state, number)


def now_open(transfer: Transfer, now: datetime) -> Decision:
    """May bytes flow now?"""
    return _judge(transfer.agreement, transfer.method, now, holds.subjects_of(transfer), transfer.state, None)


def still_open(transfer_id: UUID) -> bool:
    """The same question anew from the database, in the middle of a stream."""
    transfer = Transfer.objects.visible_to(SYSTEM).get(pk=transfer_id)
    return transfer.state == State.STARTED and now_open(transfer, clock.now()).permitted


def next_number(agreement_id: UUID) -> int:
    """The number the next started delivery takes; whoever writes it holds the agreement's lock."""
    return (Transfer.objects.filter(agreement=agreement_id).aggregate(last=Max("number"))["last"] or 0) + 1


def _judge(agreement: Agreement, method: str, now: datetime, subjects: list[UUID], transfer_state: str, number: int | None) -> Decision:
    conditions = dict(Condition.objects.filter(agreement=agreement, blocks=Blocks.DELIVERY.value).values_list("kind", "met_at"))
    # where the border asks for clearance, only the met condition is one: no condition at all clears nothing
    cleared = conditions.pop(Kind.BORDER_CLEARANCE.value, None) is not None
    open_ = tuple(sorted(kind for kind, met_at in conditions.items() if met_at is None))
    return every(
        access(_facts(agreement, method, now, open_, transfer_state, number)),
        delivery(gather.crossing(agreement), cleared=cleared),
        holds.decision(holds.standing(subjects, holds.ACT, holds.DELIVERY)),
    )


def _facts(agreement: Agreement, method: str, now: datetime, conditions: tuple[str, ...], transfer_state: str, number: int | None) -> AccessFacts:
    escrow: Escrow | None = getattr(agreement, "escrow", None)
    return AccessFacts(
        now=now,
        in_force=agreement.in_force,
        until=agreement.in_force_until,
        open_conditions=conditions,
        contested=escrow is not None and escrow.state in CONTESTED,
        grade=agreement.revision.grade or 0,
        stops_within=METHODS[method].stops_within,
        whole_files_agreed=_all_fields(agreement),
        count=agreement.terms["count"],
        transfer_state=transfer_state,
        delivery_number=number,
    )


def _all_fields(agreement: Agreement) -> bool:
    """Whether the terms name every field of the revision, or none, which means all."""
    agreed = agreement.terms["data_fields"]
    return not agreed or not DataField.objects.filter(revision=agreement.revision_id).exclude(name__in=agreed).exists()
