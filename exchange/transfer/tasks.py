"""Celery's hands on transfer: close what an agreement's end has left open, cut files, let a delivery go on once what it waited
for has come. The judgement is the act's."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db.models import Exists, OuterRef

from exchange.agreement.states import OPEN as AGREEMENT_OPEN
from exchange.clearance.models import ExportDeclaration
from exchange.clearance.states import Declared
from exchange.settlement.models import Escrow
from exchange.settlement.states import EscrowState
from exchange.transfer.models import Projection, Transfer
from exchange.transfer.projecting import CannotCut, make
from exchange.transfer.states import OPEN, Making, Waiting
from exchange.transfer.use_cases import close, discard_files, files_failed, files_made, give_up, start
from exchange.transfer.use_cases.cutting import ENDED
from kernel.actor import SYSTEM
from kernel.errors import ActError, Conflict
from kernel.nudge import begin

log = logging.getLogger(__name__)
AT_ONCE = 200


@shared_task(name="transfer.close_ended")
def close_ended() -> int:
    """Agreements that have ended with an open delivery, or with unused money in escrow; returns how many were closed."""
    still = [state.value for state in AGREEMENT_OPEN]
    served = Transfer.objects.filter(agreement=OuterRef("pk"), first_access__isnull=False)
    deliveries = Transfer.objects.filter(state__in=[state.value for state in OPEN]).exclude(agreement__state__in=still).values_list("agreement", flat=True)
    unused = Escrow.objects.filter(state=EscrowState.HELD.value).exclude(agreement__state__in=still).exclude(Exists(served)).values_list("pk", flat=True)
    done = 0
    for pk in sorted({*deliveries[:AT_ONCE], *unused[:AT_ONCE]}):
        try:
            close(SYSTEM, pk)
            done += 1
        except Exception:
            log.exception("agreement %s could not be closed", pk)
    return done


@shared_task(name="transfer.make_files")
def make_files() -> int:
    """Cut the files that wait for it, oldest first; one that was interrupted goes on. Returns how many were finished."""
    begin("transfer.make_files")
    done = 0
    for pk in list(Projection.objects.filter(state=Making.MAKING.value).order_by("created").values_list("pk", flat=True)[:AT_ONCE]):
        row = Projection.objects.select_related("blob", "distribution__blob").get(pk=pk)
        try:
            make(row)
            files_made(SYSTEM, pk)
            done += 1
        except CannotCut as error:
            files_failed(SYSTEM, pk, code=error.code)
        except Conflict:
            log.info("file %s is being cut by another worker", pk)
        except Exception:
            log.exception("file %s could not be cut", pk)
    if done:
        go_on()
    return done


@shared_task(name="transfer.go_on")
def go_on() -> int:
    """Start the deliveries whose wait is over; returns how many run now."""
    unmade = Projection.objects.filter(transfer=OuterRef("pk"), state=Making.MAKING.value)
    held = ExportDeclaration.objects.filter(transfer=OuterRef("pk"), state=Declared.HELD.value)
    waiting = Transfer.objects.exclude(waits_for=Waiting.NOTHING.value).exclude(Exists(unmade)).exclude(Exists(held)).order_by("created")
    done = 0
    for pk in list(waiting.values_list("pk", flat=True)[:AT_ONCE]):
        try:
            done += not start(SYSTEM, pk).waits_for
        except ActError:
            give_up(SYSTEM, pk)
        except Exception:
            log.exception("delivery %s could not go on", pk)
    return done


@shared_task(name="transfer.discard_files")
def remove_files() -> int:
    """Remove what was cut for deliveries that have ended; returns for how many."""
    left = Projection.objects.filter(transfer__state__in=ENDED).exclude(state=Making.DISCARDED.value)
    done = 0
    for pk in sorted(set(left.values_list("transfer", flat=True)[:AT_ONCE])):
        try:
            discard_files(SYSTEM, pk)
            done += 1
        except Exception:
            log.exception("files of delivery %s could not be removed", pk)
    return done
