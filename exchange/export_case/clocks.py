"""Working-day clocks of a case: when a step ends, how much of it is left, and what remains while it stands still.

Days are those of Asia/Shanghai; the day of the event is not counted, and a step ends with its last day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from exchange.export_case.models import ExportCase
from exchange.export_case.states import AT_DESK
from exchange.rules.border import calendar
from kernel.clock import LOCAL_ZONE

_END = time(23, 59, 59)


def day_of(at: datetime) -> date:
    return at.astimezone(LOCAL_ZONE).date()


def end_of(day: date) -> datetime:
    return datetime.combine(day, _END, LOCAL_ZONE)


def after(at: datetime, days: int) -> datetime:
    """The last moment of the step of `days` working days that begins with an event at `at`."""
    return end_of(calendar.after(day_of(at), days))


def left(due: datetime, at: datetime) -> int:
    """Working days still to come up to the last one; below zero once it is over."""
    today, last = day_of(at), day_of(due)
    return between(today, last) if today <= last else -between(last, today)


def between(start: date, end: date) -> int:
    """Working days after `start` up to `end`."""
    return sum(calendar.working(start + timedelta(days=number)) for number in range(1, (end - start).days + 1))


def reminder(at: datetime, due: datetime) -> datetime | None:
    """A moment to remind: two working days before the last one, or none when that is not ahead."""
    days = left(due, at)
    return after(at, days - 2) if days > 3 else None


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock as pages show it: `used` of `days` working days, `left` (below zero when over), its last `day`, and whether it stands still.

    `guessed` says that the calendar of a year in it is not published, so that the day can still move."""

    used: int
    days: int
    left: int
    day: date
    stopped: bool
    overdue: bool
    guessed: bool


def of(case: ExportCase, now: datetime) -> Clock | None:
    """The clock of whoever has the case now; None where nobody has it."""
    if case.due is None or not case.is_open:
        return None
    remaining, last = left(case.due, now), day_of(case.due)
    running = case.state in AT_DESK and case.clock_days is not None
    days = (case.clock_days or 0) if running else left(case.due, case.state_since)
    over = now > case.due
    return Clock(days - remaining, days, min(remaining, -1) if over else remaining, last, case.stopped_since is not None, over, calendar.guessed(day_of(now), last))
