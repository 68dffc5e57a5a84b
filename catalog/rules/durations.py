"""How often data are updated, as ISO 8601 durations, and the day by which the next update is due: calendar arithmetic, no averages."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_FORM = re.compile(r"P(?:([1-9][0-9]{0,2})([DWMY])|T([1-9][0-9]{0,3})H)")
MOST_DAYS = 3_660

# the update frequencies of a description; real time and hourly count as a day, because an update is dated by its day
OF_FREQUENCY = {"realtime": "P1D", "hourly": "P1D", "daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M", "yearly": "P1Y"}


def is_duration(text: str) -> bool:
    """Whether `text` is P<n>D, P<n>W, P<n>M, P<n>Y or PT<n>H, of at most ten years."""
    return _FORM.fullmatch(text) is not None and (later(date(2000, 1, 1), text) - date(2000, 1, 1)).days <= MOST_DAYS


def later(day: date, duration: str) -> date:
    """`day` plus the duration; the last day of a month that has no such day, hours up to the next whole day. Errors: ValueError."""
    found = _FORM.fullmatch(duration)
    if found is None:
        raise ValueError(f"{duration} is not a duration")
    count, unit, hours = found.groups()
    if hours:
        return day + timedelta(days=-(-int(hours) // 24))
    if unit in "DW":
        return day + timedelta(days=int(count) * (7 if unit == "W" else 1))
    months = day.year * 12 + day.month - 1 + int(count) * (12 if unit == "Y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
