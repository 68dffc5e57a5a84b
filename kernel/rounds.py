"""A round of the background: one act for each row that is due, and no row that fails holds up another.

A row whose act succeeds is due no more. One whose act fails rests, longer each time, while the round goes on with the next;
so however many fail, all others have their turn. A round ends when its time is over and goes on at the next beat. What is
due is the caller's query, what is done its act; nothing here judges.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from kernel import clock
from kernel.models import Setback

log = logging.getLogger(__name__)

SECONDS = 20.0
MOST = 2_000
FIRST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(hours=1)


def each(task: str, due: QuerySet[Any], act: Callable[[Any], object], *, seconds: float = SECONDS) -> int:
    """Run `act` for the rows of `due`, in its order, each read anew just before; returns how many acts did something.

    An act that finds nothing to do returns False. Workers may run the same round at once: no row is taken by two."""
    ends = time.monotonic() + seconds
    ready = due.exclude(Exists(Setback.objects.filter(task=task, subject=OuterRef("pk"), until__gt=clock.now())))
    done = 0
    for pk in list(ready.values_list("pk", flat=True)[:MOST]):
        if time.monotonic() >= ends:
            break
        with alone(task, pk) as mine:
            row = ready.filter(pk=pk).first() if mine else None
            if row is None:
                continue
            try:
                done += act(row) is not False
            except Exception as error:
                log.exception("%s failed on %s", task, pk)
                _rest(task, pk, error)
    return done


def _rest(task: str, pk: UUID, error: Exception) -> None:
    former = Setback.objects.filter(task=task, subject=pk).values_list("attempts", flat=True).first() or 0
    wait = min(FIRST_REST * 2 ** min(former, 10), LONGEST_REST)
    fields = {"attempts": former + 1, "until": clock.now() + wait, "error": f"{type(error).__name__}: {error}"[:500]}
    Setback.objects.update_or_create(task=task, subject=pk, defaults=fields)


@contextmanager
def alone(task: str, pk: UUID) -> Iterator[bool]:
    """Whether no other worker is at this row. The lock is the session's, as the act inside has a transaction of its own."""
    key = int.from_bytes(hashlib.sha256(f"{task}:{pk}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [key])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [key])
