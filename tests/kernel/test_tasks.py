"""Celery's tasks of the kernel, called as functions; one runs in a real worker."""

from __future__ import annotations

import subprocess
import threading
import time
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from pytest_django import Settings

from kernel import clock, nudge, readers, tasks
from kernel.actor import Actor
from kernel.models import Event, IdempotencyKey, Outbox, Probe, Setback, Turn
from tests.databases import CommittedDatabase
from tests.kernel.specimen import OWNER, Specimen, State, at_once, await_opening, lapse, make, open_

calls: list[UUID] = []


def broken(actor: Actor, subject_id: UUID) -> None:
    calls.append(subject_id)
    raise ZeroDivisionError


def quiet(events: list[Event]) -> None:
    pass


def loud(events: list[Event]) -> None:
    raise SystemError


@pytest.fixture(autouse=True)
def _expiries(settings: Settings) -> None:
    calls.clear()
    settings.EXPIRIES = {"specimen.lapse": "tests.kernel.specimen.lapse", "specimen.broken": f"{__name__}.broken"}


def waiting(on_expiry: str = "specimen.lapse", within: timedelta = timedelta(hours=1)) -> Specimen:
    return await_opening(OWNER, make(OWNER).pk, within, on_expiry)


def test_the_clock_acts_when_the_time_is_up_and_once(specimens: None) -> None:
    row, other = waiting(), waiting(within=timedelta(hours=9))
    assert tasks.expire() == 0
    with clock.fixed(clock.now() + timedelta(hours=2)):
        assert tasks.expire() == 1
        assert tasks.expire() == 0
    assert Specimen.objects.get(pk=row.pk).state == State.OPEN
    assert Specimen.objects.get(pk=other.pk).state == State.NEW
    lapsed = Event.objects.get(name="kernel.specimen.lapsed")
    assert '"kind":"system"' in lapsed.payload
    assert Turn.objects.get(subject_id=row.pk).ended is not None


def test_one_bad_turn_does_not_stop_the_others_and_rests(specimens: None) -> None:
    waiting("specimen.broken", timedelta(minutes=1))
    waiting("specimen.unheard_of", timedelta(minutes=2))
    row = waiting()
    later = clock.now() + timedelta(hours=2)
    with clock.fixed(later):
        assert tasks.expire() == 1
        assert tasks.expire() == 0
    assert len(calls) == 1
    assert Specimen.objects.get(pk=row.pk).state == State.OPEN
    with clock.fixed(later + timedelta(minutes=2)):
        tasks.expire()
    assert len(calls) == 2


def test_a_turn_ended_by_a_person_first_is_left_alone(specimens: None) -> None:
    row = waiting()
    open_(OWNER, row.pk)
    Turn.objects.update(ended=clock.now())
    with clock.fixed(clock.now() + timedelta(hours=2)):
        assert tasks.expire() == 0


def test_two_clocks_at_once_act_once(committed_specimens: CommittedDatabase) -> None:
    for _ in range(6):
        waiting()
    Turn.objects.update(since=clock.now() - timedelta(days=2), until=clock.now() - timedelta(days=1))
    counts = at_once(tasks.expire, tasks.expire)
    assert sum(count for count in counts if isinstance(count, int)) == 6
    assert Event.objects.filter(name="kernel.specimen.lapsed").count() == 6
    assert not Setback.objects.exists()


def test_a_turn_another_worker_is_at_is_passed_over(committed_specimens: CommittedDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    row = waiting()
    Turn.objects.update(since=clock.now() - timedelta(days=2), until=clock.now() - timedelta(days=1))
    inside, go_on = threading.Event(), threading.Event()

    def slow(actor: Actor, subject_id: UUID) -> None:
        inside.set()
        go_on.wait(10)
        lapse(actor, subject_id)

    monkeypatch.setattr("tests.kernel.specimen.lapse", slow)
    counts: list[int] = []

    def work() -> None:
        counts.append(tasks.expire())
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert inside.wait(10)
    start = time.monotonic()
    assert tasks.expire() == 0
    assert time.monotonic() - start < 2
    go_on.set()
    worker.join(10)
    assert counts == [1]
    assert Specimen.objects.get(pk=row.pk).state == State.OPEN


def test_drain_empties_every_reader_though_one_fails(specimens: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.READERS = [
        {"name": "nowhere", "wants": ("",), "task": "kernel.drain", "handler": "no.such.function"},
        {"name": "loud", "wants": ("",), "task": "kernel.drain", "handler": f"{__name__}.loud"},
        {"name": "quiet", "wants": ("",), "task": "kernel.drain", "handler": f"{__name__}.quiet"},
        {"name": "own", "wants": ("",), "task": "own.drain"},
    ]
    readers.readers.cache_clear()
    try:
        for _ in range(5):
            make(OWNER)
        drain = readers.drain
        monkeypatch.setattr(readers, "drain", lambda name: drain(name, limit=2))
        tasks.drain()
    finally:
        readers.readers.cache_clear()
    left = Outbox.objects.values_list("reader", flat=True)
    assert sorted(left) == ["loud"] * 5 + ["nowhere"] * 5 + ["own"] * 5
    assert set(Outbox.objects.filter(reader="loud").values_list("attempts", flat=True)) == {1}


def test_prune_removes_what_is_past_its_days(db: None, settings: Settings) -> None:
    now = clock.now()
    for days in (0, settings.IDEMPOTENCY_DAYS - 1, settings.IDEMPOTENCY_DAYS + 1, 400):
        IdempotencyKey(scope=uuid4().bytes, digest=b"", status=200, body="{}", at=now - timedelta(days=days)).save(force_insert=True)
    for days in (0, settings.PROBE_DAYS + 1):
        Probe.objects.create(actor="a", minute=now - timedelta(days=days))
    assert tasks.prune() == 3
    assert IdempotencyKey.objects.count() == 2
    assert Probe.objects.count() == 1


def test_a_real_worker_does_what_it_is_nudged_to(committed_db: CommittedDatabase, celery_worker: subprocess.Popen[bytes]) -> None:
    IdempotencyKey(scope=b"old", digest=b"", status=200, body="{}", at=clock.now() - timedelta(days=400)).save(force_insert=True)
    nudge.nudge(tasks.PRUNE)
    end = time.monotonic() + 20
    while IdempotencyKey.objects.exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not IdempotencyKey.objects.exists()
