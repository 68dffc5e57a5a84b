"""The days of exports, counted: what the situation page and the desk's register add up instead of counting all exports at each look.

A count is derived from rows that acts have written, so writing it is no act. Today is counted anew in each round; a day that is over for an
hour is counted once more and then never again, as nothing can be delivered or declared on it any more.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time as hour, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q

from exchange.clearance import register
from exchange.clearance.models import Clearance, ExportDay, ExportDeclaration
from exchange.clearance.states import Declared
from exchange.export_case.models import ExportCase
from exchange.supervision.models import StopOrder
from exchange.supervision.states import State
from exchange.transfer.models import Transfer
from kernel import clock
from kernel.clock import LOCAL_ZONE

MONTHS = 12
ENDING = timedelta(days=90)
SETTLES = timedelta(hours=1)
SECONDS = 20.0
_COUNTED = ("counted", "final", "flows", "lanes", "deliveries", "standing")


def count(seconds: float = SECONDS) -> int:
    """Count every day that is not final, the newest first; returns how many. What there was no time for is counted in the next round."""
    ends, done = time.monotonic() + seconds, 0
    now = clock.now()
    today = now.astimezone(LOCAL_ZONE).date()
    for day in _open_days(today):
        with _one_look():
            row = _counted(day, now, standing=day == today)
        # a day that is over keeps how everything stood when it was counted last
        fields = _COUNTED if day == today else _COUNTED[:-1]
        ExportDay.objects.bulk_create([row], update_conflicts=True, unique_fields=["day"], update_fields=fields)
        done += 1
        if time.monotonic() >= ends:
            break
    return done


@contextmanager
def _one_look() -> Iterator[None]:
    """All counts of a day at the same moment: else a delivery that begins between two of them would look like a difference."""
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("set transaction isolation level repeatable read, read only")
        yield


def first_shown(today: date) -> date:
    """The first day of the twelve months a page shows."""
    month = today.year * 12 + today.month - MONTHS
    return date(month // 12, month % 12 + 1, 1)


def exported(since: datetime, until: datetime) -> int:
    """Deliveries under a clearance whose first byte went out in this time, told by the deliveries themselves."""
    cleared = Clearance.objects.values("agreement")
    return Transfer.objects.filter(first_access__gte=since, first_access__lt=until, agreement__in=cleared).count()


def _open_days(today: date) -> Iterator[date]:
    """From today back to the first declaration, at most as far as a page looks."""
    oldest = ExportDeclaration.objects.order_by("at", "id").values_list("at", flat=True).first()
    begin = max(first_shown(today), oldest.astimezone(LOCAL_ZONE).date()) if oldest else today
    final = set(ExportDay.objects.filter(day__gte=begin, final=True).values_list("day", flat=True))
    return (day for back in range((today - begin).days + 1) if (day := today - timedelta(days=back)) not in final)


def _counted(day: date, now: datetime, *, standing: bool) -> ExportDay:
    since, until = (datetime.combine(each, hour(), LOCAL_ZONE) for each in (day, day + timedelta(days=1)))
    flows = register.flows(register.delivered(ExportDeclaration.objects.all(), since, until))
    lanes = _by(ExportDeclaration.objects.filter(at__gte=since, at__lt=until), "lane")
    return ExportDay(
        day=day, counted=now, final=now >= until + SETTLES, flows={flow.destination: [*flow.kinds, flow.ordinary, flow.sensitive, flow.bytes] for flow in flows}, lanes=lanes,
        deliveries=exported(since, until), standing=_standing(day) if standing else {},
    )  # fmt: skip


def _standing(today: date) -> dict[str, Any]:
    """How everything stands now. A case that was never handed in is its exporter's own affair and not counted."""
    ends = Clearance.objects.filter(state="issued").aggregate(ending=Count("pk", filter=Q(valid_until__lte=today + ENDING)), overdue=Count("pk", filter=Q(overdue=True)))
    return {
        "cases": _by(ExportCase.objects.handed_in(), "state"), "clearances": _by(Clearance.objects.all(), "state"), **ends,
        "waiting": ExportDeclaration.objects.filter(state=Declared.HELD.value).count(), "orders": StopOrder.objects.filter(state=State.STANDING.value).count(),
    }  # fmt: skip


def _by(rows: Any, name: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(name).annotate(n=Count("pk")))
