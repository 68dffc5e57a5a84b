"""Celery's hand on supervision: the days of exports are counted for the desk's pages."""

from __future__ import annotations

from celery import shared_task

from exchange.supervision import days


@shared_task(name="supervision.count_days")
def count_days() -> int:
    """Returns how many days were counted."""
    return days.count()
