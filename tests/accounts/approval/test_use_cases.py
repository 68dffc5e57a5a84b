"""Approvals: order, distinct persons, never the asker; what follows is the asker's own use case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.approval import permissions, use_cases as approvals
from accounts.approval.models import Approval, ApprovalStep
from accounts.approval.use_cases import Step
from accounts.organization.models import Organization
from kernel import clock, turns
from kernel.decision import Say
from kernel.errors import Conflict, Forbidden, FreshAuthenticationNeeded, Invalid, NotFound, Refused, WrongState
from kernel.models import Event
from kernel.permissions import Permission
from kernel.tasks import expire
from kernel.use_case import Act, use_case
from tests.cast import Party, joined

VERDICTS: list[str] = []
ANY = Permission("test:any", frozenset({"steward", "owner"}), system=True)


@use_case
def request(act: Act, steps: list[Step]) -> Approval:
    organization = act.find(Organization, act.actor.organization)
    act.authorise(ANY)
    act.record("accounts.test.requested", organization)
    return approvals.ask(act, organization, outcome="test.outcome", title=Say("Do %(what)s", {"what": "it"}), steps=steps)


@use_case
def outcome(act: Act, subject_id: Any, *, verdict: str, approval: Approval) -> None:
    act.authorise(ANY)
    act.record("accounts.test.done", act.find(Organization, subject_id), {"verdict": verdict})
    VERDICTS.append(verdict)


@pytest.fixture(autouse=True)
def registered(settings: Any) -> None:
    settings.APPROVAL_OUTCOMES = {"test.outcome": f"{__name__}.outcome"}
    VERDICTS.clear()


def steps(party: Party) -> list[Step]:
    return [Step("finance", party.id, Say("Money."), timedelta(days=3)), Step("owner", party.id, Say("Signature."))]


def test_steps_are_asked_in_their_order(provider: Party) -> None:
    approval = request(provider.steward, steps(provider))
    assert [turn.role for turn in turns.waits_on(approval)] == ["finance"]
    approvals.approve(provider.finance, approval.pk, "Fine.")
    assert [turn.role for turn in turns.waits_on(approval)] == ["owner"] and not VERDICTS
    done = approvals.approve(provider.owner, approval.pk)
    assert done.state == "approved" and VERDICTS == ["approved"] and not turns.waits_on(approval)
    names = list(Event.objects.filter(subject_id=str(approval.pk)).order_by("id").values_list("name", flat=True))
    assert names == ["accounts.approval.asked", "accounts.approval.step_approved", "accounts.approval.approved"]
    with pytest.raises(WrongState):
        approvals.approve(provider.owner, approval.pk)


def test_another_role_is_not_asked(provider: Party) -> None:
    approval = request(provider.steward, steps(provider))
    with pytest.raises(Forbidden):
        approvals.approve(provider.viewer, approval.pk)


def test_the_outcome_names_its_cause(provider: Party) -> None:
    approval = request(provider.steward, steps(provider)[:1])
    approvals.approve(provider.finance, approval.pk)
    cause = Event.objects.get(name="accounts.approval.approved")
    assert f'"caused_by":"{cause.pk}"' in Event.objects.get(name="accounts.test.done").payload


def test_the_asker_never_approves(provider: Party) -> None:
    approval = request(provider.owner, steps(provider)[1:])
    for act in (lambda: approvals.approve(provider.owner, approval.pk), lambda: approvals.refuse(provider.owner, approval.pk, "No.")):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.decision.reasons[0].rule == "approval.distinct_persons"


def test_nobody_answers_twice_not_even_through_a_client(provider: Party) -> None:
    approval = request(provider.steward, steps(provider))
    approvals.approve(provider.owner, approval.pk)  # an owner may answer for finance
    with pytest.raises(Refused):
        approvals.approve(provider.owner, approval.pk)
    second = joined(provider, "owner2@provider.example", "owner")
    assert approvals.approve(second, approval.pk).state == "approved"


def test_the_database_keeps_persons_distinct(provider: Party) -> None:
    approval = request(provider.steward, steps(provider))
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalStep.objects.filter(approval=approval).update(person=provider.owner.person)


@pytest.mark.parametrize(("act", "verdict"), [(approvals.return_, "returned"), (approvals.refuse, "refused")])
def test_declining_says_why_and_ends_it(provider: Party, act: Any, verdict: str) -> None:
    approval = request(provider.steward, steps(provider))
    with pytest.raises(Invalid):
        act(provider.finance, approval.pk, " ")
    assert act(provider.finance, approval.pk, "Too dear.").state == verdict
    assert [verdict] == VERDICTS


def test_outsiders_see_nothing_and_stale_sessions_are_asked(provider: Party, outsider: Party) -> None:
    from accounts.actors import actor_of

    approval = request(provider.steward, steps(provider))
    with pytest.raises(NotFound):
        approvals.approve(outsider.owner, approval.pk)
    with pytest.raises(FreshAuthenticationNeeded):
        approvals.approve(actor_of(provider.user("finance"), provider.id), approval.pk)


def test_another_organization_can_be_asked(provider: Party, consumer: Party) -> None:
    approval = request(provider.steward, [Step("owner", consumer.id, Say("Their word."))])
    with pytest.raises(Forbidden):
        approvals.approve(provider.owner, approval.pk)
    assert approvals.approve(consumer.owner, approval.pk).state == "approved"


def test_one_question_at_a_time(provider: Party) -> None:
    request(provider.steward, steps(provider))
    with pytest.raises(Conflict):
        request(provider.owner, steps(provider))


def test_it_runs_out_by_the_clock(provider: Party) -> None:
    approval = request(provider.steward, steps(provider))
    with clock.fixed(clock.now() + timedelta(days=3)):
        expire()
    approval.refresh_from_db()
    assert approval.state == "expired" and VERDICTS == ["expired"]


def test_asking_is_only_for_other_acts(provider: Party) -> None:
    with pytest.raises(Forbidden):
        approvals.ask(provider.owner, provider.organization, outcome="test.outcome", title=Say("x"), steps=steps(provider))
    assert not permissions.ASK.roles
