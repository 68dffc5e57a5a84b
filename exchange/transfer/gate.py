"""Is a delivery lawful now? Gathers the facts, asks the rule and the holds: before each act, at each access, each second of a stream."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from catalog.dataset.models import DataField
from exchange.agreement.delivery import open_delivery_conditions
from exchange.agreement.models import Agreement
from exchange.rules.access import AccessFacts, access
from exchange.settlement.models import Escrow
from exchange.settlement.states import EscrowState
from exchange.transfer.methods import METHODS
from exchange.transfer.models import Transfer
from exchange.transfer.states import State
from kernel import clock, holds
from kernel.actor import SYSTEM
from kernel.decision import Decision

CONTESTED = (EscrowState.CONTESTED.value, EscrowState.DECISION_PROPOSED.value)


def facts(agreement: Agreement, method: str, now: datetime, *, transfer_state: str = "", delivery_number: int | None = None) -> AccessFacts:
    escrow: Escrow | None = getattr(agreement, "escrow", None)
    terms = agreement.terms
    return AccessFacts(
        now=now,
        in_force=agreement.in_force,
        until=agreement.in_force_until,
        open_conditions=open_delivery_conditions(agreement),
        contested=escrow is not None and escrow.state in CONTESTED,
        grade=agreement.revision.grade or 0,
        stops_within=METHODS[method].stops_within,
        whole_files_agreed=_all_fields(agreement),
        count=terms["count"],
        transfer_state=transfer_state,
        delivery_number=delivery_number,
    )


def _all_fields(agreement: Agreement) -> bool:
    """Whether the terms name every field of the revision, or none, which means all."""
    agreed = agreement.terms["data_fields"]
    return not agreed or not DataField.objects.filter(revision=agreement.revision_id).exclude(name__in=agreed).exists()


def before_transfer(agreement: Agreement, method: str, now: datetime) -> Decision:
    """May a delivery be asked for? Holds on the agreement are asked by the door for acts, here for deliveries."""
    decision = access(facts(agreement, method, now, delivery_number=next_number(agreement.pk)))
    return decision if not decision.permitted else _holds([agreement.pk, *agreement.hold_subjects()])


def before_start(transfer: Transfer, now: datetime) -> Decision:
    """May it start (or go on)? The first start takes a delivery number, a later one keeps it."""
    number = transfer.number or next_number(transfer.agreement_id)
    decision = access(facts(transfer.agreement, transfer.method, now, transfer_state=transfer.state, delivery_number=number))
    return decision if not decision.permitted else _holds(holds.subjects_of(transfer))


def now_open(transfer: Transfer, now: datetime) -> Decision:
    """May bytes flow now?"""
    decision = access(facts(transfer.agreement, transfer.method, now, transfer_state=transfer.state))
    return decision if not decision.permitted else _holds(holds.subjects_of(transfer))


def still_open(transfer_id: UUID) -> bool:
    """The same question anew from the database, in the middle of a stream."""
    transfer = Transfer.objects.visible_to(SYSTEM).get(pk=transfer_id)
    return transfer.state == State.STARTED and now_open(transfer, clock.now()).permitted


def next_number(agreement_id: UUID) -> int:
    """The number the next started delivery takes; the caller holds the agreement's lock when it writes it."""
    return (Transfer.objects.filter(agreement=agreement_id).aggregate(last=Max("number"))["last"] or 0) + 1


def _holds(subjects: list[UUID]) -> Decision:
    return holds.decision(holds.standing(subjects, holds.ACT, holds.DELIVERY))
