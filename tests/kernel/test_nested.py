"""An act called by an act joins it: one transaction, the system on behalf of the first actor, its own event with its cause."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from kernel.actor import Actor
from kernel.decision import Reason, Say, refuse
from kernel.errors import DoorError, Forbidden, Refused
from kernel.models import Event
from kernel.use_case import Act, use_case
from tests.kernel.specimen import MAKE, OPEN, OWNER, Specimen, State, make, open_, reset

pytestmark = pytest.mark.usefixtures("specimens")


def payload(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Event.objects.get(name=name).payload)
    return found


@use_case
def make_and_open(act: Act) -> Specimen:
    act.authorise(MAKE)
    row = act.created(Specimen.objects.create(organization=act.actor.organization, state=State.NEW, state_since=act.now))
    act.record("kernel.specimen.made", row)
    return open_(act, row.pk)


def test_joins_the_transaction_and_names_its_cause() -> None:
    row = make_and_open(OWNER)
    assert row.state == State.OPEN
    made, opened = payload("kernel.specimen.made"), payload("kernel.specimen.opened")
    assert opened["caused_by"] == made["id"]
    assert made["caused_by"] is None
    assert opened["at"] == made["at"]
    assert opened["actor"] == {
        "kind": "system", "id": None, "person": str(OWNER.person), "organization": str(OWNER.organization), "on_behalf_of": str(OWNER.id),
    }


def test_two_deep_stays_on_behalf_of_the_first_actor() -> None:
    seen: list[Actor] = []

    @use_case
    def innermost(act: Act, pk: UUID) -> None:
        seen.append(act.actor)
        row = act.find(Specimen, pk)
        act.authorise(OPEN, row)
        act.record("kernel.specimen.innermost", row)

    @use_case
    def middle(act: Act, pk: UUID) -> None:
        row = act.find(Specimen, pk)
        act.authorise(OPEN, row)
        act.record("kernel.specimen.middle", row)
        innermost(act, pk)

    @use_case
    def outermost(act: Act, pk: UUID) -> None:
        row = act.find(Specimen, pk)
        act.authorise(MAKE, row)
        act.record("kernel.specimen.outermost", row)
        middle(act, pk)

    outermost(OWNER, make(OWNER).pk)
    assert seen[0].is_system
    assert seen[0].on_behalf_of == OWNER
    assert payload("kernel.specimen.innermost")["caused_by"] == payload("kernel.specimen.middle")["id"]


def test_a_failing_inner_act_rolls_back_all() -> None:
    @use_case
    def outer(act: Act) -> None:
        act.authorise(MAKE)
        row = act.created(Specimen.objects.create(state=State.NEW, state_since=act.now))
        act.record("kernel.specimen.made", row)
        inner(act)

    @use_case
    def inner(act: Act) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        outer(OWNER)
    assert not Specimen.objects.exists()
    assert not Event.objects.exists()


def test_an_inner_refusal_refuses_all_and_is_recorded_on_the_outer_subject() -> None:
    @use_case
    def inner(act: Act) -> None:
        act.require(refuse(Reason("inner.rule", "1", Say("No."))))

    @use_case
    def outer(act: Act, pk: UUID) -> None:
        row = act.find(Specimen, pk)
        act.authorise(MAKE, row)
        act.move(row, State.OPEN)
        act.record("kernel.specimen.opened", row)
        inner(act)

    row = make(OWNER)
    with pytest.raises(Refused):
        outer(OWNER, row.pk)
    assert Specimen.objects.get().state == State.NEW
    assert payload("kernel.act.refused")["subject"]["id"] == str(row.pk)
    assert payload("kernel.act.refused")["data"]["rules"] == ["inner.rule"]


@pytest.mark.parametrize("missing", ["permission", "event"])
def test_an_inner_act_is_held_to_the_same_rules(missing: str) -> None:
    @use_case
    def inner(act: Act, row: Specimen) -> None:
        if missing == "permission":
            act.record("kernel.specimen.inner", row)
        else:
            act.authorise(OPEN, row)

    @use_case
    def outer(act: Act) -> None:
        act.authorise(MAKE)
        row = act.created(Specimen.objects.create(state=State.NEW, state_since=act.now))
        act.record("kernel.specimen.made", row)
        inner(act, row)

    with pytest.raises(DoorError, match=missing):
        outer(OWNER)
    assert not Specimen.objects.exists()


def test_the_system_does_only_what_is_open_to_it() -> None:
    @use_case
    def outer(act: Act, pk: UUID) -> None:
        row = act.find(Specimen, pk)
        act.authorise(MAKE, row)
        act.record("kernel.specimen.outer", row)
        reset(act, pk)

    row = open_(OWNER, make(OWNER).pk)
    with pytest.raises(Forbidden):
        outer(OWNER, row.pk)
    assert Specimen.objects.get().state == State.OPEN
