"""The clocks of a case over Spring Festival and National Day, standing still, reminding, calling the supervisor, letting lapse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from exchange.agreement import use_cases as agreements
from exchange.export_case import clocks, gather, use_cases as cases
from exchange.export_case.models import ExportCase, LegalDocument, Letter
from exchange.export_case.states import Kind, State, step
from exchange.export_case.tasks import close_cases
from kernel import clock, turns
from kernel.actor import SYSTEM
from kernel.clock import LOCAL_ZONE
from kernel.errors import Refused, WrongState
from kernel.models import Event, Turn
from kernel.tasks import expire
from tests.cast import Party
from tests.factories.export_case import again, case_in, determined, dossier_filled, export_deal

World = dict[str, Party]
GAP = [{"code": "usci_copy", "what": "The code cannot be read."}]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE)


@pytest.fixture
def world(provider: Party, overseas: Party, operator: Party, regulator: Party) -> World:
    return {"provider": provider, "consumer": overseas, "operator": operator, "regulator": regulator}


def moved(case: ExportCase, to: State, **fields: Any) -> ExportCase:
    ExportCase.objects.filter(pk=case.pk).update(**fields)
    assert again(case).state == to
    return again(case)


def submitted_on(day: str, world: World, path: str = "security_assessment") -> ExportCase:
    with clock.fixed(local(f"{day} 10:00")):
        case = case_in(State.DRAFT, **world, path=path)
        dossier_filled(world["provider"], case)
        return again(cases.submit(world["provider"].steward, case.pk))


@pytest.mark.parametrize(
    ("day", "path", "due"),
    [
        ("2026-02-12", "security_assessment", date(2026, 2, 26)),  # five working days over Spring Festival, make-up days counted
        ("2026-06-10", "standard_contract", date(2026, 7, 2)),  # fifteen over the Dragon Boat Festival
        ("2026-09-29", "security_assessment", date(2026, 10, 12)),  # five over National Day, with the make-up Saturday
    ],
)
def test_the_desk_counts_working_days_of_the_published_calendar(world: World, day: str, path: str, due: date) -> None:
    case = submitted_on(day, world, path)
    assert case.due is not None and clocks.day_of(case.due) == due
    with clock.fixed(local(f"{due} 23:00")):
        found = clocks.of(case, clock.now())
        assert found is not None and (found.left, found.overdue) == (0, False), "the last day belongs to the period until it ends"
    with clock.fixed(local(f"{due + timedelta(days=1)} 00:30")):
        found = clocks.of(case, clock.now())
        assert found is not None and found.overdue


def test_the_clock_stands_still_while_papers_are_asked_for(world: World) -> None:
    case = submitted_on("2026-09-07", world)
    regulator = world["regulator"]
    with clock.fixed(local("2026-09-10 09:00")):
        cases.accept(regulator.intake, case.pk)
        case = cases.accept(regulator.intake, case.pk)
        assert clocks.day_of(again(case).due) == date(2026, 11, 18), "45 working days"  # type: ignore[arg-type]
    with clock.fixed(local("2026-09-24 09:00")):
        case = again(cases.ask_for_papers(regulator.reviewer, case.pk, items=GAP))
        left = case.days_left
        assert left == 34 and case.stopped_since is not None and clocks.day_of(case.due) > date(2026, 10, 8)  # type: ignore[arg-type]
    with clock.fixed(local("2026-10-12 09:00")):
        case = again(cases.supply(world["provider"].steward, case.pk, answer="There."))
        found = clocks.of(case, clock.now())
        assert found is not None and (found.left, found.used, found.days) == (34, 11, 45), "not a day was lost or won over National Day"
        extended = again(cases.extend(regulator.reviewer, case.pk, days=10, reason="Complex."))
        more = clocks.of(extended, clock.now())
        assert more is not None and (more.left, more.days) == (44, 55)
        with pytest.raises(WrongState):
            cases.extend(regulator.reviewer, case.pk, days=10, reason="Again.")
    assert Letter.objects.filter(case=case, kind="extended").exists()


def test_a_period_past_the_published_calendar_says_so(world: World) -> None:
    case = submitted_on("2026-12-28", world)
    found = clocks.of(case, local("2026-12-28 12:00"))
    assert found is not None and found.guessed and found.day.year == 2027


def run_clock(at: datetime) -> int:
    with clock.fixed(at):
        return int(expire())


def test_a_case_lapses_when_it_is_not_completed(world: World) -> None:
    case = submitted_on("2026-09-07", world, "standard_contract")
    with clock.fixed(local("2026-09-30 10:00")):
        case = again(cases.return_(world["regulator"].intake, case.pk, items=GAP))
        assert clocks.day_of(case.due) == date(2026, 10, 20)  # type: ignore[arg-type]
        with pytest.raises(WrongState):
            cases.lapse(SYSTEM, case.pk)
    assert Turn.objects.filter(subject_id=case.pk, ended=None, on_expiry="export_case.remind").exists(), "it is reminded before"
    assert run_clock(local("2026-10-17 00:30")) >= 1
    assert Event.objects.filter(subject_id=str(case.pk), name="exchange.export_case.reminded").exists() and again(case).state == "returned"
    run_clock(local("2026-10-21 00:30"))
    case = again(case)
    assert (case.state, case.code) == ("lapsed", "not_completed")
    assert Turn.objects.filter(subject_id=case.agreement_id, act="border:clear", ended=None).exists()
    assert not turns.waits_on(case).exists()


def test_a_case_ends_with_its_deal(world: World) -> None:
    case = case_in(State.UNDER_REVIEW, **world)
    assert close_cases() == 0
    agreements.terminate(world["provider"].owner, case.agreement_id)
    assert close_cases() == 1
    assert (again(case).state, again(case).code) == ("withdrawn", "deal_over")
    assert not turns.waits_on(case).exists()


def test_the_supervisor_is_called_when_the_desk_is_late(world: World) -> None:
    case = submitted_on("2026-09-29", world)
    run_clock(local("2026-10-13 00:10"))
    assert again(case).state == "submitted", "silence grants nothing"
    waiting = {turn.act for turn in turns.waits_on(case)}
    assert waiting == {"export_case:take_in", "export_case:supervise"}
    assert turns.waiting_for(world["regulator"].supervisor).filter(subject_id=case.pk, act="export_case:supervise").exists()
    assert run_clock(local("2026-10-20 00:10")) == 0, "once is enough"


def test_a_recorded_outcome_waits_for_its_second_person_whatever_the_desk_does(world: World) -> None:
    case = case_in(State.SUBMITTED, **world)
    cases.record_outcome(world["provider"].steward, case.pk, kind="accepted", body="The authority", number="CAC-1", issued_on=clock.today())
    cases.accept(world["regulator"].intake, case.pk)
    waiting = {turn.act for turn in turns.waits_on(case)}
    assert {"export_case:confirm_outcome", "export_case:take_in"} <= waiting
    assert again(case).due is not None
    run_clock(again(case).due + timedelta(hours=1))  # type: ignore[operator]
    assert "export_case:confirm_outcome" in {turn.act for turn in turns.waits_on(case)}
    cases.withdraw(world["provider"].steward, case.pk)
    assert not turns.waits_on(case).exists()


def test_re_evaluation_is_the_turn_of_those_who_took_no_part_and_its_days_are_the_platforms(world: World) -> None:
    case = cases.ask_reevaluation(world["provider"].steward, case_in(State.REFUSED, **world).pk, grounds="Read wrongly.")
    assert {turn.role for turn in turns.waits_on(case) if turn.act == "export_case:review"} == {"reviewer", "intake"}
    rule = step(case.path, case.state, case.kind)
    assert rule is not None and rule.cite.certainty.value == "platform"
    cases.opine(world["regulator"].intake, case.pk, kind="approve", text="Fits.")
    assert {turn.role for turn in turns.waits_on(case) if turn.act == "export_case:decide"} == {"approver", "supervisor"}


def test_re_evaluation_is_asked_for_in_fifteen_working_days(world: World) -> None:
    with clock.fixed(local("2026-09-25 10:00")):
        case = case_in(State.REFUSED, **world)
    with clock.fixed(local("2026-10-23 00:10")), pytest.raises(Refused) as late:
        cases.ask_reevaluation(world["provider"].steward, case.pk, grounds="Late.")
    assert late.value.decision is not None and late.value.decision.reasons[0].rule == "export_case.in_time"
    with clock.fixed(local("2026-10-22 23:00")):
        assert cases.ask_reevaluation(world["provider"].steward, case.pk, grounds="In time.").kind == "reevaluation"


def test_validity_ends_and_is_extended_in_its_window(world: World) -> None:
    with clock.fixed(local("2026-01-05 10:00")):
        case = again(case_in(State.APPROVED, **world))
        assert case.valid_until == date(2029, 1, 5)
    with clock.fixed(local("2028-12-01 10:00")):
        with pytest.raises(WrongState):
            cases.open_(world["provider"].steward, case.agreement_id, path="exempt", kind=Kind.EXTENSION.value)
        longer = cases.open_(world["provider"].steward, case.agreement_id, kind=Kind.EXTENSION.value)
        assert (longer.path, gather.validity(longer, clock.today())[1]) == (case.path, date(2032, 1, 5)), "three years from its own end"
        cases.withdraw(world["provider"].steward, longer.pk)
    with clock.fixed(local("2026-06-01 10:00")), pytest.raises(Refused) as early:
        cases.open_(world["provider"].steward, case.agreement_id, kind=Kind.EXTENSION.value)
    assert early.value.decision is not None and early.value.decision.reasons[0].rule == "export_case.extension_window"
    run_clock(local("2029-01-06 00:10"))
    assert again(case).state in ("ended", "approved")


def test_a_contract_is_filed_after_it_takes_effect(world: World) -> None:
    provider = world["provider"]
    with clock.fixed(local("2026-02-13 10:00")):
        deal = export_deal(provider, world["consumer"], world["operator"])
        determined(deal, "standard_contract")
        case = cases.open_(provider.steward, deal.pk, path="standard_contract")
        dossier_filled(provider, case)
        cases.state_document(provider.steward, case.pk, kind="standard_contract", effective_on=date(2026, 2, 13), digest="b" * 64, clauses={})
        from exchange.export_case.gather import basis

        found = basis(deal.pk)
        assert found is not None and (found.legal_effective_on, found.filing_due) == (date(2026, 2, 13), date(2026, 3, 5))
        assert LegalDocument.objects.filter(case=case).count() == 2
        cases.submit(provider.steward, case.pk)
        after: Callable[..., Any] = basis
        assert after(deal.pk).filing_due is None, "handed in: nothing is due from the exporter"
