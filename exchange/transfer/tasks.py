"""Celery's hands on transfer: close what an agreement's end has left open. The judgement is the act's."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db.models import Exists, OuterRef

from exchange.agreement.states import OPEN as AGREEMENT_OPEN
from exchange.settlement.models import Escrow
from exchange.settlement.states import EscrowState
from exchange.transfer.models import Transfer
from exchange.transfer.states import OPEN
from exchange.transfer.use_cases import close
from kernel.actor import SYSTEM

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
