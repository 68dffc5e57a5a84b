"""The nudge: many commits send one task; a broker that is dead, or worse, half dead, costs an act next to nothing."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
import redis
from django.conf import settings as django_settings

from kernel import nudge
from kernel.actor import NOBODY
from kernel.errors import Forbidden
from kernel.models import Event
from tests.databases import CommittedDatabase
from tests.kernel.specimen import OWNER, make

TASKS = {"audit.seal", "kernel.drain"}


class Sender:
    """Stands in Celery's place and counts."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send_task(self, task: str, **options: object) -> None:
        self.sent.append(task)


@pytest.fixture
def sender(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sender]:
    found = Sender()
    monkeypatch.setattr(nudge, "_sender", lambda: found)
    redis.Redis.from_url(django_settings.REDIS_URL).flushdb()
    yield found
    redis.Redis.from_url(django_settings.REDIS_URL).flushdb()


def test_a_burst_sends_one_task_of_each_name(committed_specimens: CommittedDatabase, sender: Sender) -> None:
    for _ in range(10):
        make(OWNER)
    assert len(sender.sent) == len(set(sender.sent))
    assert set(sender.sent) <= TASKS
    assert sender.sent


def test_a_commit_after_the_task_began_sends_another(sender: Sender) -> None:
    nudge.nudge("t")
    nudge.nudge("t")
    nudge.begin("t")
    nudge.nudge("t")
    assert sender.sent == ["t", "t"]


def test_a_process_asks_about_a_task_once_in_a_while(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    nudge.nudge("t")
    redis.Redis.from_url(django_settings.REDIS_URL).delete("nudge:t")  # as another process that begins the task
    nudge.nudge("t")
    assert sender.sent == ["t"]
    nudge.nudge("other")
    monkeypatch.setattr(nudge, "HUSH_SECONDS", 0.0)
    nudge.nudge("t")
    assert sender.sent == ["t", "other", "t"]


def test_a_rolled_back_act_sends_nothing(committed_specimens: CommittedDatabase, sender: Sender) -> None:
    with pytest.raises(Forbidden):
        make(NOBODY)
    assert not sender.sent
    assert not Event.objects.exists()


def dead(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    client = redis.Redis(port=port, socket_timeout=nudge.PATIENCE, socket_connect_timeout=nudge.PATIENCE, retry=nudge.NO_RETRY)
    monkeypatch.setattr(nudge, "_valkey", lambda: client)


def test_a_dead_broker_costs_nothing_and_is_counted(committed_specimens: CommittedDatabase, sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    dead(monkeypatch, 1)
    before, start = nudge.failures, time.monotonic()
    for _ in range(5):
        make(OWNER)
    assert time.monotonic() - start < 2
    assert Event.objects.count() == 5
    assert nudge.failures > before
    nudge.begin("t")


def test_a_silent_broker_costs_one_time_limit(committed_specimens: CommittedDatabase, sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        dead(monkeypatch, silent.getsockname()[1])
        start = time.monotonic()
        for _ in range(5):
            make(OWNER)
        assert time.monotonic() - start < nudge.PATIENCE + 1.5
    assert Event.objects.count() == 5


def test_a_broker_that_fails_while_sending_is_no_failure_of_the_act(committed_specimens: CommittedDatabase, sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(task: str, **options: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(sender, "send_task", fail)
    make(OWNER)
    assert Event.objects.count() == 1


def test_after_its_rest_it_tries_again(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        dead(broken, 1)
        nudge.nudge("t")
    nudge.nudge("t")
    assert not sender.sent
    nudge._resting_until = 0.0
    nudge.nudge("t")
    assert sender.sent == ["t"]


def test_the_real_sender_reaches_the_broker() -> None:
    client = redis.Redis.from_url(django_settings.REDIS_URL)
    client.flushdb()
    nudge.nudge("kernel.drain")
    assert client.llen(django_settings.CELERY_TASK_DEFAULT_QUEUE) == 1
    client.flushdb()
