"""Events to seal, written as the kernel writes them about things that need no tables of their own, and an attacker on the sealed log."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import transaction

from exchange.audit import sealer
from exchange.audit.models import Entry
from exchange.audit.verify.log import verify_log
from exchange.audit.verify.report import Report
from kernel import clock, events
from kernel.actor import SYSTEM
from tests.databases import CommittedDatabase

Record = Callable[..., list[int]]
BATCHES = (300, 1, 200, 99)
COUNT = sum(BATCHES)
TABLES = ("kernel_event", "exchange_log_entry", "exchange_log_node", "exchange_log_checkpoint")


def thing(number: int) -> Any:
    """A subject: the kernel asks only for its label and its key."""
    return SimpleNamespace(_meta=SimpleNamespace(label="tests.Thing"), pk=uuid.UUID(int=number))


def record(count: int, *, subjects: int = 5, parties: tuple[UUID, ...] = (), first: int = 0) -> list[int]:
    """Commit `count` events, turn by turn about each of `subjects` things; returns their ids."""
    with transaction.atomic():
        return [
            events.write(
                "tests.thing.changed", thing(number % subjects), actor=SYSTEM, at=clock.now(), data={"round": number, "名": "值"}, parties=parties, caused_by=None
            ).id
            for number in range(first, first + count)
        ]


@pytest.fixture(name="record")
def _record() -> Record:
    return record


@pytest.fixture
def attacker(committed_db: CommittedDatabase, owner_connection: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """A sealed log of four batches, and the owner's connection with the triggers out of the way."""
    for number, size in enumerate(BATCHES):
        record(size, first=number * 1000, subjects=7)
        sealer.seal_all()
    assert verify_log().findings == []
    owner_connection.autocommit = False
    for table in TABLES:
        owner_connection.execute(f"alter table {table} disable trigger user")
    owner_connection.commit()
    return owner_connection


def found_after(attacker: psycopg.Connection[Any], *changes: str) -> Report:
    """The report on the changed log; the change stays."""
    for change in changes:
        done = attacker.execute(change)
        assert done.rowcount != 0, change
    attacker.commit()
    return verify_log()


def event_at(index: int) -> int:
    return Entry.objects.values_list("event_id", flat=True).get(index=index)
