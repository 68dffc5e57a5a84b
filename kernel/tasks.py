"""Celery's hands on the kernel: drain the readers, end what has run out, clear away what is old. No logic of a slice is here.

Each task may run twice or twice at once without harm: rows are locked and passed over, acts check their state. Beat sends all
of them by its schedule in settings/celery.py; a commit sends `kernel.drain` as well.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from kernel import blobs, clock, nudge, readers, turns
from kernel.actor import SYSTEM
from kernel.models import Probe, Turn

log = logging.getLogger(__name__)

AT_ONCE = 500
DRAIN, EXPIRE, PRUNE = "kernel.drain", "kernel.expire", "kernel.prune"
_DELETE_OLD_KEYS = """
delete from kernel_idempotencykey
where scope in (select scope from kernel_idempotencykey where at < %s order by at limit %s for update skip locked)
"""


@shared_task(name=DRAIN)  # type: ignore[untyped-decorator]
def drain() -> int:
    """Handle all due rows of every reader that has a handler here; returns how many. One reader's failure stops no other."""
    nudge.begin(DRAIN)
    handled = 0
    for reader in readers.readers().values():
        if reader.handler:
            try:
                while count := readers.drain(reader.name):
                    handled += count
            except Exception:
                log.exception("reader %s failed", reader.name)
    return handled


@shared_task(name=EXPIRE)  # type: ignore[untyped-decorator]
def expire() -> int:
    """Let the clock act on the turns that have run out; returns how many acts succeeded. A turn whose act fails rests a minute."""
    done = 0
    for turn_id, on_expiry, subject_id in turns.to_expire(clock.now()).values_list("pk", "on_expiry", "subject_id")[:AT_ONCE]:
        with _alone(turn_id) as alone:
            if not alone or not Turn.objects.filter(pk=turn_id, ended=None).exists():
                continue
            try:
                import_string(settings.EXPIRIES[on_expiry])(SYSTEM, subject_id)
                done += 1
            except Exception:
                log.exception("%s failed on %s", on_expiry, subject_id)
                Turn.objects.filter(pk=turn_id).update(tried=clock.now())
    return done


@shared_task(name=PRUNE)  # type: ignore[untyped-decorator]
def prune() -> int:
    """Remove idempotency keys and probes past their days, and stored pieces of files that nobody owns; returns how many."""
    now = clock.now()
    removed: int = Probe.objects.filter(minute__lt=now - timedelta(days=settings.PROBE_DAYS)).delete()[0]
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_DELETE_OLD_KEYS, [now - timedelta(days=settings.IDEMPOTENCY_DAYS), 5_000])
            removed += cursor.rowcount
            if not cursor.rowcount:
                break
    return removed + blobs.sweep(clock.machine() - timedelta(days=1))


@contextmanager
def _alone(turn_id: UUID) -> Iterator[bool]:
    """Whether no other worker is at this turn. The lock is the session's, as the act inside has a transaction of its own."""
    key = int.from_bytes(turn_id.bytes[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [key])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [key])
