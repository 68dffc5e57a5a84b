"""States: only what the table says, on a locked and fresh row."""

from __future__ import annotations

import pytest

from kernel import clock, states
from kernel.errors import WrongState
from tests.kernel.specimen import MACHINE, OWNER, Specimen, State, make


@pytest.mark.parametrize("source", list(State))
@pytest.mark.parametrize("target", list(State))
def test_every_cell_of_the_table(specimens: None, source: State, target: State) -> None:
    row = make(OWNER)
    Specimen.objects.update(state=source)
    wanted = MACHINE.find(source, target)
    if wanted is None:
        with pytest.raises(WrongState):
            states.move(row, target, at=clock.now())
        assert Specimen.objects.get().state == source
    else:
        at = clock.now()
        assert states.move(row, target, at=at) is wanted
        found = Specimen.objects.get()
        assert (found.state, found.state_since) == (target, at)


def test_move_judges_the_fresh_row(specimens: None) -> None:
    row = make(OWNER)
    Specimen.objects.update(state=State.CLOSED)
    assert row.state == State.NEW
    with pytest.raises(WrongState):
        states.move(row, State.OPEN, at=clock.now())
    assert row.state == State.CLOSED


def test_move_writes_further_fields(specimens: None) -> None:
    row = make(OWNER)
    states.move(row, State.OPEN, at=clock.now(), organization=None)
    assert Specimen.objects.get().organization is None


def test_the_table_tells_where_it_ends() -> None:
    assert MACHINE.is_final(State.CLOSED)
    assert not MACHINE.is_final(State.OPEN)
    assert list(MACHINE.targets(State.OPEN)) == [State.NEW, State.CLOSED]
    assert MACHINE.states == (State.NEW, State.OPEN, State.CLOSED)
