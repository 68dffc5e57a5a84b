"""What comes after admission: suspension by one and its end by two, renewal, lapse, closing; and establishing the exchange."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from accounts.admission import use_cases as admission
from accounts.admission.models import Paper
from accounts.approval import use_cases as approvals
from accounts.member import use_cases as members
from accounts.organization.models import Organization
from accounts.organization.use_cases import establish
from accounts.platform_rules.gather import may_trade
from accounts.rules.admission import RENEWAL_OPENS, TERM
from accounts.tasks import ask_renewals
from kernel import clock, holds, turns
from kernel.actor import SYSTEM
from kernel.decision import Say
from kernel.errors import Conflict, Forbidden, Invalid, Refused, WrongState
from kernel.models import Event, Hold, Turn
from kernel.tasks import expire
from tests.cast import CODES, CONSUMER, PROVIDER, Party, applied, paper


def last_event(organization: Organization) -> str:
    return str(Event.objects.filter(subject_id=str(organization.pk)).order_by("-id").values_list("name", flat=True).first())


def waiting(organization: Organization) -> list[tuple[str, str]]:
    return [(turn.act, turn.role) for turn in turns.waits_on(organization)]


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


def test_papers_stay_while_a_renewal_is_under_review(provider: Party, operator: Party) -> None:
    kept = Paper.objects.filter(organization=provider.id, removed=None).first()
    assert kept is not None
    admission.renew(provider.owner, provider.id)
    for change in (lambda: paper(provider.owner, provider.organization, "license"), lambda: admission.remove_paper(provider.owner, kept.pk)):
        with pytest.raises(WrongState):
            change()
    admission.return_(operator.one, provider.id, {"paper.license": "Out of date."})
    paper(provider.owner, provider.organization, "license")


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
