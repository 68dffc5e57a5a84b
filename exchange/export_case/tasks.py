"""Celery's hands on export cases: cases whose deal has ended are closed. The judgement is the act's."""

from __future__ import annotations

import logging

from celery import shared_task

from exchange.agreement.states import OPEN as AGREEMENT_OPEN
from exchange.export_case.models import ExportCase
from exchange.export_case.states import OPEN
from exchange.export_case.use_cases import close_ended
from kernel.actor import SYSTEM
from kernel.errors import ActError

log = logging.getLogger(__name__)
AT_ONCE = 200


@shared_task(name="export_case.close_ended")
def close_cases() -> int:
    """Open cases of agreements that are over; returns how many were closed."""
    rows = ExportCase.objects.filter(state__in=[state.value for state in OPEN]).exclude(agreement__state__in=[state.value for state in AGREEMENT_OPEN])
    done = 0
    for pk in rows.order_by("created").values_list("pk", flat=True)[:AT_ONCE]:
        try:
            close_ended(SYSTEM, pk)
            done += 1
        except ActError:
            log.exception("case %s was not closed", pk)
    return done
