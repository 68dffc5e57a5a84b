"""Celery's hands on clearance: look at what may have changed since it was cleared, and call the act where there is something to do."""

from __future__ import annotations

from celery import shared_task

from exchange.agreement.states import OPEN
from exchange.clearance import gather
from exchange.clearance.models import Clearance
from exchange.clearance.use_cases import alert, exhaust, filing_shown
from exchange.clearance.watch import READER, next_look
from exchange.rules.watching import WatchFacts, alerts
from kernel import clock, nudge, readers, rounds
from kernel.actor import SYSTEM

WATCH = "clearance.watch"


@shared_task(name=WATCH)
def watch() -> int:
    """Look at the clearances whose time has come or of which an event told; returns at how many there was something to do."""
    nudge.begin(WATCH)
    while readers.drain(READER):
        pass
    return rounds.each(WATCH, gather.watched(clock.now()), _look)


def _look(row: Clearance) -> bool:
    """Ended deals, filings that have come, what has changed."""
    if row.agreement.state not in OPEN:
        exhaust(SYSTEM, row.pk)
        return True
    filed = row.filing_due is not None and row.filed is None and (found := gather.basis(row.agreement_id)) is not None and found.filing_due is None
    if filed:
        filing_shown(SYSTEM, row.pk)
    facts = gather.watch_facts(row, gather.law(row.agreement_id), clock.now())
    known = set(row.alerts.values_list("code", flat=True))
    news = _codes(facts) - known
    if news:
        alert(SYSTEM, row.pk)
    # only if nothing was told of it meanwhile: that is looked at again
    Clearance.objects.filter(pk=row.pk, next_look=row.next_look).update(next_look=next_look(facts, told="validity" in known | news, now=clock.now()))
    return filed or bool(news)


def _codes(facts: WatchFacts) -> set[str]:
    return {one.code for one in alerts(facts)}
