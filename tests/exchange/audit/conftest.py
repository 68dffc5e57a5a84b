"""Events to seal: written as the kernel writes them, about things that need no tables of their own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from kernel import clock, events
from kernel.actor import SYSTEM

Record = Callable[..., list[int]]


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
