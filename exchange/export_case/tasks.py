"""Celery's hands on export cases: cases whose deal has ended are closed. The judgement is the act's."""

from __future__ import annotations

from celery import shared_task

from exchange.agreement.states import OPEN as AGREEMENT_OPEN
from exchange.export_case.models import ExportCase
from exchange.export_case.states import OPEN
from exchange.export_case.use_cases import close_ended
from kernel import rounds
from kernel.actor import SYSTEM

CLOSE = "export_case.close_ended"


@shared_task(name=CLOSE)
def close_cases() -> int:
    """Open cases of agreements that are over; returns how many were closed."""
    rows = ExportCase.objects.filter(state__in=[state.value for state in OPEN]).exclude(agreement__state__in=[state.value for state in AGREEMENT_OPEN])
    return rounds.each(CLOSE, rows.order_by("created"), lambda row: close_ended(SYSTEM, row.pk))
