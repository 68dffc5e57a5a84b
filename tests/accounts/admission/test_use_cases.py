"""Acts of admission: each works, is refused to the wrong role and in the wrong state, and leaves one event."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.actors import actor_of
from accounts.admission import use_cases as admission
from accounts.admission.models import Verification
from accounts.approval import use_cases as approvals
from accounts.member.models import Membership
from accounts.organization.models import Organization
from accounts.rules.admission import TERM
from kernel import clock, turns
from kernel.actor import NOBODY
from kernel.errors import Forbidden, FreshAuthenticationNeeded, Invalid, NotFound, Refused, WrongState
from kernel.models import Event, Turn
from tests.cast import OVERSEAS, PROVIDER, Party, applied, paper, person, registered

OWNER = "owner@provider.example"


def events(organization: Organization) -> list[str]:
    return list(Event.objects.filter(subject_id=str(organization.pk)).order_by("id").values_list("name", flat=True))


def last_event(organization: Organization) -> str:
    return events(organization)[-1]


def waiting(organization: Organization) -> list[tuple[str, str]]:
    return [(turn.act, turn.role) for turn in turns.waits_on(organization)]


# registering and applying


def test_register_makes_a_draft_with_its_owner(operator: Party) -> None:
    party = registered(PROVIDER, OWNER)
    assert party.organization.state == "draft"
    assert events(party.organization) == ["accounts.organization.registered"]
    assert waiting(party.organization) == [("organization:apply", "owner")]
    assert Membership.objects.get(organization=party.organization).roles == ["owner"]


def test_nobody_registers_nothing(db: None) -> None:
    with pytest.raises(Forbidden):
        admission.register(NOBODY, PROVIDER)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"uscc": "91110000MA01ABCD1X"}, "uscc"), ({"uscc": ""}, "uscc"), ({"name_zh": ""}, "name_zh"), ({"country": "XX"}, "country"),
        ({"country": "HK"}, "foreign_number"), ({"in_beijing": None}, "in_beijing"), ({"ciio": "perhaps"}, "ciio"), ({"roles_wanted": ()}, "roles_wanted"),
        ({"foreign_number": "1"}, "foreign_number"),
    ],
)
def test_wrong_particulars_are_named_by_field(db: None, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        admission.register(actor_of(person(OWNER)), replace(PROVIDER, **change))
    assert field in caught.value.fields
    assert not Organization.objects.exists()


def test_hong_kong_is_abroad(operator: Party) -> None:
    party = registered(replace(OVERSEAS, country="HK"), OWNER)
    assert party.organization.abroad


def test_an_incomplete_application_is_refused_with_what_is_missing(operator: Party) -> None:
    party = registered(PROVIDER, OWNER)
    with pytest.raises(Refused) as caught:
        admission.apply(party.owner, party.id)
    assert [reason.rule for reason in caught.value.decision.reasons] == ["admission.paper.license", "admission.paper.mandate"]
    assert last_event(party.organization) == "kernel.act.refused"


def test_an_operator_of_critical_infrastructure_shows_its_notice(operator: Party) -> None:
    party = registered(replace(PROVIDER, ciio="yes"), OWNER)
    for kind in ("license", "mandate"):
        paper(party.owner, party.organization, kind)
    with pytest.raises(Refused):
        admission.apply(party.owner, party.id)
    paper(party.owner, party.organization, "ciio_notice")
    assert admission.apply(party.owner, party.id).state == "applied"


def test_applying_gives_the_exchange_its_turn_until_a_day(operator: Party) -> None:
    party = applied(PROVIDER, OWNER)
    assert party.again().state == "applied" and last_event(party.organization) == "accounts.organization.applied"
    turn = Turn.objects.get(subject_id=party.id, ended=None)
    assert (turn.organization, turn.act, turn.role) == (operator.id, "organization:verify", "operator") and turn.until is not None
    with pytest.raises(WrongState):
        admission.apply(party.owner, party.id)
    with pytest.raises(WrongState):
        admission.amend(party.owner, party.id, PROVIDER)
    with pytest.raises(WrongState):
        paper(party.owner, party.organization, "other")


def test_strangers_do_not_see_an_application(operator: Party, consumer: Party) -> None:
    party = registered(PROVIDER, OWNER)
    for act in (lambda: admission.apply(consumer.owner, party.id), lambda: admission.amend(consumer.owner, party.id, PROVIDER), lambda: admission.close(consumer.owner, party.id)):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(Forbidden):
        admission.verify(party.owner, party.id)


# deciding


def test_verify_opens_the_door_for_two_years(operator: Party) -> None:
    party = applied(PROVIDER, OWNER)
    row = admission.verify(operator.one, party.id)
    assert row.state == "verified" and row.verified_until == row.state_since + TERM
    assert waiting(row) == [("platform_rules:accept", "owner")]
    assert [name for name in events(row) if name == "accounts.organization.verified"] == ["accounts.organization.verified"]
    assert Verification.objects.get().state == "passed"
    with pytest.raises(WrongState):
        admission.verify(operator.two, party.id)


def test_deciding_is_for_operators_who_have_just_given_their_password(operator: Party, regulator: Party) -> None:
    party = applied(PROVIDER, OWNER)
    with pytest.raises(Forbidden):
        admission.verify(regulator.approver, party.id)
    with pytest.raises(FreshAuthenticationNeeded):
        admission.verify(actor_of(operator.user("one"), operator.organization), party.id)


def test_an_operator_does_not_decide_about_their_own_organization(operator: Party) -> None:
    party = applied(PROVIDER, "operator@exchange.example")
    with pytest.raises(Refused) as caught:
        admission.verify(operator.one, party.id)
    assert caught.value.decision.reasons[0].rule == "operator.own_case"
    assert admission.verify(operator.two, party.id).state == "verified"
    for own in (lambda: admission.suspend(operator.one, party.id, "x"), lambda: admission.ask_resumption(operator.one, party.id, "x")):
        with pytest.raises(Refused):
            own()
    admission.suspend(operator.two, party.id, "x")
    asked = admission.ask_resumption(operator.two, party.id, "All is well.")
    with pytest.raises(Refused):
        approvals.approve(operator.one, asked.pk)
    assert party.again().state == "suspended"


def test_return_with_remarks_and_correct(operator: Party) -> None:
    party = applied(PROVIDER, OWNER)
    with pytest.raises(Invalid):
        admission.return_(operator.one, party.id, {})
    with pytest.raises(Invalid):
        admission.return_(operator.one, party.id, {"nonsense": "x"})
    admission.return_(operator.one, party.id, {"paper.mandate": "Not signed."}, "Please mend.")
    assert party.again().state == "returned" and waiting(party.organization) == [("organization:apply", "owner")]
    assert Verification.objects.get().remarks == {"paper.mandate": "Not signed."}
    admission.amend(party.owner, party.id, replace(PROVIDER, name_en="New name"))
    admission.apply(party.owner, party.id)
    assert admission.verify(operator.one, party.id).name_en == "New name"


def test_refuse_states_a_reason(operator: Party) -> None:
    party = applied(PROVIDER, OWNER)
    with pytest.raises(Invalid):
        admission.refuse(operator.one, party.id, " ")
    row = admission.refuse(operator.one, party.id, "Not a legal person.")
    assert row.state == "refused" and row.reason == "Not a legal person." and waiting(row) == []
    again = applied(PROVIDER, OWNER)
    assert admission.verify(operator.one, again.id).state == "verified"


def test_one_number_is_verified_once(provider: Party, operator: Party) -> None:
    twin = applied(PROVIDER, "squatter@twin.example")  # may apply: the draft tells it nothing about the other
    with pytest.raises(Refused) as caught:
        admission.verify(operator.one, twin.id)
    assert caught.value.decision.reasons[0].rule == "admission.number_taken"
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.filter(pk=twin.id).update(state="verified", verified_until=clock.now())


def test_a_paper_replaces_the_earlier_one_of_its_kind(operator: Party) -> None:
    party = registered(PROVIDER, OWNER)
    paper(party.owner, party.organization, "license")
    paper(party.owner, party.organization, "license")
    kept = party.organization.papers.filter(removed=None)
    assert kept.count() == 1 and party.organization.papers.count() == 2
    admission.remove_paper(party.owner, kept.get().pk)
    with pytest.raises(Refused):
        admission.apply(party.owner, party.id)
