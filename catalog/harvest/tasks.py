"""Celery's hand on harvests: asks for those that are due, fetches, and ends those whose import has ended.

One worker at a time fetches, however many there are: slow sources keep each other waiting, and nothing else of the exchange.
"""

from __future__ import annotations

import tempfile
from typing import Any

from celery import shared_task
from django.db.models import Q

from catalog.harvest import course, use_cases
from catalog.harvest.fetching import Fetched, Later, Order, Stopped, fetch
from catalog.harvest.models import Harvest, HarvestPlan
from catalog.harvest.states import LIVE, HarvestState, PlanState
from catalog.harvest.use_cases import TASK
from catalog.interchange.reading.limits import BadInput
from catalog.interchange.states import RunState
from catalog.interchange.use_cases import append_bytes
from kernel import clock, rounds
from kernel.actor import SYSTEM
from kernel.errors import Conflict, WrongState
from kernel.nudge import begin as begin_task
from kernel.turns import CLOCK

DUE = f"{TASK}.due"
ENDED = (RunState.COMPLETED, RunState.FAILED)


@shared_task(name=TASK)
def run_harvests() -> int:
    """Returns how many harvests were asked for, fetched or ended."""
    begin_task(TASK)
    done = rounds.each(DUE, due(), _request) + rounds.each(f"{TASK}.end", imported(), _end)
    with rounds.alone(TASK, CLOCK) as mine:
        return done + (rounds.each(TASK, waiting(), _fetch) if mine else 0)


def due() -> Any:
    live = Harvest.objects.filter(state__in=LIVE).values("plan")
    return HarvestPlan.objects.filter(state=PlanState.ACTIVE, next_due__lte=clock.now()).exclude(pk__in=live).order_by("next_due")


def waiting() -> Any:
    """To be fetched: new ones, those that a source did not answer, those whose worker is gone."""
    return Harvest.objects.filter(Q(run=None) | Q(run__state=RunState.DRAFT), state__in=LIVE).order_by("requested")


def imported() -> Any:
    return Harvest.objects.filter(state=HarvestState.RUNNING, run__state__in=ENDED).order_by("requested")


def _request(plan: HarvestPlan) -> bool:
    try:
        use_cases.request(SYSTEM, plan.pk)
    except Conflict:
        return False
    return True


def _end(harvest: Harvest) -> None:
    assert harvest.run is not None  # noqa: S101 - asked for by the query
    if harvest.run.state == RunState.FAILED:
        course.fail(SYSTEM, harvest.pk, failure=harvest.run.failure or course.NEVER)
    else:
        course.complete(SYSTEM, harvest.pk)


def _fetch(row: Harvest) -> bool:
    """Errors: Later, for which the round lets the row rest, longer each time."""
    try:
        harvest = course.begin(SYSTEM, row.pk)
        with tempfile.TemporaryFile() as into:
            try:
                if harvest.attempts > course.MOST_ATTEMPTS:
                    course.fail(SYSTEM, harvest.pk, failure=course.NEVER)
                    return True
                came = fetch(_order(harvest.plan), into, lambda pages, size: course.report(harvest, pages, size))
            except BadInput as error:
                course.fail(SYSTEM, harvest.pk, failure=error.as_json())
                return True
            except Later as error:
                if harvest.attempts < course.MOST_ATTEMPTS:
                    raise
                course.fail(SYSTEM, harvest.pk, failure=error.failure.as_json())
                return True
            _deliver(harvest, came, into)
    except (Stopped, WrongState):
        return False
    return True


def _deliver(harvest: Harvest, came: Fetched, into: Any) -> None:
    doubted = Harvest.objects.filter(plan=harvest.plan, state=HarvestState.DOUBTED).values_list("digest", flat=True).first()
    if came.not_modified or came.digest in (_bytes(harvest.plan.digest), _bytes(doubted)):
        course.complete(SYSTEM, harvest.pk, unchanged=True)
        return
    run = course.announce(SYSTEM, harvest.pk, harvest.attempts, came=came, name=f"{harvest.plan.source.code}-{clock.today()}.zip")
    into.seek(0)
    append_bytes(SYSTEM, run.pk, 0, into)
    course.hand_over(SYSTEM, harvest.pk, harvest.attempts)


def _bytes(value: Any) -> bytes | None:
    return bytes(value) if value is not None else None


def _order(plan: HarvestPlan) -> Order:
    return Order(plan.address, plan.format, plan.most_bytes, plan.most_seconds, plan.most_pages, plan.etag, plan.last_modified)
