"""Acts that meet: on one row, on two rows in opposite order, on a connection that was lost in between."""

from __future__ import annotations

import threading
from uuid import UUID

from django.db import connection

from kernel.errors import WrongState
from kernel.models import Event
from kernel.use_case import Act, use_case
from tests.databases import CommittedDatabase
from tests.kernel.specimen import MAKE, OWNER, Specimen, State, at_once, make, open_


def test_one_of_many_wins_and_the_others_are_told_the_state(committed_specimens: CommittedDatabase) -> None:
    row = make(OWNER)
    results = at_once(*[lambda: open_(OWNER, row.pk)] * 12)
    assert sum(isinstance(result, Specimen) for result in results) == 1
    assert sum(isinstance(result, WrongState) for result in results) == 11
    assert Event.objects.filter(name="kernel.specimen.opened").count() == 1


def test_locks_in_opposite_order_show_no_deadlock(committed_specimens: CommittedDatabase) -> None:
    one, two = make(OWNER).pk, make(OWNER).pk
    both_hold = threading.Barrier(2, timeout=10)
    tries: list[UUID] = []

    @use_case
    def both(act: Act, first: UUID, second: UUID) -> None:
        tries.append(first)
        row = act.find(Specimen, first)
        act.authorise(MAKE, row)
        if len(tries) <= 2:
            both_hold.wait()
        act.record("kernel.specimen.first", row)
        act.record("kernel.specimen.second", act.find(Specimen, second))

    assert at_once(lambda: both(OWNER, one, two), lambda: both(OWNER, two, one)) == [None, None]
    assert len(tries) == 3
    assert Event.objects.filter(name="kernel.specimen.second").count() == 2


def test_a_new_connection_prepares_its_statements_anew(committed_specimens: CommittedDatabase) -> None:
    row = make(OWNER)
    connection.close()
    assert open_(OWNER, row.pk).state == State.OPEN
