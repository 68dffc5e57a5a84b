"""Celery's hands on transfer: close what an agreement's end has left open, cut files, let a delivery go on once what it waited
for has come. The judgement is the act's."""

from __future__ import annotations

from celery import shared_task
from django.db.models import Exists, OuterRef

from exchange.agreement.states import OPEN as AGREEMENT_OPEN
from exchange.clearance.models import ExportDeclaration
from exchange.clearance.states import Declared
from exchange.settlement.models import Escrow
from exchange.settlement.states import EscrowState
from exchange.transfer.models import Projection, Transfer
from exchange.transfer.projecting import CannotCut, make
from exchange.transfer.retention import prune_links
from exchange.transfer.states import OPEN, Making, Waiting
from exchange.transfer.use_cases import close, discard_files, files_failed, files_made, give_up, start
from exchange.transfer.use_cases.cutting import ENDED
from kernel import rounds
from kernel.actor import SYSTEM
from kernel.errors import ActError
from kernel.nudge import begin

STILL = [state.value for state in AGREEMENT_OPEN]
CLOSE, MAKE, GO_ON, DISCARD, PRUNE = "transfer.close_ended", "transfer.make_files", "transfer.go_on", "transfer.discard_files", "transfer.prune_links"


@shared_task(name=CLOSE)
def close_ended() -> int:
    """Agreements that have ended with an open delivery, or with unused money in escrow; returns how many were closed."""
    served = Transfer.objects.filter(agreement=OuterRef("pk"), first_access__isnull=False)
    deliveries = Transfer.objects.filter(state__in=[state.value for state in OPEN]).exclude(agreement__state__in=STILL)
    unused = Escrow.objects.filter(state=EscrowState.HELD.value).exclude(agreement__state__in=STILL).exclude(Exists(served))
    done = rounds.each(CLOSE, deliveries.order_by("created"), lambda row: close(SYSTEM, row.agreement_id))
    return done + rounds.each(CLOSE, unused.order_by("pk"), lambda row: close(SYSTEM, row.pk))


@shared_task(name=MAKE)
def make_files() -> int:
    """Cut the files that wait for it, oldest first; one that was interrupted goes on. Returns how many were finished."""
    begin(MAKE)
    unmade = Projection.objects.filter(state=Making.MAKING.value).select_related("blob", "distribution__blob")
    done = rounds.each(MAKE, unmade.order_by("created"), _make)
    if done:
        go_on()
    return done


def _make(row: Projection) -> bool:
    try:
        make(row)
    except CannotCut as error:
        files_failed(SYSTEM, row.pk, code=error.code)
        return False
    files_made(SYSTEM, row.pk)
    return True


@shared_task(name=GO_ON)
def go_on() -> int:
    """Start the deliveries whose wait is over; returns how many run now."""
    unmade = Projection.objects.filter(transfer=OuterRef("pk"), state=Making.MAKING.value)
    held = ExportDeclaration.objects.filter(transfer=OuterRef("pk"), state=Declared.HELD.value)
    waiting = Transfer.objects.exclude(waits_for=Waiting.NOTHING.value).exclude(Exists(unmade)).exclude(Exists(held))
    return rounds.each(GO_ON, waiting.order_by("created"), _go_on)


def _go_on(row: Transfer) -> bool:
    try:
        return not start(SYSTEM, row.pk).waits_for
    except ActError:
        give_up(SYSTEM, row.pk)
        return False


@shared_task(name=DISCARD)
def remove_files() -> int:
    """Remove what was cut for deliveries that have ended; returns for how many."""
    left = Projection.objects.filter(transfer__state__in=ENDED).exclude(state=Making.DISCARDED.value)
    return rounds.each(DISCARD, left.order_by("created"), lambda row: discard_files(SYSTEM, row.transfer_id))


@shared_task(name=PRUNE)
def prune() -> int:
    """Remove links whose days are over; returns how many."""
    return prune_links()
