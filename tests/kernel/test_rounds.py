"""A round: rows that always fail hold up nobody, rest longer each time, and a round that runs out of time goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kernel import clock, rounds, tasks
from kernel.models import Setback
from tests.kernel.specimen import OWNER, Specimen, State, make, open_

TASK = "tests.round"


def due() -> Any:
    return Specimen.objects.filter(state=State.NEW.value).order_by("state_since", "pk")


def test_rows_that_always_fail_hold_up_none_of_the_others(specimens: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MOST", 5)
    bad = {make(OWNER).pk for _ in range(12)}
    good = [make(OWNER).pk for _ in range(3)]
    seen: list[Any] = []

    def act(row: Specimen) -> None:
        seen.append(row.pk)
        if row.pk in bad:
            raise ZeroDivisionError
        open_(OWNER, row.pk)

    assert sum(rounds.each(TASK, due(), act) for _ in range(3)) == 3
    assert not Specimen.objects.filter(pk__in=good, state=State.NEW.value).exists()
    assert len(seen) == 15 == len(set(seen)), "each once"
    assert rounds.each(TASK, due(), act) == 0 and len(seen) == 15, "all that is left rests"
    assert rounds.each("tests.another", due(), lambda row: open_(OWNER, row.pk)) == 5, "it rests for this task only"


def test_rest_grows_and_what_succeeds_is_told_by_what_the_act_says(specimens: None) -> None:
    row = make(OWNER)

    def broken(row: Specimen) -> None:
        raise ZeroDivisionError("no good")

    rests, at = [], clock.now()
    for _ in range(8):
        with clock.fixed(at):
            assert rounds.each(TASK, due(), broken) == 0
            until = Setback.objects.get(subject=row.pk).until
        rests.append((until - at) // timedelta(minutes=1))
        at = until
    assert rests == [1, 2, 4, 8, 16, 32, 60, 60]
    assert Setback.objects.get().error == "ZeroDivisionError: no good"
    with clock.fixed(at + timedelta(days=2)):
        assert rounds.each(TASK, due(), lambda row: False) == 0
        tasks.prune()
    assert not Setback.objects.exists()


def test_a_round_ends_with_its_time_and_goes_on_at_the_next_beat(specimens: None) -> None:
    for _ in range(3):
        make(OWNER)
    assert rounds.each(TASK, due(), lambda row: open_(OWNER, row.pk), seconds=0) == 0
    assert rounds.each(TASK, due(), lambda row: open_(OWNER, row.pk)) == 3
