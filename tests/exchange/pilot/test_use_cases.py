"""The acts of a pilot: written down and confirmed by two persons, who takes part, how it ends."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from exchange.pilot import use_cases as pilots
from exchange.pilot.models import Pilot, PilotDeviation, PilotParticipant
from kernel import clock, turns
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.models import Event, EventParty
from tests.cast import PAPER, Party, joined
from tests.factories.pilot import pilot_again, pilot_in, told, with_paper


def events(record: Any) -> list[str]:
    return [name.rpartition(".")[2] for name in Event.objects.filter(subject_id=str(record.pk)).order_by("id").values_list("name", flat=True)]


def test_two_persons_bring_it_in_force(provider: Party, operator: Party) -> None:
    pilot = pilot_in("running", operator, provider)
    assert (pilot.state, pilot.proposed_by, pilot.confirmed_by) == ("running", operator.one.person, operator.two.person)
    assert pilot.sha256 == hashlib.sha256(PAPER).hexdigest() and pilot.number.startswith(f"PP-{clock.today().year}-")
    assert events(pilot) == ["drafted", "paper_added", "admitted", "proposed", "confirmed"]
    assert [(one.rule, one.value) for one in pilot.deviations.all()] == [("R-LANE-FIRST", 0)]


def test_the_same_person_twice_is_refused(operator: Party) -> None:
    pilot = pilot_in("proposed", operator)
    with pytest.raises(Forbidden):
        pilots.confirm(operator.one, pilot.pk)
    drafted_by_two = pilot_in("drafted", operator)
    pilots.propose(operator.two, drafted_by_two.pk)
    for actor in (operator.one, operator.two):  # who wrote it and who proposed it
        with pytest.raises(Forbidden):
            pilots.confirm(actor, drafted_by_two.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pilot.objects.filter(pk=pilot.pk).update(confirmed_by=operator.one.person, confirmed=clock.now())


@pytest.mark.parametrize("rule", ["R-PI-LT100K", "R-CLEAR-UNTIL", "R-ISSUE-BLOCKED", "R-LANE-IMPORTANT", "PIPL 38", "", "R-CLEAR-QUOTA"])
def test_a_rule_that_is_not_the_platforms_own_is_refused(operator: Party, rule: str) -> None:
    with pytest.raises(Invalid) as error:
        pilots.draft(operator.one, **told(deviations={"R-LANE-FIRST": 0, rule: 0}))
    assert list(error.value.fields) == ["deviations"] and not Pilot.objects.exists()


def test_the_database_refuses_such_a_rule_too(operator: Party) -> None:
    pilot = pilot_in("drafted", operator)
    with pytest.raises(IntegrityError), transaction.atomic():
        PilotDeviation(pilot=pilot, rule="R-CLEAR-UNTIL", value=0).save(force_insert=True)


@pytest.mark.parametrize("wrong", [
    {"purposes": []}, {"purposes": ["profit"]}, {"destinations": ["CN"]}, {"destinations": ["XX"]}, {"destinations": []}, {"exports_cap": 0}, {"ordinary_cap": -1}, {"deviations": {}},
    {"deviations": {"R-LANE-FIRST": 1}}, {"deviations": {"R-LANE-SENSITIVE-MANY": 10_001}}, {"name_zh": "  "}, {"authority": "x" * 201},
])  # fmt: skip
def test_what_is_wrong_is_named(operator: Party, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as error:
        pilots.draft(operator.one, **told(**wrong))
    assert list(error.value.fields) == list(wrong)


def test_days_must_fit(operator: Party) -> None:
    today = clock.today()
    for wrong in ({"until": today - timedelta(days=1), "since": today - timedelta(days=9)}, {"since": today + timedelta(days=91)}, {"until": today + timedelta(days=2_000)}, {"document_date": today + timedelta(days=1)}):
        with pytest.raises(Invalid):
            pilots.draft(operator.one, **told(**wrong))


def test_only_operators_write_and_outsiders_find_nothing(operator: Party, regulator: Party, outsider: Party, provider: Party) -> None:
    for actor in (provider.owner, regulator.supervisor, outsider.owner, SYSTEM):
        with pytest.raises(Forbidden):
            pilots.draft(actor, **told())
    pilot = pilot_in("proposed", operator, provider)
    for act in (lambda: pilots.confirm(outsider.owner, pilot.pk), lambda: pilots.stop(provider.owner, pilot.pk, cause="x"), lambda: pilots.admit(outsider.owner, pilot.pk, organization=outsider.id)):
        with pytest.raises(NotFound):
            act()
    pilots.confirm(operator.two, pilot.pk)
    with pytest.raises(Forbidden):
        pilots.stop(provider.owner, pilot.pk, cause="x")


def test_it_is_not_proposed_without_its_document(operator: Party) -> None:
    pilot = pilots.draft(operator.one, **told())
    with pytest.raises(Invalid):
        pilots.propose(operator.one, pilot.pk)
    pilots.propose(operator.one, with_paper(operator, pilot).pk)
    with pytest.raises(WrongState):
        with_paper(operator, pilot)


def test_what_was_written_down_stays(operator: Party) -> None:
    pilot = pilot_in("running", operator)
    for change in ({"ordinary_cap": 10**6}, {"until": clock.today() + timedelta(days=400)}, {"destinations": ["US"]}, {"document_number": "other"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Pilot.objects.filter(pk=pilot.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        pilot.deviations.update(value=1)


def test_who_takes_part(provider: Party, outsider: Party, operator: Party) -> None:
    pilot = pilot_in("drafted", operator, provider)
    with pytest.raises(Conflict):
        pilots.admit(operator.one, pilot.pk, organization=provider.id)
    with pytest.raises(Invalid):
        pilots.admit(operator.one, pilot.pk, organization=operator.id)
    pilots.admit(operator.two, pilot.pk, organization=outsider.id)
    pilots.end_part(operator.one, pilot.pk, organization=outsider.id)
    with pytest.raises(NotFound):
        pilots.end_part(operator.one, pilot.pk, organization=outsider.id)
    pilots.admit(operator.one, pilot.pk, organization=outsider.id)
    assert PilotParticipant.objects.filter(pilot=pilot, ended=None).count() == 2
    assert not EventParty.objects.filter(event__subject_id=str(pilot.pk), organization__in=[provider.id, outsider.id]).exists(), "a draft is the desk's own"


@pytest.mark.parametrize("state", ["proposed", "running"])
def test_whom_the_second_person_did_not_see_is_not_admitted(state: str, provider: Party, operator: Party) -> None:
    with pytest.raises(WrongState):
        pilots.admit(operator.one, pilot_in(state, operator).pk, organization=provider.id)


def test_nobody_admits_or_confirms_their_own_organization(provider: Party, operator: Party) -> None:
    joined(provider, "operator2@exchange.example", "viewer")
    pilot = pilot_in("proposed", operator, provider)
    with pytest.raises(Refused):
        pilots.confirm(operator.two, pilot.pk)
    with pytest.raises(Refused):
        pilots.admit(operator.two, pilot_in("drafted", operator).pk, organization=provider.id)


def test_operator_or_supervisor_stops_it_with_a_reason(operator: Party, regulator: Party) -> None:
    pilot = pilot_in("running", operator)
    with pytest.raises(Invalid):
        pilots.stop(regulator.supervisor, pilot.pk, cause=" ")
    with pytest.raises(Forbidden):
        pilots.stop(regulator.reviewer, pilot.pk, cause="x")
    pilots.stop(regulator.supervisor, pilot.pk, cause="The document was withdrawn.")
    found = pilot_again(pilot)
    assert (found.state, found.cause, found.stopped_by) == ("stopped", "The document was withdrawn.", regulator.supervisor.person)
    assert not turns.waits_on(pilot).exists()
    with pytest.raises(WrongState):
        pilots.stop(operator.one, pilot.pk, cause="again")
    assert "withdrawn" not in Event.objects.filter(subject_id=str(pilot.pk)).order_by("id").last().payload  # type: ignore[union-attr]


def test_the_clock_ends_it_after_its_last_day(operator: Party) -> None:
    pilot = pilot_in("running", operator)
    turn = turns.waits_on(pilot).get()
    assert turn.on_expiry == "pilot.end" and turn.until is not None
    with clock.fixed(turn.until - timedelta(seconds=1)), pytest.raises(WrongState):
        pilots.end(SYSTEM, pilot.pk)
    with clock.fixed(turn.until):
        pilots.end(SYSTEM, pilot.pk)
    assert pilot_again(pilot).state == "ended" and events(pilot)[-1] == "ended"
    with pytest.raises(Forbidden):
        pilots.end(operator.one, pilot.pk)
