"""The life of a case by its acts: each works, an outsider finds nothing, the wrong role, state or person is refused, twice is once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from exchange.agreement.models import Agreement, Condition
from exchange.export_case import queue, use_cases as cases
from exchange.export_case.gather import basis
from exchange.export_case.models import ExportCase, Letter, Opinion, PaperRequest
from exchange.export_case.states import State
from kernel import clock
from kernel.errors import Conflict, Invalid, Refused, WrongState
from kernel.models import Event, Turn
from tests.cast import Party
from tests.factories.export_case import Desk, again, case_in, case_opened, determined, dossier_filled, export_deal, paper

GAP = [{"code": "usci_copy", "what": "The code cannot be read."}]
World = dict[str, Party]


@pytest.fixture
def world(provider: Party, overseas: Party, operator: Party, regulator: Party) -> World:
    return {"provider": provider, "consumer": overseas, "operator": operator, "regulator": regulator}


def rule(refused: pytest.ExceptionInfo[Refused]) -> str:
    decision = refused.value.decision
    assert decision is not None
    return decision.reasons[0].rule


def events(case: ExportCase) -> list[str]:
    return list(Event.objects.filter(subject_id=str(case.pk)).order_by("id").values_list("name", flat=True))


def test_opening_needs_a_determination_and_only_one_case_is_open(world: World) -> None:
    provider = world["provider"]
    deal = export_deal(provider, world["consumer"], world["operator"])
    determined(deal, missing_facts=["exporter_is_ciio"])
    with pytest.raises(Refused) as missing:
        cases.open_(provider.steward, deal.pk)
    assert rule(missing) == "export_case.path_is_determined"
    case = case_opened(provider, deal)
    assert (case.state, case.path, case.whose, case.ordinary) == ("draft", "security_assessment", "simulated_desk", 1_200_000)
    assert Turn.objects.filter(subject_id=case.pk, ended=None, organization=provider.id).exists()
    assert not Turn.objects.filter(subject_id=deal.pk, act="border:clear", ended=None).exists()
    with pytest.raises(Conflict):
        cases.open_(provider.steward, deal.pk)
    cases.withdraw(provider.steward, case.pk)
    assert Turn.objects.filter(subject_id=deal.pk, act="border:clear", ended=None).exists(), "the export still waits for its clearance"
    with pytest.raises(Refused) as other:
        cases.open_(provider.steward, deal.pk, path="exempt")
    assert rule(other) == "export_case.path_fits"


def test_a_domestic_deal_has_no_case(provider: Party, consumer: Party, operator: Party) -> None:
    from tests.factories.trade import agreement_in

    deal = agreement_in("FINALIZED", provider, consumer, operator)
    with pytest.raises(WrongState):
        cases.open_(provider.steward, deal.pk)


def test_handing_in_names_every_gap_at_once(world: World) -> None:
    provider = world["provider"]
    case = case_opened(provider, export_deal(provider, world["consumer"], world["operator"]))
    with pytest.raises(Refused) as refused:
        cases.submit(provider.steward, case.pk)
    assert refused.value.decision is not None
    rules = {reason.rule for reason in refused.value.decision.reasons}
    assert {"export_case.dossier_is_whole", "export_case.legal_document_has_six_heads"} <= rules
    dossier_filled(provider, case)
    done = cases.submit(provider.steward, case.pk)
    assert (done.state, done.holder, done.role, done.round) == ("submitted", "desk", "intake", 1)
    with pytest.raises(WrongState):
        cases.submit(provider.steward, case.pk)


@pytest.mark.parametrize(("path", "persons"), [("security_assessment", 3), ("standard_contract", 3), ("certification", 2), ("exempt", 2)])
def test_each_path_from_draft_to_approval(world: World, path: str, persons: int, exported: Agreement) -> None:
    case = again(case_in(State.APPROVED, **world, path=path, agreement=exported))
    assert (case.state, case.holder, case.due) == ("approved", "closed", None)
    assert len({case.reviewed_by, case.decided_by, case.intake_by} - {None}) == persons
    assert bool(case.valid_until) == (path in ("security_assessment", "certification"))
    if path != "certification":
        assert Letter.objects.filter(case=case).latest("number").kind == "approved"
    assert Turn.objects.filter(subject_id=case.agreement_id, act="clearance:issue", ended=None).exists()
    assert Condition.objects.get(agreement=case.agreement_id, kind="border_clearance").met_at is None, "clearance is the slice above"
    assert events(case)[-1] == ("exchange.export_case.outcome_confirmed" if path == "certification" else "exchange.export_case.approved")


def test_returned_once_with_all_gaps_then_completed(world: World, exported: Agreement) -> None:
    case = case_in(State.SUBMITTED, **world, agreement=exported)
    desk, provider = Desk(case, world["operator"], world["regulator"]), world["provider"]
    with pytest.raises(Invalid):
        cases.return_(desk.intake, case.pk, items=[])
    with pytest.raises(Invalid):
        cases.return_(desk.intake, case.pk, items=[{"code": "no_such_paper", "what": "x"}])
    returned = cases.return_(desk.intake, case.pk, items=[*GAP, {"code": "agent_id", "what": "Expired."}])
    assert (returned.state, returned.holder) == ("returned", "exporter")
    assert [item["code"] for item in PaperRequest.objects.get(case=case).items] == ["usci_copy", "agent_id"]
    with pytest.raises(Refused) as stale:
        cases.submit(provider.steward, case.pk)
    assert rule(stale) == "export_case.dossier_is_whole", "each gap asks for a newer version"
    paper(provider, case, "usci_copy")
    paper(provider, case, "agent_id")
    assert cases.submit(provider.steward, case.pk).round == 2
    with pytest.raises(WrongState):
        cases.return_(desk.intake, case.pk, items=GAP)
    with pytest.raises(Invalid):
        cases.end_filing(desk.intake, case.pk, reason=" ")
    assert cases.end_filing(desk.intake, case.pk, reason="Still unreadable.").state == "lapsed"


def test_the_same_person_cannot_act_twice(world: World, exported: Agreement) -> None:
    case = case_in(State.UNDER_REVIEW, **world, agreement=exported)
    regulator = world["regulator"]
    ExportCase.objects.filter(pk=case.pk).update(intake_by=regulator.reviewer.person)
    with pytest.raises(Refused) as twice:
        cases.opine(regulator.reviewer, case.pk, kind="approve", text="Fits.")
    assert rule(twice) == "export_case.distinct_persons"
    assert "you already took the case in" in str(twice.value.detail)
    assert events(case)[-1] == "kernel.act.refused"


def test_the_exempt_path_needs_two_operators(world: World, exported: Agreement) -> None:
    case = case_in(State.TO_DECIDE, **world, path="exempt", agreement=exported)
    operator = world["operator"]
    with pytest.raises(Refused) as twice:
        cases.decide(operator.one, case.pk, verdict="approve")
    assert rule(twice) == "export_case.distinct_persons"
    assert cases.decide(operator.two, case.pk, verdict="approve").whose == "exchange"


def test_who_acted_before_the_last_one_is_not_forgotten(world: World, exported: Agreement) -> None:
    case, operator, provider = case_in(State.UNDER_REVIEW, **world, path="exempt", agreement=exported), world["operator"], world["provider"]
    cases.ask_for_papers(operator.one, case.pk, items=[{"code": "exemption_memo", "what": "Say where it comes from."}])
    cases.supply(provider.steward, case.pk, answer="There.")
    cases.opine(operator.two, case.pk, kind="approve", text="Fits.")
    for person in (operator.one, operator.two):
        with pytest.raises(Refused) as twice:
            cases.decide(person, case.pk, verdict="approve")
        assert rule(twice) == "export_case.distinct_persons"


def test_whoever_gave_a_case_back_cannot_write_its_opinion(world: World, exported: Agreement) -> None:
    case, operator = case_in(State.TO_DECIDE, **world, path="exempt", agreement=exported), world["operator"]
    cases.decide(operator.two, case.pk, verdict="return", text="Look again.")
    with pytest.raises(Refused) as twice:
        cases.opine(operator.two, case.pk, kind="approve", text="Fits.")
    assert rule(twice) == "export_case.distinct_persons"


def outcome(world: World, case: ExportCase, kind: str) -> ExportCase:
    number = "" if kind == "refused" else "CAC-1"
    cases.record_outcome(world["provider"].steward, case.pk, kind=kind, body="The authority", number=number, issued_on=case.created.date())
    return again(cases.confirm_outcome(world["operator"].two, case.pk))


def test_what_the_real_authority_decided_only_the_authority_evaluates_again(world: World, exported: Agreement) -> None:
    case = outcome(world, case_in(State.DRAFT, **world, agreement=exported), "refused")
    assert (case.state, case.whose) == ("refused", "authority")
    with pytest.raises(WrongState) as theirs:
        cases.ask_reevaluation(world["provider"].steward, case.pk, grounds="The law was read wrongly.")
    assert "authority" in str(theirs.value.detail)


def test_nothing_is_certified_without_a_certificate(world: World, exported: Agreement) -> None:
    case = case_in(State.TO_DECIDE, **world, path="certification", agreement=exported)
    with pytest.raises(Refused) as none:
        cases.decide(world["operator"].two, case.pk, verdict="approve")
    assert rule(none) == "export_case.certificate_is_there" and basis(case.agreement_id) is None
    day = case.created.date()
    given: dict[str, Any] = {"kind": "certificate", "body": "A body", "number": "C-1", "issued_on": day}
    with pytest.raises(Invalid):
        cases.record_outcome(world["provider"].steward, case.pk, **given, valid_until=day + timedelta(days=1_200))
    cases.record_outcome(world["provider"].steward, case.pk, **given, valid_until=day + timedelta(days=30))
    done = cases.confirm_outcome(world["operator"].two, case.pk)
    found = basis(case.agreement_id)
    assert found is not None and (found.outcome_number, found.valid_from, found.valid_until) == ("C-1", day, day + timedelta(days=30)) and done.state == "approved"


def test_a_decided_change_ends_what_was_approved_before(world: World, exported: Agreement) -> None:
    provider, first = world["provider"], outcome(world, case_in(State.DRAFT, **world, agreement=exported), "accepted")
    second = outcome(world, cases.open_(provider.steward, first.agreement_id, kind="change"), "accepted")
    assert (again(first).state, again(first).code, second.state) == ("ended", "replaced", "approved")
    third = outcome(world, cases.open_(provider.steward, first.agreement_id, kind="change"), "refused")
    assert (again(second).state, third.state) == ("ended", "refused")
    assert Turn.objects.filter(subject_id=first.agreement_id, act="border:clear", ended=None).exists()


def test_the_buyer_reads_no_event_that_tells_what_it_may_not_see(world: World, exported: Agreement) -> None:
    case = case_in(State.SUPPLEMENT, **world, agreement=exported)
    rows = Event.objects.filter(subject_id=str(case.pk), parties__organization=world["consumer"].id).values_list("payload", flat=True)
    for word in ("power_of_attorney", "days_left", "determination", "gaps"):
        assert not [row for row in rows if word in row], word


def test_nobody_of_a_party_acts_for_the_desk(world: World, exported: Agreement) -> None:
    from accounts.member import use_cases as members
    from kernel.actor import SYSTEM

    case = case_in(State.SUBMITTED, **world, agreement=exported)
    intake = world["regulator"].intake
    members.invite(world["provider"].owner, "intake@regulator.example", ["viewer"])
    from accounts.models import Membership

    Membership(organization_id=world["provider"].id, user_id=intake.person, roles=["viewer"], since=case.created, ended=case.created).save(force_insert=True)
    assert SYSTEM.is_system
    with pytest.raises(Refused) as conflict:
        cases.accept(intake, case.pk)
    assert rule(conflict) == "export_case.no_conflict_of_interest"


def test_a_verdict_names_the_version_that_was_read(world: World, exported: Agreement) -> None:
    case = case_in(State.TO_DECIDE, **world, agreement=exported)
    with pytest.raises(WrongState):
        cases.decide(world["regulator"].approver, case.pk, verdict="approve", version=case.version - 1)
    assert cases.decide(world["regulator"].approver, case.pk, verdict="approve", version=case.version).state == "approved"


def test_the_approver_gives_back_approves_with_conditions_or_refuses(world: World, exported: Agreement) -> None:
    case, regulator = case_in(State.TO_DECIDE, **world, agreement=exported), world["regulator"]
    due = case.due
    with pytest.raises(Invalid):
        cases.decide(regulator.approver, case.pk, verdict="conditions")
    with pytest.raises(Invalid):
        cases.decide(regulator.approver, case.pk, verdict="refuse", text="No.")
    back = cases.decide(regulator.approver, case.pk, verdict="return", text="Look at the onward transfers.")
    assert (back.state, back.due) == ("under_review", due), "the same clock goes on"
    cases.opine(regulator.reviewer, case.pk, kind="conditions", text="Only with a list.", conditions=["Affiliates of annex 2 only"])
    done = cases.decide(regulator.approver, case.pk, verdict="conditions", conditions=["Affiliates of annex 2 only"])
    assert (done.state, done.conditions) == ("approved", ["Affiliates of annex 2 only"])
    assert [row.kind for row in Opinion.objects.filter(case=case).order_by("number")] == ["approve", "returned", "conditions"]
    letter = Letter.objects.filter(case=case).latest("number")
    assert "附条件通过" in letter.text_zh and "approved with conditions" in letter.text_en and "simulated" in letter.text_en


def test_a_refusal_has_rule_facts_and_remedy_and_is_evaluated_again_by_others(world: World, exported: Agreement) -> None:
    case, regulator = again(case_in(State.REFUSED, **world, agreement=exported)), world["regulator"]

    def listed(actor: Any) -> list[Any]:
        return [row.pk for row in queue.of_desk(actor, regulator.id, "mine", clock.now()).items]

    assert case.ruling["rules"][0]["cites"][0] == {"instrument": "M11", "article": "8", "legal_certainty": "statute"}
    assert case.ruling["remedy"] == "Choose a recipient elsewhere."
    second = cases.ask_reevaluation(world["provider"].steward, case.pk, grounds="The law was read wrongly.")
    assert (second.kind, second.state, second.predecessor_id) == ("reevaluation", "under_review", case.pk)
    assert listed(regulator.intake) == [second.pk] == listed(regulator.reviewer) and not listed(regulator.supervisor)
    with pytest.raises(Conflict):
        cases.ask_reevaluation(world["provider"].steward, case.pk, grounds="Once more.")
    with pytest.raises(Refused) as same:
        cases.opine(regulator.reviewer, second.pk, kind="approve", text="Fits.")
    assert rule(same) == "export_case.other_persons_evaluate_again"
    cases.opine(regulator.intake, second.pk, kind="approve", text="Fits after all.")
    assert listed(regulator.supervisor) == [second.pk] == listed(regulator.approver) and not listed(regulator.intake)
    with pytest.raises(Refused):
        cases.decide(regulator.approver, second.pk, verdict="approve")
    final = cases.decide(regulator.supervisor, second.pk, verdict="refuse", text="It stands.", article="M11 8", remedy="Another recipient.")
    with pytest.raises(WrongState) as last:
        cases.ask_reevaluation(world["provider"].steward, final.pk, grounds="Again.")
    assert "final" in str(last.value.detail)


def test_acceptance_may_be_declined_in_writing(world: World, exported: Agreement) -> None:
    case = case_in(State.ACCEPTANCE, **world, agreement=exported)
    done = cases.decline(world["regulator"].intake, case.pk, reason="Outside our competence.")
    assert (done.state, done.code) == ("refused", "not_accepted")
    assert "不予受理" in Letter.objects.filter(case=case).latest("number").text_zh


def test_a_determination_that_moved_is_taken_at_opening(world: World) -> None:
    deal = export_deal(world["provider"], world["consumer"], world["operator"])
    determined(deal, "exempt", ordinary=10)
    case = cases.open_(world["provider"].steward, deal.pk)
    assert (case.path, case.desk_id) == ("exempt", world["operator"].id)
