"""How exports stand, for the desk's situation page: added up from the days that were counted, never counted over all exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from exchange.clearance import register
from exchange.clearance.models import ExportDay
from exchange.clearance.register import Flow
from exchange.rules.lanes import Lane
from exchange.supervision.days import MONTHS, first_shown
from exchange.supervision.models import StopOrder
from exchange.supervision.states import State
from kernel.clock import LOCAL_ZONE

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Situation:
    """`counted` is when these figures were counted, None before the first count. `months` has (year-month, exports delivered), `courses` for each lane
    the exports declared in each of these months; `deliveries`
    and `declared` are this year's and must be equal. `standing` are the newest orders, `orders` how many there are."""

    counted: datetime | None
    cases: dict[str, int]
    clearances: dict[str, int]
    lanes: dict[str, int]
    waiting: int
    ending: int
    overdue: int
    orders: int
    standing: list[StopOrder]
    flows: list[Flow]
    months: list[tuple[str, int]]
    courses: dict[str, list[int]]
    deliveries: int
    declared: int


def situation(now: datetime) -> Situation:
    """Two statements: at most 366 days, and the orders that stand."""
    today = now.astimezone(LOCAL_ZONE).date()
    days = list(ExportDay.objects.filter(day__gte=first_shown(today), day__lte=today).order_by("day"))
    year = [day for day in days if day.day.year == today.year]
    newest = days[-1] if days else None
    standing = newest.standing if newest else {}
    flows = register.added_up(year)
    return Situation(
        counted=newest.counted if newest else None, cases=standing.get("cases", {}), clearances=standing.get("clearances", {}),
        lanes={lane.value: sum(day.lanes.get(lane.value, 0) for day in year) for lane in Lane}, waiting=standing.get("waiting", 0), ending=standing.get("ending", 0),
        overdue=standing.get("overdue", 0), orders=standing.get("orders", 0),
        standing=list(StopOrder.objects.filter(state=State.STANDING.value).select_related("exporter").order_by("-placed")[:SHOWN]), flows=flows, months=_months(now, days),
        courses=_courses(now, days),
        deliveries=sum(day.deliveries for day in year), declared=register.total(flows).exports,
    )  # fmt: skip


def _names(now: datetime) -> list[str]:
    """The months a page shows, this one last."""
    first = first_shown(now.astimezone(LOCAL_ZONE).date())
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(first.year * 12 + first.month - 1, first.year * 12 + first.month - 1 + MONTHS)]


def _courses(now: datetime, days: list[ExportDay]) -> dict[str, list[int]]:
    names = _names(now)
    found = {lane.value: [0] * len(names) for lane in Lane}
    for day in days:
        for lane, count in day.lanes.items():
            found[lane][names.index(day.day.strftime("%Y-%m"))] += count
    return found


def _months(now: datetime, days: list[ExportDay]) -> list[tuple[str, int]]:
    counts = dict.fromkeys(_names(now), 0)
    for day in days:
        counts[day.day.strftime("%Y-%m")] += register.total(register.added_up([day])).exports
    return list(counts.items())
