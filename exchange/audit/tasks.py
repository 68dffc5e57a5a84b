"""Celery's hand on the sealer: sent by a commit's nudge and, surely, by beat each second."""

from __future__ import annotations

from celery import shared_task

from exchange.audit import sealer
from kernel import nudge

SEAL = "audit.seal"


@shared_task(name=SEAL)
def seal() -> int:
    """Seal all that waits; returns how many events. Twice at once is harmless: the second waits for the first's lock."""
    nudge.begin(SEAL)
    return sealer.seal_all()
