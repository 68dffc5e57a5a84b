"""The outbox and its readers: effect and row go together, a culprit stops nobody else, two workers share the work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from kernel import clock, events, readers
from kernel.models import Event, Outbox, Probe
from tests.databases import CommittedDatabase
from tests.kernel.specimen import OWNER, Specimen, make, open_

seen: list[str] = []
behavior: list[Callable[[list[Event]], None]] = []


def handler(found: list[Event]) -> None:
    """The reader under test: its effect is one row per event; `behavior` may spoil it."""
    for event in found:
        seen.append(event.name)
        Probe.objects.create(actor=f"effect {event.pk}", minute=clock.now())
    for spoil in behavior:
        spoil(found)


@pytest.fixture(autouse=True)
def _own_readers(settings: Settings) -> Iterator[None]:
    settings.READERS = [
        {"name": "all", "wants": ("",), "task": "kernel.drain", "handler": f"{__name__}.handler"},
        {"name": "opened", "wants": ("kernel.specimen.opened", "kernel.specimen.closed"), "task": "kernel.drain", "handler": f"{__name__}.handler"},
        {"name": "alone", "wants": ("kernel.specimen.made",), "task": "own.drain"},
    ]
    readers.readers.cache_clear()
    seen.clear()
    behavior.clear()
    yield
    readers.readers.cache_clear()


def made(count: int) -> list[UUID]:
    return [make(OWNER).pk for _ in range(count)]


def effects() -> int:
    return Probe.objects.filter(actor__startswith="effect").count()


def fail_on(*names: str, error: type[Exception] = ZeroDivisionError) -> None:
    def spoil(events: list[Event]) -> None:
        if any(event.name in names for event in events):
            raise error("spoiled")

    behavior.append(spoil)


def test_each_reader_gets_what_it_wants(specimens: None) -> None:
    open_(OWNER, made(1)[0])
    assert sorted(Outbox.objects.values_list("reader", flat=True)) == ["all", "all", "alone", "opened"]


def test_drain_hands_events_over_in_order_and_deletes_their_rows(specimens: None) -> None:
    for pk in made(3):
        open_(OWNER, pk)
    assert readers.drain("all", limit=4) == 4
    assert readers.drain("all", limit=4) == 2
    assert readers.drain("all", limit=4) == 0
    assert seen == ["kernel.specimen.made"] * 3 + ["kernel.specimen.opened"] * 3
    assert effects() == 6
    assert set(Outbox.objects.values_list("reader", flat=True)) == {"alone", "opened"}


def test_a_culprit_is_isolated_and_waits_longer_each_time(specimens: None) -> None:
    pks = made(3)
    open_(OWNER, pks[1])
    fail_on("kernel.specimen.opened")
    now = clock.now()
    waits = []
    for attempt in range(1, 14):
        with clock.fixed(now):
            readers.drain("all")
        row = Outbox.objects.get(reader="all")
        assert (row.attempts, row.event.name) == (attempt, "kernel.specimen.opened")
        assert "ZeroDivisionError: spoiled" in row.error
        assert row.not_before is not None
        waits.append((row.not_before - now).total_seconds())
        with clock.fixed(row.not_before - timedelta(microseconds=1)):
            assert readers.drain("all") == 0
        now = row.not_before
    assert waits[:3] == [2, 4, 8]
    assert waits[-1] == 3600
    assert effects() == 3
    assert readers.backlog()["all"] == {"waiting": 1, "failing": 1}
    behavior.clear()
    with clock.fixed(now):
        assert readers.drain("all") == 1
    assert effects() == 4
    assert readers.backlog()["all"] == {"waiting": 0, "failing": 0}


def test_a_handler_that_breaks_its_transaction_is_isolated_too(specimens: None) -> None:
    pks = made(2)
    open_(OWNER, pks[0])

    def break_transaction(events: list[Event]) -> None:
        if any(event.name == "kernel.specimen.opened" for event in events):
            with connection.cursor() as cursor:
                cursor.execute("select 1 / 0")

    behavior.append(break_transaction)
    assert readers.drain("all") == 3
    assert effects() == 2
    assert Outbox.objects.get(reader="all").event.name == "kernel.specimen.opened"


def test_one_readers_failure_is_not_anothers(specimens: None) -> None:
    open_(OWNER, made(1)[0])
    fail_on("kernel.specimen.made")
    readers.drain("all")
    assert readers.drain("opened") == 1
    assert Outbox.objects.filter(reader="opened").count() == 0


def test_killed_between_effect_and_deletion_neither_happened(committed_specimens: CommittedDatabase) -> None:
    made(2)

    class Killed(BaseException):
        pass

    def die(events: list[Event]) -> None:
        raise Killed

    behavior.append(die)
    with pytest.raises(Killed):
        readers.drain("all")
    connection.close()
    assert (effects(), Outbox.objects.filter(reader="all").count()) == (0, 2)
    behavior.clear()
    assert readers.drain("all") == 2
    assert (effects(), Outbox.objects.filter(reader="all").count()) == (2, 0)


def test_a_lost_connection_loses_nothing(committed_specimens: CommittedDatabase) -> None:
    made(2)

    def cut(events: list[Event]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(pg_backend_pid())")

    behavior.append(cut)
    with pytest.raises(DatabaseError):
        readers.drain("all")
    connection.close()
    behavior.clear()
    assert readers.drain("all") == 2
    assert effects() == 2


def test_two_workers_pass_over_each_others_rows(committed_specimens: CommittedDatabase) -> None:
    made(4)
    inside, go_on = threading.Event(), threading.Event()
    counts: list[int] = []

    def wait_here(events: list[Event]) -> None:
        if threading.current_thread() is worker:
            inside.set()
            go_on.wait(10)

    def work() -> None:
        counts.append(readers.drain("all", limit=2))
        connection.close()

    behavior.append(wait_here)
    worker = threading.Thread(target=work)
    worker.start()
    assert inside.wait(10)
    counts.append(readers.drain("all"))
    assert readers.drain("all") == 0
    go_on.set()
    worker.join(10)
    assert sorted(counts) == [2, 2]
    assert effects() == 4
    assert sorted(Probe.objects.values_list("actor", flat=True)) == sorted(f"effect {pk}" for pk in Event.objects.values_list("pk", flat=True))


def test_an_event_committed_late_is_not_skipped(committed_specimens: CommittedDatabase) -> None:
    """Ids are drawn before the commit: a smaller one may appear after a larger one was read."""
    late, early = threading.Event(), threading.Event()

    def slow_commit() -> None:
        with transaction.atomic():
            row = Specimen.objects.create(state="NEW", state_since=clock.now())
            events.write("kernel.specimen.made", row, actor=OWNER, at=clock.now(), data={}, parties=[], caused_by=None)
            early.set()
            late.wait(10)
        connection.close()

    thread = threading.Thread(target=slow_commit)
    thread.start()
    assert early.wait(10)
    made(1)
    assert readers.drain("all") == 1
    late.set()
    thread.join(10)
    assert readers.drain("all") == 1
    assert effects() == 2
