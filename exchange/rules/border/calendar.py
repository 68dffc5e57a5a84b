"""Working days of the mainland: the calendar the State Council publishes each year, make-up days included (they are working days).

The calendar of a year is published late in the year before. Where it is not known yet, Monday to Friday except the fixed holidays stand for working days, and whoever
counts is told so: a period counted there can still move.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from chinese_calendar import is_workday
from chinese_calendar.constants import holidays, workdays

FIRST_YEAR: int = min(day.year for day in holidays)
LAST_YEAR: int = max(day.year for day in (*holidays, *workdays))
_ONE = timedelta(days=1)
_SATURDAY = 5
_FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Holidays whose day never moves (regulation on public holidays, as amended in 2024): free in a year not yet published, too."""


def published(day: date) -> bool:
    """Whether the calendar of that year is known here."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def working(day: date) -> bool:
    return bool(is_workday(day)) if published(day) else day.weekday() < _SATURDAY and (day.month, day.day) not in _FIXED


def _days(start: date, step: timedelta) -> Iterator[date]:
    day = start
    while True:
        day += step
        yield day


def after(start: date, count: int) -> date:
    """The working day that is `count` working days after `start`; the day itself is not counted (Civil Code 201)."""
    return _nth(start, count, _ONE)


def ahead(end: date, count: int) -> date:
    """The first of the last `count` working days before `end`; the day itself is not counted."""
    return _nth(end, count, -_ONE)


def _nth(start: date, count: int, step: timedelta) -> date:
    if count < 1:
        raise ValueError("at least one working day is counted")
    left = count
    for day in _days(start, step):
        left -= working(day)
        if not left:
            return day
    raise AssertionError("the days do not end")


def guessed(start: date, end: date) -> bool:
    """Whether any day counted between the two is of a year whose calendar is not known here."""
    return not (published(min(start, end)) and published(max(start, end)))


def months(day: date, count: int) -> date:
    """The corresponding day `count` months away; the last day of the month where there is none (Civil Code 202)."""
    total = day.year * 12 + day.month - 1 + count
    year, month = divmod(total, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(following - _ONE, date(year, month + 1, 1) + timedelta(days=day.day - 1))
