"""The only source of now. Tests, the sample exchange and proofs move it; nothing else may.

The demo's movable clock is one row (kernel.models.ClockOffset), read only where settings.CLOCK_MOVABLE is on, so that web,
worker and beat agree on the day.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")

_fixed: datetime | None = None
_offset_read: tuple[float, timedelta] = (-1.0, timedelta())
_read_every = 0.5  # seconds


def now() -> datetime:
    """An aware UTC time with microseconds."""
    if _fixed is not None:
        return _fixed
    real = datetime.now(UTC)
    return real + offset() if settings.CLOCK_MOVABLE else real


def machine() -> datetime:
    """The machine's own time, whatever `now` says: only to compare with times the machine wrote, such as a file's."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in Asia/Shanghai: what the law's years and clocks count in."""
    return now().astimezone(LOCAL_ZONE).date()


def offset() -> timedelta:
    """How far the movable clock stands from real time; read at most twice a second per process."""
    global _offset_read
    read_at, value = _offset_read
    if 0 <= time.monotonic() - read_at < _read_every and read_at >= 0:
        return value
    from kernel.models import ClockOffset  # the models import this module

    value = ClockOffset.objects.filter(pk=1).values_list("offset", flat=True).first() or timedelta()
    _offset_read = (time.monotonic(), value)
    return value


def forget_offset() -> None:
    """Read the offset anew at the next call: for the process that has just moved it."""
    global _offset_read
    _offset_read = (-1.0, timedelta())


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """Hold the clock at `at` in this process: for tests, proofs and loading the sample."""
    global _fixed
    before, _fixed = _fixed, at.astimezone(UTC)
    try:
        yield
    finally:
        _fixed = before
