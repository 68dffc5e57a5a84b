"""Celery's hands on clearance: look at everything that is cleared, and call the act where there is something to do."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from celery import shared_task

from exchange.agreement.states import OPEN
from exchange.clearance import gather
from exchange.clearance.models import Clearance
from exchange.clearance.states import LIVE
from exchange.clearance.use_cases import alert, exhaust, filing_shown
from exchange.rules.watching import alerts
from kernel import clock
from kernel.actor import SYSTEM

log = logging.getLogger(__name__)
AT_ONCE = 500


@shared_task(name="clearance.watch")
def watch() -> int:
    """Ended deals, what has changed since, filings that have come; returns how many acts were done."""
    live = Clearance.objects.filter(state__in=[state.value for state in LIVE]).order_by("created")
    ended = live.exclude(agreement__state__in=[state.value for state in OPEN]).values_list("pk", flat=True)[:AT_ONCE]
    filed = live.filter(filed=None).exclude(filing_due=None).values_list("pk", "agreement")[:AT_ONCE]
    done = _each(exhaust, list(ended))
    done += _each(filing_shown, [pk for pk, agreement in filed if (found := gather.basis(agreement)) is not None and found.filing_due is None])
    return done + _each(alert, [row.pk for row in gather.watched().prefetch_related("alerts").iterator(AT_ONCE) if _news(row)])


def _news(row: Any) -> bool:
    return bool({one.code for one in alerts(gather.watch_facts(row, row.law or "", clock.now()))} - {one.code for one in row.alerts.all()})


def _each(act: Callable[..., Any], ids: Iterable[Any]) -> int:
    done = 0
    for pk in ids:
        try:
            act(SYSTEM, pk)
            done += 1
        except Exception:
            log.exception("clearance %s could not be looked after", pk)
    return done
