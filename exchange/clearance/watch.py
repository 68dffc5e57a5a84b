"""When the watch looks at a clearance: as soon as an event tells of a change, on the day its extension opens, and once a day in any case.

So a round asks an index for the few whose time has come, however many there are. What is found is told by the acts; nothing is judged here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime, time, timedelta
from uuid import UUID

from exchange.agreement.models import Agreement
from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.clearance.states import LIVE
from exchange.determination.models import Determination
from exchange.export_case.models import ExportCase
from exchange.rules.watching import EXTENSION_OPENS, WatchFacts
from kernel import clock
from kernel.clock import LOCAL_ZONE
from kernel.events import subject_type
from kernel.models import Event

READER = "watch"
RARELY = timedelta(days=1)


def told(events: list[Event]) -> None:
    """Reader of the outbox: what these events are about is looked at in the next round."""
    ids: dict[str, set[UUID]] = defaultdict(set)
    for event in events:
        subject = json.loads(event.payload)["subject"]
        if subject["type"] in _DEAL_OF:
            ids[subject["type"]].add(UUID(subject["id"]))
    deals = {deal for kind, found in ids.items() for deal in _DEAL_OF[kind](found)}
    if deals:
        Clearance.objects.filter(agreement__in=deals, state__in=[state.value for state in LIVE]).update(next_look=clock.now())


def next_look(facts: WatchFacts, *, told: bool, now: datetime) -> datetime:
    """A day later, or on the first day on which its end can come near, where that was not `told` yet."""
    later = now + RARELY
    if told:
        return later
    days = max(1, facts.days_left - EXTENSION_OPENS)
    opens = datetime.combine(now.astimezone(LOCAL_ZONE).date() + timedelta(days=days), time(), LOCAL_ZONE)
    return min(later, opens)


def _of_buyer(found: set[UUID]) -> set[UUID]:
    return set(Clearance.objects.filter(agreement__consumer__in=found, state__in=[state.value for state in LIVE]).values_list("agreement", flat=True))


# the kind of what an event is about -> the deals it belongs to
_DEAL_OF = {
    subject_type(Agreement): lambda found: found,
    subject_type(ExportCase): lambda found: set(ExportCase.objects.filter(pk__in=found).values_list("agreement", flat=True)),
    subject_type(Determination): lambda found: set(Determination.objects.filter(pk__in=found).exclude(deal=None).values_list("deal", flat=True)),
    subject_type(ExportDeclaration): lambda found: set(ExportDeclaration.objects.filter(pk__in=found).values_list("agreement", flat=True)),
    "accounts.Organization": _of_buyer,
}
