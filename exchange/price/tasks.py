"""Celery's hand on price facts: count the periods that are over."""

from __future__ import annotations

from celery import shared_task

from exchange.price.gather import due
from exchange.price.use_cases import count
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Conflict

TASK = "price.count"


@shared_task(name=TASK)
def count_prices() -> int:
    """Returns how many periods were counted; one that another worker has counted meanwhile is passed over."""
    done = 0
    for period in due(clock.today()):
        try:
            count(SYSTEM, period.year, period.quarter)
            done += 1
        except Conflict:
            continue
    return done
