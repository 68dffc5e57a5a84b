"""Reserve, take, release, turn of the year, in any order: the counter is always the sum of what is live, and never below zero."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings, strategies as st

from exchange.determination import use_cases as determination
from exchange.determination.models import Reservation, YearCount
from kernel import clock
from kernel.actor import SYSTEM
from kernel.clock import LOCAL_ZONE
from kernel.errors import Refused, WrongState
from tests.cast import Party
from tests.exchange.determination.making import live, reserved, stored

STEP = st.one_of(
    st.tuples(st.just("reserve"), st.integers(1, 40_000), st.integers(0, 500)), st.tuples(st.just("take"), st.integers(0, 5), st.integers(0, 50_000)),
    st.tuples(st.just("release"), st.integers(0, 5), st.just(0)), st.tuples(st.just("turn"), st.just(0), st.just(0)),
)


@given(st.lists(STEP, min_size=1, max_size=9))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_counter_is_the_sum_of_what_is_live(provider: Party, steps: list[tuple[str, int, int]]) -> None:
    """Each example goes on where the last one stopped: acts have transactions of their own."""
    for verb, first, second in steps:
        STORY.at = STORY.at + timedelta(hours=1) if verb != "turn" else datetime(STORY.at.year + 1, 1, 1, tzinfo=LOCAL_ZONE)
        with clock.fixed(STORY.at):
            _step(provider, verb, first, second, STORY.deals)
        for row in YearCount.objects.filter(organization=provider.id):
            assert stored(provider, row.year) == live(provider, row.year), (verb, first, second)


@dataclass(slots=True)
class Story:
    at: datetime = datetime(2027, 6, 1, 12, tzinfo=LOCAL_ZONE)
    deals: list[UUID] = field(default_factory=list)


STORY = Story()


def _step(provider: Party, verb: str, first: int, second: int, deals: list[UUID]) -> None:
    if verb == "reserve":
        deals.append(reserved(provider, first, second))
    elif verb == "turn":
        for row in Reservation.objects.filter(organization=provider.id, state="reserved"):
            determination.roll_over(SYSTEM, row.pk)
    elif deals:
        _try(determination.take if verb == "take" else determination.release, deals[first % len(deals)], *((second, 0) if verb == "take" else ()))


def _try(act: Any, *args: Any) -> None:
    """Ended already, or in a later year on a heavier path than the one it was cleared on: nothing is counted."""
    with suppress(WrongState, Refused):
        act(SYSTEM, *args)
