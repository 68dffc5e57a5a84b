"""A small record with a machine and its acts, so that the kernel is tested without the floors above.

The table exists only in tests: `CREATE` is run by the fixtures in conftest.py. Actors are made here by hand.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import connection, models

from kernel.actor import Actor, ActorKind
from kernel.decision import Reason, Say, refuse
from kernel.permissions import Permission
from kernel.states import Machine, Transition
from kernel.use_case import Act, use_case

CREATE = "create {kind} table kernel_specimen (id uuid primary key, organization uuid, state text not null, state_since timestamptz not null)"


class State(StrEnum):
    NEW = "NEW"
    OPEN = "OPEN"
    CLOSED = "CLOSED"


MACHINE = Machine(
    "specimen",
    State.NEW,
    (
        Transition(State.NEW, State.OPEN, "owner", "kernel.specimen.opened"),
        Transition(State.OPEN, State.NEW, "owner", "kernel.specimen.reset"),
        Transition(State.OPEN, State.CLOSED, "system", "kernel.specimen.closed"),
    ),
)


class SpecimenQuerySet(models.QuerySet["Specimen"]):
    def visible_to(self, actor: Actor) -> Self:
        return self if actor.is_system else self.filter(organization=actor.organization)


class Specimen(models.Model):
    """One row of the test table."""

    machine = MACHINE
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.UUIDField(null=True)
    state = models.TextField()
    state_since = models.DateTimeField()
    objects = SpecimenQuerySet.as_manager()

    class Meta:
        app_label = "kernel_tests"
        db_table = "kernel_specimen"
        managed = False
        constraints: ClassVar[list[Any]] = []


MAKE = Permission("specimen:make", frozenset({"owner"}))
OPEN = Permission("specimen:open", frozenset({"owner"}), system=True)
CLOSE = Permission("specimen:close", frozenset({"owner"}), sensitive=True)
LAPSE = Permission("specimen:lapse", frozenset(), system=True)

HOME, ELSEWHERE = UUID(int=1), UUID(int=2)


def actor(*roles: str, organization: UUID | None = HOME, **more: Any) -> Actor:
    person = uuid.uuid4()
    return Actor(ActorKind.PERSON, id=person, person=person, organization=organization, roles=frozenset(roles or ("owner",)), **more)


OWNER = actor(fresh=True)
VIEWER = actor("viewer")
OUTSIDER = actor(organization=ELSEWHERE)


@use_case
def make(act: Act) -> Specimen:
    act.authorise(MAKE)
    row = act.created(Specimen.objects.create(organization=act.actor.organization, state=State.NEW, state_since=act.now))
    act.record("kernel.specimen.made", row)
    return row


@use_case
def open_(act: Act, pk: UUID) -> Specimen:
    row = act.find(Specimen, pk)
    act.authorise(OPEN, row)
    act.move(row, State.OPEN)
    act.record("kernel.specimen.opened", row, {"note": "opened"}, parties=[ELSEWHERE])
    return row


@use_case
def reset(act: Act, pk: UUID) -> Specimen:
    row = act.find(Specimen, pk)
    act.authorise(MAKE, row)
    act.move(row, State.NEW)
    act.record("kernel.specimen.reset", row)
    return row


@use_case
def close(act: Act, pk: UUID) -> Specimen:
    row = act.find(Specimen, pk)
    act.authorise(CLOSE, row)
    act.move(row, State.CLOSED)
    act.record("kernel.specimen.closed", row)
    return row


@use_case
def lapse(act: Act, pk: UUID) -> Specimen:
    row = act.find(Specimen, pk)
    act.authorise(LAPSE, row)
    act.move(row, State.OPEN)
    act.done_waiting(row)
    act.record("kernel.specimen.lapsed", row)
    return row


@use_case
def await_opening(act: Act, pk: UUID, within: timedelta, on_expiry: str = "specimen.lapse") -> Specimen:
    row = act.find(Specimen, pk)
    act.authorise(MAKE, row)
    act.wait(row, organization=HOME, act=OPEN, role="owner", within=within, on_expiry=on_expiry)
    act.record("kernel.specimen.awaited", row)
    return row


@use_case
def refused_by_rule(act: Act, pk: UUID) -> None:
    row = act.find(Specimen, pk)
    act.authorise(MAKE, row)
    act.move(row, State.OPEN)
    act.record("kernel.specimen.opened", row)
    act.require(refuse(Reason("specimen.rule", "1", Say("Specimens stay shut."), remedy=Say("Wait."))))


T = TypeVar("T")


def at_once(*functions: Callable[[], T]) -> list[T | Exception]:
    """Run the functions in threads that start together; each result, or the exception it raised."""
    barrier = threading.Barrier(len(functions))
    results: list[Any] = [None] * len(functions)

    def run(place: int, function: Callable[[], T]) -> None:
        barrier.wait()
        try:
            results[place] = function()
        except Exception as error:  # noqa: BLE001 - handed to the test
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, function)) for place, function in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results
