"""Acts of admission: each works, is refused to the wrong role and in the wrong state, and leaves one event."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.actors import actor_of
from accounts.admission import use_cases as admission
from accounts.admission.models import Verification
from accounts.approval import use_cases as approvals
from accounts.member import use_cases as members
from accounts.member.models import Membership
from accounts.organization.models import Organization
from accounts.organization.use_cases import establish
from accounts.platform_rules.gather import may_trade
from accounts.rules.admission import RENEWAL_OPENS, TERM
from accounts.tasks import ask_renewals
from kernel import clock, holds, turns
from kernel.actor import NOBODY, SYSTEM
from kernel.decision import Say
from kernel.errors import Conflict, Forbidden, FreshAuthenticationNeeded, Invalid, NotFound, Refused, WrongState
from kernel.models import Event, Hold, Turn
from kernel.tasks import expire
from tests.cast import CODES, CONSUMER, OVERSEAS, PROVIDER, Party, applied, paper, person, registered

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
    assert caught.value.decision.reasons[0].rule == "admission.own_case"
    assert admission.verify(operator.two, party.id).state == "verified"


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


# suspension


def test_suspension_holds_every_act_at_once(provider: Party, operator: Party) -> None:
    admission.suspend(operator.one, provider.id, "False papers.")
    assert provider.again().state == "suspended"
    assert set(Hold.objects.filter(subject_id=provider.id, lifted=None).values_list("scope", flat=True)) == {holds.ACT, holds.DELIVERY}
    with pytest.raises(Refused) as caught:
        members.invite(provider.owner, "new@provider.example", ["viewer"])
    assert caught.value.decision.reasons[0].rule == "hold.standing"
    with pytest.raises(Forbidden):
        admission.suspend(operator.one, operator.id, "Itself.")


def test_lifting_a_suspension_takes_two_persons(provider: Party, operator: Party) -> None:
    admission.suspend(operator.one, provider.id, "False papers.")
    approval = admission.ask_resumption(operator.one, provider.id, "New papers came.")
    with pytest.raises(Conflict):
        admission.ask_resumption(operator.two, provider.id, "Again.")
    with pytest.raises(Refused):
        approvals.approve(operator.one, approval.pk)
    approvals.approve(operator.two, approval.pk)
    assert provider.again().state == "verified"
    assert not Hold.objects.filter(subject_id=provider.id, lifted=None).exists()
    assert last_event(provider.organization) == "accounts.organization.resumed"


def test_a_refused_resumption_leaves_the_suspension(provider: Party, operator: Party) -> None:
    admission.suspend(operator.one, provider.id, "False papers.")
    approval = admission.ask_resumption(operator.one, provider.id, "New papers came.")
    approvals.refuse(operator.two, approval.pk, "They are false too.")
    assert provider.again().state == "suspended"
    assert last_event(provider.organization) == "accounts.organization.resumption_declined"
    assert admission.ask_resumption(operator.two, provider.id, "Better ones.").state == "asked"


def test_nobody_resumes_by_the_outcome_alone(provider: Party, operator: Party) -> None:
    admission.suspend(operator.one, provider.id, "False papers.")
    approval = admission.ask_resumption(operator.one, provider.id, "New papers came.")
    with pytest.raises(Forbidden):
        admission.resume(operator.one, provider.id, verdict="approved", approval=approval)


# renewal and lapse


def test_the_owner_is_asked_in_time_and_renews(provider: Party, operator: Party) -> None:
    until = provider.again().verified_until
    assert until is not None
    with clock.fixed(until - RENEWAL_OPENS + timedelta(days=1)):
        assert ask_renewals() == 1 and ask_renewals() == 0
        assert ("organization:renew", "owner") in waiting(provider.organization)
        admission.renew(provider.owner, provider.id, replace(PROVIDER, name_en="Renamed"))
        assert provider.again().name_en == PROVIDER.name_en  # stands until the exchange decides
        assert may_trade(provider.organization).permitted
        with pytest.raises(Conflict):
            admission.renew(provider.owner, provider.id)
        admission.verify(operator.one, provider.id)
        assert provider.again().name_en == "Renamed" and provider.organization.verified_until == clock.now() + TERM


def test_a_returned_renewal_leaves_the_organization_verified(provider: Party, operator: Party) -> None:
    admission.renew(provider.owner, provider.id)
    admission.return_(operator.one, provider.id, {"paper.license": "Out of date."})
    assert provider.again().state == "verified"
    assert waiting(provider.organization) == [("organization:renew", "owner")]


def test_a_verification_that_runs_out_stops_trade_by_itself(provider: Party) -> None:
    until = provider.again().verified_until
    assert until is not None
    with clock.fixed(until - timedelta(days=5)):
        ask_renewals()
    with clock.fixed(until):
        assert may_trade(provider.organization).reasons[0].rule == "standing.verification_ended"
        expire()
        assert last_event(provider.organization) == "accounts.organization.lapsed"
        assert waiting(provider.organization) == [("organization:renew", "owner")]
        with pytest.raises(WrongState):
            admission.ask_renewal(SYSTEM, provider.id)


def test_the_system_does_not_lapse_what_stands(provider: Party) -> None:
    with pytest.raises(WrongState):
        admission.lapse(SYSTEM, provider.id)


# closing


def open_matter(organization: Any) -> list[Say]:
    return [Say("A deal is open.")]


def test_closing_names_what_must_be_finished_first(provider: Party, settings: Any) -> None:
    settings.CLOSING_CHECKS = [f"{__name__}.open_matter"]
    with pytest.raises(Refused) as caught:
        admission.close(provider.owner, provider.id)
    assert str(caught.value.decision.reasons[0].finding) == "A deal is open."
    settings.CLOSING_CHECKS = []
    assert admission.close(provider.owner, provider.id).state == "closed"
    with pytest.raises(WrongState):
        admission.close(provider.owner, provider.id)


def test_closing_is_the_owners(provider: Party) -> None:
    with pytest.raises(Forbidden):
        admission.close(provider.steward, provider.id)


def test_an_applicant_may_withdraw(operator: Party) -> None:
    party = applied(CONSUMER, "owner@buyer.example")
    assert admission.close(party.owner, party.id).state == "closed"
    assert not Turn.objects.filter(subject_id=party.id, ended=None).exists()


# establishing


def test_there_is_one_exchange_and_the_system_alone_establishes(operator: Party) -> None:
    with pytest.raises(Conflict):
        establish(SYSTEM, "exchange", name_zh="二", name_en="Two")
    with pytest.raises(Invalid):
        establish(SYSTEM, "member", name_zh="二", name_en="Two")
    with pytest.raises(Forbidden):
        establish(operator.one, "regulator", name_zh="二", name_en="Two")


def test_codes_of_the_cast_are_distinct() -> None:
    assert len(set(CODES.values())) == len(CODES)
