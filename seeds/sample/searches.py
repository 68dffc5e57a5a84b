"""Searches that people of the sample keep, and rebuilds of the index in every state."""

from __future__ import annotations

from catalog.indexing import use_cases as indexing
from catalog.indexing.tasks import go_on
from catalog.watch import use_cases as watch
from seeds.sample.deals import Calendar
from seeds.sample.people import Party

STEP = {"minutes": 3.0}


def play(calendar: Calendar, parties: dict[str, Party]) -> None:
    buyer, operator = parties["buyer"].owner, parties["exchange"].operator
    with calendar.next(**STEP):
        watch.save(buyer, name="航班与天气 Flights and weather", asked={"q": ["航班"], "industry": ["transport"]})
    with calendar.next(**STEP):
        quiet = watch.save(parties["provider"].owner, name="空气质量 Air quality", asked={"q": ["空气质量"]})
    with calendar.next(**STEP):
        watch.set_alerts(parties["provider"].owner, quiet.pk, alerts=False)
    with calendar.next(**STEP):
        go_on(indexing.ask(operator))
    with calendar.next(**STEP):
        stopped = indexing.ask(operator, every=True)
    with calendar.next(**STEP):
        indexing.cancel(operator, stopped.pk)
    with calendar.next(**STEP):
        indexing.ask(operator)
