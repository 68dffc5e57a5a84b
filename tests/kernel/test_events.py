"""Events: complete when written, in order per subject, chained, generated columns that cannot disagree, and never changed."""

from __future__ import annotations

import hashlib
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from kernel import clock, events
from kernel.canonical import canonical, parse
from kernel.models import Event, EventParty, Outbox
from kernel.readers import readers_of
from tests.databases import CommittedDatabase
from tests.kernel.specimen import ELSEWHERE, HOME, OWNER, Specimen, State, make, open_, reset


def test_the_payload_is_canonical_and_complete(specimens: None) -> None:
    row = make(OWNER)
    open_(OWNER, row.pk)
    made, opened = Event.objects.order_by("id")
    for event in (made, opened):
        assert canonical(parse(event.payload)).decode() == event.payload
    assert json.loads(made.payload)["subject"] == {"type": "kernel_tests.Specimen", "id": str(row.pk), "seq": 1, "previous": None}
    found = json.loads(opened.payload)
    assert found == {
        "id": str(opened.pk),
        "at": events.timestamp(Specimen.objects.get().state_since),
        "name": "kernel.specimen.opened",
        "subject": {"type": "kernel_tests.Specimen", "id": str(row.pk), "seq": 2, "previous": hashlib.sha256(b"\0" + made.payload.encode()).hexdigest()},
        "actor": {"kind": "person", "id": str(OWNER.id), "person": str(OWNER.person), "organization": str(HOME), "on_behalf_of": None},
        "caused_by": None,
        "data": {"note": "opened"},
    }


def test_what_is_recorded_is_told_to_the_act(specimens: None) -> None:
    row = make(OWNER)
    with transaction.atomic():
        done = events.write("kernel.specimen.told", row, actor=OWNER, at=clock.now(), data={"词": "北京 \" \\ \n %s \x7f", "n": 1.5}, parties=[], caused_by=7)
    event = Event.objects.get(pk=done.id)
    assert done.digest == events.leaf_hash(event.payload).hex()
    assert canonical(parse(event.payload)).decode() == event.payload
    assert json.loads(event.payload)["data"]["词"] == "北京 \" \\ \n %s \x7f"
    assert json.loads(event.payload)["caused_by"] == "7"


def test_generated_columns_are_the_payloads(specimens: None) -> None:
    open_(OWNER, make(OWNER).pk)
    for event in Event.objects.all():
        found = json.loads(event.payload)
        assert (event.name, event.at, event.organization) == (found["name"], found["at"], found["actor"]["organization"])
        assert (event.subject_type, event.subject_id, event.subject_seq) == (found["subject"]["type"], found["subject"]["id"], found["subject"]["seq"])
        assert event.pk == int(found["id"])


def test_parties_and_readers_are_written_once_each(specimens: None) -> None:
    row = make(OWNER)
    with transaction.atomic():
        done = events.write("kernel.specimen.told", row, actor=OWNER, at=clock.now(), data={}, parties=[HOME, ELSEWHERE, HOME], caused_by=None)
    assert set(EventParty.objects.filter(event=done.id).values_list("organization", flat=True)) == {HOME, ELSEWHERE}
    assert list(Outbox.objects.filter(event=done.id).values_list("reader", flat=True)) == readers_of("kernel.specimen.told")
    open_(OWNER, row.pk)
    last = Event.objects.latest("id")
    assert set(last.parties.values_list("organization", flat=True)) == {HOME, ELSEWHERE}


def test_no_parties_and_no_readers(specimens: None, monkeypatch: pytest.MonkeyPatch) -> None:
    row = make(OWNER)
    monkeypatch.setattr(events, "readers_of", lambda name: [])
    with transaction.atomic():
        done = events.write("kernel.specimen.told", row, actor=OWNER, at=clock.now(), data={}, parties=[], caused_by=None)
    assert Event.objects.filter(pk=done.id).exists()
    assert not EventParty.objects.filter(event=done.id).exists()
    assert not Outbox.objects.filter(event=done.id).exists()


def test_a_rolled_back_act_leaves_a_gap_in_the_ids_and_none_in_the_order(specimens: None) -> None:
    row = make(OWNER)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        events.write("kernel.specimen.told", row, actor=OWNER, at=clock.now(), data={}, parties=[], caused_by=None)
        raise ZeroDivisionError
    open_(OWNER, row.pk)
    assert [event.subject_seq for event in Event.objects.order_by("id")] == [1, 2]


def test_order_per_subject_holds_in_a_crowd(committed_specimens: CommittedDatabase) -> None:
    rows = [make(OWNER).pk for _ in range(3)]
    with transaction.atomic():
        connection.cursor().execute("select 1")

    def flip(number: int) -> None:
        pk = rows[number % len(rows)]
        try:
            with transaction.atomic():
                row = Specimen.objects.select_for_update(no_key=True).get(pk=pk)
                state = row.state
            (open_ if state == State.NEW else reset)(OWNER, pk)
        except Exception:  # noqa: BLE001, S110 - a state that changed in between is no matter here
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(flip, range(90)))
    for pk in rows:
        found = list(Event.objects.filter(subject_id=str(pk)).order_by("subject_seq"))
        assert [event.subject_seq for event in found] == list(range(1, len(found) + 1))
        assert [event.pk for event in found] == sorted(event.pk for event in found)
        assert len(found) > 5
        for before, after in pairwise(found):
            assert json.loads(after.payload)["subject"]["previous"] == events.leaf_hash(before.payload).hex()


@pytest.mark.parametrize("table", ["kernel_event", "kernel_eventparty"])
@pytest.mark.parametrize("statement", ["update {} set id = id", "delete from {}", "truncate {} cascade"])
def test_append_only_is_refused_to_the_application(specimens: None, table: str, statement: str) -> None:
    make(OWNER)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement.format(table))


@pytest.mark.parametrize("table", ["kernel_event", "kernel_eventparty"])
@pytest.mark.parametrize("statement", ["update {} set id = id + 100", "delete from {}", "truncate {} cascade"])
def test_append_only_is_refused_to_the_owner_by_triggers(
    committed_specimens: CommittedDatabase, owner_connection: psycopg.Connection, table: str, statement: str
) -> None:
    make(OWNER)
    with pytest.raises(psycopg.DatabaseError, match="pgtrigger"):
        owner_connection.execute(statement.format(table))
    assert Event.objects.count() == 1


def test_a_generated_column_cannot_be_written(specimens: None) -> None:
    payload = json.dumps({"name": "x", "at": "x", "subject": {"type": "x", "id": str(uuid.uuid4()), "seq": 1}, "actor": {}})
    with pytest.raises(DatabaseError, match="non-DEFAULT"), transaction.atomic():
        connection.cursor().execute("insert into kernel_event (payload, name) values (%s, 'another')", [payload])


def test_an_order_given_twice_is_refused(specimens: None) -> None:
    make(OWNER)
    payload = Event.objects.get().payload
    with pytest.raises(DatabaseError, match="event_subject_order"), transaction.atomic():
        connection.cursor().execute("insert into kernel_event (payload) values (%s)", [payload])
