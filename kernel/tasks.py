"""Celery's hands on the kernel: drain the readers, end what has run out, clear away what is old. No logic of a slice is here.

Each task may run twice or twice at once without harm: rows are locked and passed over, acts check their state. Beat sends all
of them by its schedule in settings/celery.py; a commit sends `kernel.drain` as well.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from kernel import blobs, clock, nudge, readers, rounds, turns
from kernel.actor import SYSTEM
from kernel.models import Probe, Setback

log = logging.getLogger(__name__)

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
    """Let the clock act on the turns that have run out; returns how many acts succeeded."""
    return rounds.each(EXPIRE, turns.to_expire(clock.now()), lambda turn: import_string(settings.EXPIRIES[turn.on_expiry])(SYSTEM, turn.subject_id))


@shared_task(name=PRUNE)  # type: ignore[untyped-decorator]
def prune() -> int:
    """Remove idempotency keys, probes and setbacks past their days, and stored pieces of files that nobody owns; returns how many."""
    now = clock.now()
    removed: int = Probe.objects.filter(minute__lt=now - timedelta(days=settings.PROBE_DAYS)).delete()[0]
    removed += Setback.objects.filter(until__lt=now - timedelta(days=1)).delete()[0]
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_DELETE_OLD_KEYS, [now - timedelta(days=settings.IDEMPOTENCY_DAYS), 5_000])
            removed += cursor.rowcount
            if not cursor.rowcount:
                break
    return removed + blobs.sweep(clock.machine() - timedelta(days=1))
