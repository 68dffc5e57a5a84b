"""How exports stand, for the desk's situation page: counts of every state, what waits, and whether register and deliveries agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from exchange.clearance import register
from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.clearance.register import Flow
from exchange.clearance.states import Declared
from exchange.export_case.models import ExportCase
from exchange.rules.lanes import Lane
from exchange.supervision.models import StopOrder
from exchange.supervision.states import State
from exchange.transfer.models import Transfer
from kernel.clock import LOCAL_ZONE

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Situation:
    """`months` has (year-month, exports delivered); `deliveries` and `declared` are this year's and must be equal."""

    cases: dict[str, int]
    clearances: dict[str, int]
    lanes: dict[str, int]
    waiting: int
    ending: int
    overdue: int
    standing: list[StopOrder]
    flows: list[Flow]
    months: list[tuple[str, int]]
    deliveries: int
    declared: int


def situation(now: datetime) -> Situation:
    """Nine statements, each over an index or a small table."""
    today = now.astimezone(LOCAL_ZONE).date()
    since, until = register.month(today.year, 1)[0], register.month(today.year, 12)[1]
    this_year = register.delivered(ExportDeclaration.objects.all(), since, until)
    lanes = ExportDeclaration.objects.filter(at__gte=since).aggregate(
        waiting=Count("pk", filter=Q(state=Declared.HELD.value)), **{lane.value: Count("pk", filter=Q(lane=lane.value)) for lane in Lane}
    )
    ends = Clearance.objects.filter(state="issued").aggregate(
        ending=Count("pk", filter=Q(valid_until__lte=today + timedelta(days=90))), overdue=Count("pk", filter=Q(overdue=True))
    )
    return Situation(
        cases=_by_state(ExportCase.objects.all()), clearances=_by_state(Clearance.objects.all()), lanes={lane.value: lanes[lane.value] for lane in Lane}, waiting=lanes["waiting"],
        ending=ends["ending"], overdue=ends["overdue"], standing=list(StopOrder.objects.filter(state=State.STANDING.value).select_related("exporter").order_by("-placed")[:10]),
        flows=register.flows(this_year), months=_months(now), deliveries=exported(since, until), declared=this_year.count(),
    )  # fmt: skip


def exported(since: datetime, until: datetime) -> int:
    """Deliveries under a clearance whose first byte went out in this time, told by the deliveries themselves."""
    cleared = Clearance.objects.values("agreement")
    return Transfer.objects.filter(first_access__gte=since, first_access__lt=until, agreement__in=cleared).count()


def _by_state(rows: Any) -> dict[str, int]:
    return dict(rows.order_by().values_list("state").annotate(n=Count("pk")))


def _months(now: datetime) -> list[tuple[str, int]]:
    today = now.astimezone(LOCAL_ZONE).date()
    first = [(today.year * 12 + today.month - 1 - back) for back in range(MONTHS - 1, -1, -1)]
    since = register.month(first[0] // 12, first[0] % 12 + 1)[0]
    rows = ExportDeclaration.objects.filter(state=Declared.DELIVERED.value, delivered__gte=since)
    counts = {
        month.strftime("%Y-%m"): count
        for month, count in rows.order_by().annotate(month=TruncMonth("delivered", tzinfo=LOCAL_ZONE)).values_list("month").annotate(n=Count("pk"))
        if month is not None
    }
    names = [f"{number // 12}-{number % 12 + 1:02d}" for number in first]
    return [(name, counts.get(name, 0)) for name in names]
