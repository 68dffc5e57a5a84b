"""The watch over cleared exports: the contract's filing, what changes after the clearance, and a later case that replaces it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Membership
from accounts.organization.models import Organization
from exchange.agreement import use_cases as agreements
from exchange.clearance import use_cases as clearances
from exchange.clearance.models import Clearance, ClearanceAlert
from exchange.clearance.tasks import watch
from exchange.determination import use_cases as determinations
from exchange.determination.models import Reservation
from exchange.export_case import use_cases as cases
from exchange.rules.casework import CLAUSES
from exchange.supervision import use_cases as orders
from exchange.transfer import use_cases as transfers
from kernel import clock, turns
from kernel.actor import SYSTEM
from kernel.errors import Invalid, Refused, WrongState
from kernel.models import Event, Hold
from tests.cast import Party
from tests.factories.clearance import case_decided, export_agreed, export_cleared
from tests.factories.export_case import dossier_filled
from tests.factories.money import received

MANY = (150_000, 0)


def rules(error: Any) -> list[str]:
    return [reason.rule for reason in error.value.decision.reasons]


def contract_stated(provider: Party, overseas: Party, operator: Party) -> Any:
    """An export on the contract path: the contract is in force, nothing is filed yet."""
    agreement = export_agreed(provider, overseas, operator, persons=MANY)
    case = cases.open_(provider.steward, agreement.pk, path="standard_contract")
    cases.state_document(provider.steward, case.pk, kind="standard_contract", effective_on=clock.today(), digest="a" * 64, clauses=dict.fromkeys(CLAUSES, "annex 1"))
    return case


def test_the_contract_in_force_clears_and_an_unmet_filing_holds(provider: Party, overseas: Party, operator: Party, regulator: Party) -> None:
    case = contract_stated(provider, overseas, operator)
    clearance = clearances.issue(operator.one, case.agreement_id)
    assert (clearance.path, clearance.ordinary_quota) == ("standard_contract", 150_000) and clearance.filing_due is not None
    turn = next(turn for turn in turns.waits_on(clearance) if turn.act == "clearance:file")
    assert (turn.organization, turn.on_expiry) == (provider.id, "clearance.filing_overdue") and turn.until is not None
    with pytest.raises(WrongState):
        clearances.filing_overdue(SYSTEM, clearance.pk)
    with clock.fixed(turn.until):
        with pytest.raises(Refused) as error:
            transfers.request(overseas.trader, case.agreement_id)
        assert rules(error) == ["R-CLEAR-FILING"], "the day decides, not the clock's round"
        clearances.filing_overdue(SYSTEM, clearance.pk)
        with pytest.raises(Refused) as error:
            transfers.request(overseas.trader, case.agreement_id)
        assert rules(error) == ["R-CLEAR-FILING", "hold.standing"]
        with pytest.raises(WrongState):
            clearances.filing_shown(SYSTEM, clearance.pk)
        dossier_filled(provider, case)
        cases.submit(provider.steward, case.pk)
        assert watch() >= 1
        assert not Hold.objects.filter(lifted=None).exists()
        clearance.refresh_from_db()
        assert clearance.filed is not None and not clearance.overdue
        transfers.request(overseas.trader, case.agreement_id)


def test_a_case_that_falls_rests_what_was_cleared_on_it(provider: Party, overseas: Party, operator: Party) -> None:
    case = contract_stated(provider, overseas, operator)
    clearance = clearances.issue(operator.one, case.agreement_id)
    cases.withdraw(provider.steward, case.pk)
    with pytest.raises(Refused) as error:
        transfers.request(overseas.trader, case.agreement_id)
    assert rules(error) == ["R-CLEAR-CASE"], "at once, before the watch comes round"
    assert watch() == 1
    clearance.refresh_from_db()
    assert clearance.state == "suspended" and list(ClearanceAlert.objects.values_list("code", flat=True)) == ["case"]


def test_a_lighter_path_than_the_law_asks_for_is_not_cleared(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    clearances.revoke(operator.two, clearance.pk, cause="To be issued anew.")
    agreements.state_outside(provider.owner, ordinary=1_500_000, sensitive=0)
    with pytest.raises(Refused) as error:
        clearances.issue(operator.one, clearance.agreement_id)
    assert rules(error) == ["R-ISSUE-PATH"]


def test_a_buyer_that_moves_stops_the_export_and_the_exporter_is_told(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    Organization.objects.filter(pk=overseas.id).update(country="US")
    with pytest.raises(Refused) as error:
        received(overseas.trader, transfer)
    assert {"R-CLEAR-RECIPIENT", "R-CLEAR-PLACE"} <= set(rules(error))
    assert watch() == 1 and watch() == 0
    clearance.refresh_from_db()
    assert clearance.state == "suspended"
    assert [turn.act for turn in turns.waits_on(clearance) if turn.organization == provider.id] == ["clearance:redeclare"]


def test_a_buyer_at_home_that_moves_abroad_needs_a_clearance(provider: Party, consumer: Party, operator: Party) -> None:
    from tests.factories.money import free

    agreement = free(provider, consumer, operator)
    transfer = transfers.deliver(consumer.trader, agreement.pk)
    received(consumer.trader, transfer)
    Organization.objects.filter(pk=consumer.id).update(country="SG", foreign_number="202500009Z")
    with pytest.raises(Refused) as error:
        transfers.issue_link(consumer.trader, transfer.pk)
    assert rules(error) == ["R-BORDER-CLEARANCE"]


def test_quota_validity_and_told_changes(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    received(overseas.trader, transfers.deliver(overseas.trader, clearance.agreement_id))
    watch()
    assert "quota" in ClearanceAlert.objects.values_list("code", flat=True)
    with pytest.raises(Invalid):
        clearances.tell_change(provider.steward, clearance.pk, code="weather")
    clearances.tell_change(provider.steward, clearance.pk, code="foreign_law")
    with pytest.raises(WrongState):
        clearances.tell_change(provider.steward, clearance.pk, code="foreign_law")
    with clock.fixed(clock.now() + timedelta(days=1)):
        clearances.reinstate(operator.one, clearance.pk, cause="Assessed anew.")
        clearances.tell_change(provider.steward, clearance.pk, code="foreign_law")
    assert ClearanceAlert.objects.filter(code="foreign_law").count() == 1


def test_a_later_case_replaces_the_clearance_and_the_deal_s_end_ends_it(provider: Party, overseas: Party, operator: Party) -> None:
    clearance = export_cleared(provider, overseas, operator, form={"count": 1})
    case_decided(provider, operator, clearance.agreement)
    later = clearances.issue(operator.one, clearance.agreement_id)
    clearance.refresh_from_db()
    assert (clearance.state, later.state) == ("revoked", "issued")
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    received(overseas.trader, transfer)
    transfers.accept(overseas.trader, transfer.pk)
    watch()
    assert Clearance.objects.get(pk=later.pk).state == "exhausted"
    with pytest.raises(WrongState):
        clearances.issue(operator.one, clearance.agreement_id)


def test_a_law_that_asks_for_more_stops_what_was_cleared(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    """The counts of the year grew after the clearance: its path carries the export no longer, whatever the clearance says."""
    clearance = cleared
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    agreements.state_outside(provider.owner, ordinary=1_500_000, sensitive=0)
    determinations.repeat(SYSTEM, clearance.agreement_id, occasion="statement")
    for act in (lambda: received(overseas.trader, transfer), lambda: transfers.request(overseas.trader, clearance.agreement_id, method="projection")):
        with pytest.raises(Refused) as error:
            act()
        assert rules(error) == ["R-CLEAR-LAW"]
    assert watch() == 1 and watch() == 0
    clearance.refresh_from_db()
    assert clearance.state == "suspended" and "law" in ClearanceAlert.objects.values_list("code", flat=True)


def test_a_sheet_raised_above_the_quota_after_a_delivery_stops(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    received(overseas.trader, transfer)
    transfers.issue_link(overseas.trader, transfer.pk)
    Reservation.objects.update(ordinary=1_001)
    with pytest.raises(Refused) as error:
        transfers.issue_link(overseas.trader, transfer.pk)
    assert rules(error) == ["R-CLEAR-QUOTA"]


def test_a_later_clearance_counts_for_itself(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    first = transfers.deliver(overseas.trader, clearance.agreement_id)
    received(overseas.trader, first)
    transfers.accept(overseas.trader, first.pk)
    case_decided(provider, operator, clearance.agreement)
    later = clearances.issue(operator.one, clearance.agreement_id, ordinary=999)
    with pytest.raises(Refused) as error:
        transfers.request(overseas.trader, clearance.agreement_id)
    assert rules(error) == ["R-CLEAR-QUOTA"]
    assert later.ordinary_used == 0


def test_a_contract_filed_before_the_clearance_keeps_its_day(provider: Party, overseas: Party, operator: Party) -> None:
    case = contract_stated(provider, overseas, operator)
    dossier_filled(provider, case)
    cases.submit(provider.steward, case.pk)
    clearance = clearances.issue(operator.one, case.agreement_id)
    assert clearance.filing_due is not None and clearance.filed is not None
    assert not turns.waits_on(clearance).filter(act="clearance:file").exists()


def test_a_draft_or_a_contract_without_its_text_clears_nothing(provider: Party, overseas: Party, operator: Party) -> None:
    agreement = export_agreed(provider, overseas, operator, persons=MANY)
    case = cases.open_(provider.steward, agreement.pk, path="standard_contract")
    for kind, digest in (("draft", "a" * 64), ("standard_contract", ""), ("certificate", "a" * 64)):
        cases.state_document(provider.steward, case.pk, kind=kind, effective_on=clock.today(), digest=digest, clauses=dict.fromkeys(CLAUSES, "annex 1"))
        with pytest.raises(Refused) as error:
            clearances.issue(operator.one, agreement.pk)
        assert "R-ISSUE-UNDECIDED" in rules(error)
    cases.state_document(provider.steward, case.pk, kind="standard_contract", effective_on=clock.today(), digest="a" * 64, clauses=dict.fromkeys(CLAUSES, "annex 1"))
    assert clearances.issue(operator.one, agreement.pk).path == "standard_contract"


def test_an_order_on_a_clearance_is_not_escaped_by_another(provider: Party, overseas: Party, operator: Party, regulator: Party, cleared: Clearance) -> None:
    clearance = cleared
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    case_decided(provider, operator, clearance.agreement)
    order = orders.place(regulator.supervisor, scope="clearance", subject=clearance.pk, cause="Examined.", basis="M11 17")
    with pytest.raises(Refused) as error:
        clearances.issue(operator.one, clearance.agreement_id)
    assert rules(error) == ["hold.standing"]
    orders.lift(regulator.approver, order.pk, remark="Nothing found.")
    clearances.issue(operator.one, clearance.agreement_id)
    orders.place(regulator.supervisor, scope="clearance", subject=clearance.pk, cause="Examined again.", basis="M11 17")
    for act in (lambda: transfers.request(overseas.trader, clearance.agreement_id, method="projection"), lambda: transfers.issue_link(overseas.trader, transfer.pk)):
        with pytest.raises(Refused) as error:
            act()
        assert "hold.standing" in rules(error)


def test_a_told_change_is_not_escaped_by_issuing_anew(provider: Party, overseas: Party, operator: Party, regulator: Party, cleared: Clearance) -> None:
    clearance = cleared
    clearances.tell_change(provider.steward, clearance.pk, code="purpose")
    clearances.revoke(operator.one, clearance.pk, cause="The purpose has changed.")
    with pytest.raises(Refused) as error:
        clearances.issue(operator.one, clearance.agreement_id)
    assert rules(error) == ["R-ISSUE-STOPPER", "R-ISSUE-CHANGED"]
    assert "The purpose has changed." not in "".join(Event.objects.filter(name="exchange.clearance.revoked").values_list("payload", flat=True))
    case_decided(provider, operator, clearance.agreement)
    assert clearances.issue(operator.one, clearance.agreement_id).state == "issued"


def test_nobody_of_a_party_clears_or_releases(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    clearances.suspend(operator.two, clearance.pk, cause="Examined.")
    assert operator.one.person is not None
    Membership.objects.create(user_id=operator.one.person, organization_id=overseas.id, roles=["viewer"], since=clock.now())
    for act in (clearances.reinstate, clearances.revoke):
        with pytest.raises(Refused) as error:
            act(operator.one, clearance.pk, cause="Nothing found.")
        assert rules(error) == ["operator.own_case"]
    with pytest.raises(Refused):
        clearances.issue(operator.one, clearance.agreement_id)


def test_a_filing_shown_by_the_next_clearance_lifts_the_hold(provider: Party, overseas: Party, operator: Party) -> None:
    case = contract_stated(provider, overseas, operator)
    clearance = clearances.issue(operator.one, case.agreement_id)
    turn = next(turn for turn in turns.waits_on(clearance) if turn.act == "clearance:file")
    assert turn.until is not None
    with clock.fixed(turn.until):
        clearances.filing_overdue(SYSTEM, clearance.pk)
        clearances.revoke(operator.two, clearance.pk, cause="Not filed in time.")
        dossier_filled(provider, case)
        cases.submit(provider.steward, case.pk)
        assert Hold.objects.filter(lifted=None).exists()
        assert clearances.issue(operator.one, case.agreement_id).filed is not None
        assert not Hold.objects.filter(lifted=None).exists()
        transfers.request(overseas.trader, case.agreement_id)
