"""Turns: one open wait per subject, organization, act and person; who sees it; when it is due."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kernel import clock, turns
from kernel.actor import NOBODY
from kernel.models import Turn
from tests.kernel.specimen import ELSEWHERE, HOME, OPEN, OWNER, Specimen, actor, await_opening, make

pytestmark = pytest.mark.usefixtures("specimens")


@pytest.fixture
def row() -> Specimen:
    return make(OWNER)


def begin(row: Specimen, **more: object) -> Turn:
    fields: dict[str, object] = {"organization": HOME, "act": "specimen:open", "role": "trader", "since": clock.now()}
    pending = turns.Turns()
    pending.begin(row, **(fields | more))  # type: ignore[arg-type]
    [turn] = pending.begun
    pending.write(clock.now())
    return turn


def end(row: Specimen, act: str | None = None, but: str | None = None) -> int:
    """How many were open."""
    open_before, pending = turns.waits_on(row).count(), turns.Turns()
    pending.end(row, act, but)
    pending.write(clock.now())
    return open_before - turns.waits_on(row).count()


def test_open_once(row: Specimen) -> None:
    begin(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        begin(row)
    begin(row, organization=ELSEWHERE)
    begin(row, act="specimen:close")
    assert Turn.objects.count() == 3


def test_open_once_for_each_person(row: Specimen) -> None:
    one, two = uuid.uuid4(), uuid.uuid4()
    begin(row, person=one)
    begin(row, person=two)
    with pytest.raises(IntegrityError), transaction.atomic():
        begin(row, person=one)


def test_after_its_end_it_may_begin_again(row: Specimen) -> None:
    begin(row)
    assert end(row) == 1
    assert end(row) == 0
    begin(row)


def test_ends_one_act_or_all(row: Specimen) -> None:
    begin(row)
    begin(row, act="specimen:close")
    begin(row, act="specimen:close", organization=ELSEWHERE)
    assert end(row, "specimen:close") == 2
    assert [turn.act for turn in turns.waits_on(row)] == ["specimen:open"]


def test_ends_all_but_one(row: Specimen) -> None:
    begin(row)
    begin(row, act="specimen:close")
    assert end(row, but="specimen:close") == 1
    assert [turn.act for turn in turns.waits_on(row)] == ["specimen:close"]


def test_what_ends_and_begins_in_one_act_is_open_once(row: Specimen) -> None:
    begin(row)
    pending, later = turns.Turns(), {"organization": HOME, "role": "trader", "since": clock.now()}
    pending.begin(row, act="specimen:close", **later)  # type: ignore[arg-type]
    pending.end(row)
    pending.begin(row, act="specimen:open", **later)  # type: ignore[arg-type]
    pending.write(clock.now())
    assert [turn.act for turn in turns.waits_on(row)] == ["specimen:open"]


def test_handed_on_after_its_deadline_it_is_overdue_from_the_start(row: Specimen) -> None:
    turn = begin(row, until=clock.now() - timedelta(seconds=1), on_expiry="x")
    assert list(turns.to_expire(clock.now())) == [turn]


def test_seen_by_its_role_its_person_and_an_owner(row: Specimen) -> None:
    me = actor("trader")
    turn = begin(row)
    assert list(turns.waiting_for(me)) == [turn]
    assert list(turns.waiting_for(actor("owner"))) == [turn]
    assert not turns.waiting_for(actor("viewer"))
    assert not turns.waiting_for(actor("trader", organization=ELSEWHERE))
    assert not turns.waiting_for(NOBODY)
    mine = begin(row, act="specimen:close", person=me.person)
    assert set(turns.waiting_for(me)) == {turn, mine}
    assert list(turns.waiting_for(actor("trader"))) == [turn]
    anyones = begin(row, act="specimen:read", role="")
    assert list(turns.waiting_for(actor("viewer"))) == [anyones]


def test_due_in_the_order_of_their_time(row: Specimen) -> None:
    now = clock.now()
    late = begin(row, until=now + timedelta(hours=2), on_expiry="x")
    soon = begin(row, act="specimen:close", until=now + timedelta(hours=1))
    begin(row, act="specimen:read")
    assert not turns.due(now)
    assert list(turns.due(now + timedelta(hours=1))) == [soon]
    assert list(turns.due(now + timedelta(days=1))) == [soon, late]
    assert list(turns.to_expire(now + timedelta(days=1))) == [late]


def test_an_act_writes_its_turn_with_its_own_hour(row: Specimen) -> None:
    await_opening(OWNER, row.pk, timedelta(days=3))
    turn = Turn.objects.get()
    assert turn.until is not None
    assert turn.until - turn.since == timedelta(days=3)
    assert (turn.act, turn.organization, turn.subject_id, turn.on_expiry) == (str(OPEN), HOME, row.pk, "specimen.lapse")
