"""Readers of the outbox: the sealer, notices, search. At least once, so each is idempotent.

A reader is declared in settings.READERS. `drain` takes its oldest due rows, gives the events to the reader's function and
deletes the rows, all in one transaction: either the effect is stored and the row is gone, or neither. A row that fails
waits longer each time, and shows in readiness after PARKED_AFTER attempts; it is never dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string

from kernel import clock
from kernel.models import Event, Outbox

PARKED_AFTER = 8
Handler = Callable[[list[Event]], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """`wants` are event name prefixes ("" is all); `handler` is the dotted path of `f(events)`, or "" when the reader
    drains by itself (the sealer); `task` is the Celery task that a commit wakes."""

    name: str
    wants: tuple[str, ...]
    task: str
    handler: str = ""


@cache
def readers() -> dict[str, Reader]:
    return {fields["name"]: Reader(**fields) for fields in settings.READERS}


def readers_of(event_name: str) -> list[str]:
    """Names of the readers that want this event."""
    return [reader.name for reader in readers().values() if event_name.startswith(reader.wants)]


def drain(name: str, *, limit: int = 200) -> int:
    """Handle up to `limit` due rows of the reader; returns how many. Rows another worker holds are passed over."""
    reader = readers()[name]
    handler: Handler = import_string(reader.handler)
    now = clock.now()
    due = Q(not_before=None) | Q(not_before__lte=now)
    with transaction.atomic(durable=True):
        rows = list(
            Outbox.objects.select_for_update(skip_locked=True, of=("self",)).filter(due, reader=name).order_by("event_id").select_related("event")[:limit]
        )
        if not rows:
            return 0
        if _handled(handler, [row.event for row in rows]) is None:
            Outbox.objects.filter(pk__in=[row.pk for row in rows]).delete()
            return len(rows)
        for row in rows:  # the batch failed as a whole: find the culprits one by one
            error = _handled(handler, [row.event])
            if error is None:
                row.delete()
            else:
                wait = timedelta(seconds=min(2 ** (row.attempts + 1), 3600))
                Outbox.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, not_before=now + wait, error=f"{type(error).__name__}: {error}"[:500])
    return len(rows)


def _handled(handler: Handler, events: list[Event]) -> Exception | None:
    try:
        with transaction.atomic():
            handler(events)
    except Exception as error:  # noqa: BLE001 - any failure of a reader must leave its row, not stop the others
        connection.needs_rollback = False
        return error
    return None


def backlog() -> dict[str, dict[str, int]]:
    """Per reader: rows waiting (counted up to 10,000) and rows that keep failing."""
    found: dict[str, dict[str, int]] = {}
    for name in readers():
        rows = Outbox.objects.filter(reader=name)
        found[name] = {
            "waiting": rows.values("pk")[:10_000].count(),
            "failing": rows.filter(attempts__gte=PARKED_AFTER).values("pk")[:1_000].count(),
        }
    return found
