"""Organizations under common control: found, and ended, by two persons each; counted together until the end is confirmed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from exchange.determination import use_cases as determination
from exchange.determination.models import ControlGroup, ControlMember
from exchange.determination.states import Control
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, NotFound, Refused, WrongState
from kernel.models import Event, Turn
from tests.cast import Api, Party, joined

GROUPS = "/api/v1/control-groups"


def in_force(operator: Party, *parties: Party) -> ControlGroup:
    row = determination.propose_group(operator.one, name="Group", grounds="Register of shareholders", organizations=[party.id for party in parties])
    return determination.confirm_group(operator.two, row.pk)


def active() -> set[UUID]:
    return set(ControlMember.objects.filter(active=True).values_list("organization_id", flat=True))


def events(row: ControlGroup) -> list[str]:
    return list(Event.objects.filter(subject_id=str(row.pk)).exclude(name="kernel.act.refused").order_by("id").values_list("name", flat=True))


def test_a_group_takes_two_persons(provider: Party, outsider: Party, operator: Party) -> None:
    one, two = Api(operator.one), Api(operator.two)
    body: dict[str, Any] = {"name": "Group", "grounds": "Register of shareholders", "organizations": [str(provider.id), str(outsider.id)]}
    made = one.post(GROUPS, body)
    assert made.status_code == 201
    url = f"{GROUPS}/{made.json()['id']}"
    assert one.post(f"{url}/confirm").status_code == 403 and two.post(f"{url}/confirm").json()["state"] == "in_force"
    again = one.post(GROUPS, body).json()
    assert two.post(f"{GROUPS}/{again['id']}/confirm").status_code == 409
    assert Api(provider.owner).get(GROUPS).json()["items"] == []
    with pytest.raises(Forbidden):
        determination.propose_group(SYSTEM, name="x", grounds="y", organizations=[])


def test_its_end_takes_two_persons(provider: Party, outsider: Party, operator: Party, regulator: Party) -> None:
    row = in_force(operator, provider, outsider)
    one, two, url = Api(operator.one), Api(operator.two), f"{GROUPS}/{row.pk}"
    for stranger in (provider.owner, outsider.owner):
        assert Api(stranger).post(f"{url}/propose-end").status_code in (403, 404)
    assert Api(regulator.auditor).post(f"{url}/propose-end").status_code == 403
    assert two.post(f"{url}/confirm-end").status_code == 409, "nobody proposed it yet"
    proposed = two.post(f"{url}/propose-end").json()
    assert (proposed["state"], bool(proposed["end_proposed"])) == ("end_proposed", True) and active() == {provider.id, outsider.id}
    assert Turn.objects.filter(subject_id=row.pk, ended=None).get().act == "control_group:confirm_end"
    for act in ("confirm-end", "refuse-end"):
        assert two.post(f"{url}/{act}").status_code == 403, "the same person twice"
    assert one.post(f"{url}/confirm-end").json()["state"] == "ended" and not active()
    row.refresh_from_db()
    assert (row.proposed_by, row.decided_by) == (operator.one.person, operator.two.person) and (row.end_proposed_by, row.ended_by) == (operator.two.person, operator.one.person)
    assert not Turn.objects.filter(subject_id=row.pk, ended=None).exists()
    assert events(row) == [f"exchange.control_group.{name}" for name in ("proposed", "confirmed", "end_proposed", "ended")]
    for late in (determination.propose_end, determination.confirm_end, determination.refuse_end, determination.confirm_group):
        with pytest.raises((WrongState, Forbidden)):
            late(operator.two, row.pk)
    assert in_force(operator, provider, outsider).state == Control.IN_FORCE, "they may be found under common control again"


def test_a_refused_end_leaves_it_in_force(provider: Party, outsider: Party, operator: Party) -> None:
    row = in_force(operator, provider, outsider)
    with pytest.raises(WrongState):
        determination.refuse_end(operator.two, row.pk)
    determination.propose_end(operator.one, row.pk)
    with pytest.raises(WrongState):
        determination.confirm_group(operator.two, row.pk)
    with pytest.raises(WrongState):
        determination.propose_end(operator.two, row.pk)
    kept = determination.refuse_end(operator.two, row.pk)
    assert (kept.state, kept.end_proposed_by, kept.end_proposed) == (Control.IN_FORCE, None, None) and active() == {provider.id, outsider.id}
    assert events(row)[-1] == "exchange.control_group.end_refused"
    assert determination.confirm_end(operator.one, determination.propose_end(operator.two, row.pk).pk).state == Control.ENDED


def test_out_of_sight_is_not_found(provider: Party, outsider: Party, operator: Party) -> None:
    row = in_force(operator, provider, outsider)
    for act in (determination.propose_end, determination.confirm_end, determination.refuse_end):
        with pytest.raises(NotFound):
            act(provider.owner, row.pk)
        with pytest.raises(Forbidden):
            act(SYSTEM, row.pk)


def test_the_table_holds_the_two_persons(provider: Party, outsider: Party, operator: Party) -> None:
    row = in_force(operator, provider, outsider)
    rows = ControlGroup.objects.filter(pk=row.pk)
    for wrong in ({"state": "end_proposed"}, {"ended_by": operator.one.person}, {"end_proposed_by": operator.one.person, "ended_by": operator.one.person}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_an_organization_is_in_one_group(provider: Party, outsider: Party, consumer: Party, operator: Party) -> None:
    in_force(operator, provider, outsider)
    second = determination.propose_group(operator.one, name="Other", grounds="Register", organizations=[provider.id, consumer.id])
    with pytest.raises(Conflict):
        determination.confirm_group(operator.two, second.pk)


def test_nobody_decides_about_their_own_organization(provider: Party, outsider: Party, operator: Party) -> None:
    joined(provider, "operator2@exchange.example", "viewer")
    row = determination.propose_group(operator.one, name="Group", grounds="Register of shareholders", organizations=[provider.id, outsider.id])
    for act in (determination.confirm_group, determination.refuse_group):
        with pytest.raises(Refused):
            act(operator.two, row.pk)
    assert not active()
