"""The acts of clearance: issued by another person, declared at each export, counted once, rested and ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from exchange.agreement.models import Condition
from exchange.clearance import credential, use_cases as clearances
from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.clearance.states import Declared
from exchange.determination.models import YearCount
from exchange.transfer import use_cases as transfers
from exchange.transfer.models import Transfer
from kernel import clock, holds, turns
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.models import Event
from tests.cast import Api, Party
from tests.factories.clearance import case_decided, export_agreed, export_cleared
from tests.factories.money import received
from tests.factories.trade import agreement_again


def rules(error: Any) -> list[str]:
    return [reason.rule for reason in error.value.decision.reasons]


def events(record: Any) -> list[str]:
    return [name.rpartition(".")[2] for name in Event.objects.filter(subject_id=str(record.pk)).order_by("id").values_list("name", flat=True)]


def test_an_export_from_clearance_to_delivery(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    agreement = agreement_again(clearance.agreement_id)
    assert (clearance.state, clearance.path, clearance.ordinary_quota, clearance.fields) == ("issued", "exempt", 1_000, ["member_id", "city", "spend"])
    assert clearance.valid_until == date(clock.today().year, 12, 31) or clearance.valid_until <= agreement.in_force_until.date()  # type: ignore[union-attr]
    assert Condition.objects.get(agreement=agreement, kind="border_clearance").met
    transfer = transfers.deliver(overseas.trader, agreement.pk)
    declaration = ExportDeclaration.objects.get(transfer=transfer.pk)
    assert (transfer.state, declaration.state, declaration.lane, declaration.destination, declaration.ordinary) == ("STARTED", "declared", "yellow", "SG", 1_000)
    assert Clearance.objects.get().ordinary_used == 0
    received(overseas.trader, transfer)
    received(overseas.owner, transfer)
    declaration.refresh_from_db()
    assert (declaration.state, declaration.repeat) == ("delivered", False)
    assert events(declaration) == ["declared", "delivered"]
    assert Clearance.objects.get().ordinary_used == 1_000
    year = YearCount.objects.get(organization=provider.id)
    assert (year.ordinary_reserved, year.ordinary_taken) == (0, 1_000)
    transfers.accept(overseas.trader, transfer.pk)
    again = transfers.deliver(overseas.trader, agreement.pk)
    received(overseas.trader, again)
    second = ExportDeclaration.objects.get(transfer=again.pk)
    assert (second.state, second.repeat, second.number) == ("delivered", True, f"{clearance.number}-002")
    assert Clearance.objects.get().ordinary_used == 1_000, "the same persons are not counted twice"
    assert YearCount.objects.get(organization=provider.id).ordinary_taken == 1_000


def test_issuing_asks_for_another_person_and_a_decided_case(provider: Party, overseas: Party, operator: Party, regulator: Party, outsider: Party) -> None:
    agreement = export_agreed(provider, overseas, operator)
    with pytest.raises(Refused) as error:
        clearances.issue(operator.one, agreement.pk)
    assert rules(error) == ["R-ISSUE-UNDECIDED"]
    case_decided(provider, operator, agreement)
    with pytest.raises(Refused) as error:
        clearances.issue(operator.two, agreement.pk)
    assert rules(error) == ["R-ISSUE-PERSON"]
    for actor in (provider.owner, overseas.owner, regulator.approver, SYSTEM):
        with pytest.raises(Forbidden):
            clearances.issue(actor, agreement.pk)
    with pytest.raises(NotFound):
        clearances.issue(outsider.owner, agreement.pk)
    for wrong in ({"fields": ["nothing"]}, {"fields": []}, {"ordinary": 1_001}, {"sensitive": 1}, {"valid_until": clock.today() - timedelta(days=1)}):
        with pytest.raises(Invalid):
            clearances.issue(operator.one, agreement.pk, **wrong)  # type: ignore[arg-type]
    clearance = clearances.issue(operator.one, agreement.pk, fields=["city"], ordinary=10)
    assert (clearance.fields, clearance.ordinary_quota) == (["city"], 10)
    with pytest.raises((Refused, Conflict)):
        clearances.issue(operator.one, agreement.pk)


def test_the_credential_is_checked_without_asking(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    checked = credential.check(clearance.credential)
    assert checked.decision.permitted and checked.body["fields"] == clearance.fields
    assert str(operator.one.person) not in clearance.credential
    for changed in (clearance.credential.replace("1000", "9000"), clearance.credential.replace('"SG', '"US'), "{}", "nonsense", clearance.credential[:-3]):
        found = credential.check(changed)
        assert not found.decision.permitted and not found.body
    clearances.revoke(operator.one, clearance.pk, cause="Issued in error.")
    assert credential.check(clearance.credential).decision.outcome == "refused"


def test_suspended_put_in_force_by_another_and_revoked(provider: Party, overseas: Party, operator: Party, regulator: Party, cleared: Clearance) -> None:
    clearance = cleared
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    clearances.suspend(regulator.supervisor, clearance.pk, cause="A complaint is looked into.")
    with pytest.raises(Refused) as error:
        received(overseas.trader, transfer)
    assert rules(error) == ["R-CLEAR-STATE"]
    with pytest.raises(Forbidden):
        clearances.reinstate(regulator.supervisor, clearance.pk, cause="Nothing found.")
    clearances.reinstate(operator.one, clearance.pk, cause="Nothing found.")
    received(overseas.trader, transfer)
    clearances.revoke(operator.two, clearance.pk, cause="The recipient passed data on.")
    with pytest.raises(Refused):
        transfers.issue_link(overseas.trader, transfer.pk)
    for act in (clearances.suspend, clearances.reinstate, clearances.revoke):
        with pytest.raises(WrongState):
            act(operator.one, clearance.pk, cause="Again.")
    assert [name for name in events(clearance) if name != "refused"] == ["issued", "suspended", "reinstated", "revoked"]
    assert not turns.waits_on(clearance).exists()


def test_the_clock_ends_it_and_the_day_after_nothing_flows(provider: Party, overseas: Party, operator: Party) -> None:
    clearance = export_cleared(provider, overseas, operator, issue={"valid_until": clock.today() + timedelta(days=20)})
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    with pytest.raises(WrongState):
        clearances.expire(SYSTEM, clearance.pk)
    turn = turns.waits_on(clearance).get()
    assert turn.until is not None
    with clock.fixed(turn.until - timedelta(seconds=1)):
        transfers.issue_link(overseas.trader, transfer.pk)
    with clock.fixed(turn.until):
        with pytest.raises(Refused) as error:
            transfers.issue_link(overseas.trader, transfer.pk)
        assert rules(error) == ["R-CLEAR-UNTIL"]
        clearances.expire(SYSTEM, clearance.pk)
    assert Clearance.objects.get().state == "expired"


def test_a_red_export_waits_for_a_person_and_goes_on_by_itself(provider: Party, overseas: Party, operator: Party) -> None:
    from exchange.transfer.tasks import go_on

    clearance = export_cleared(provider, overseas, operator)
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    assert transfer.state == "STARTED"
    transfers.terminate(provider.steward, transfer.pk)
    assert ExportDeclaration.objects.get().state == Declared.CANCELLED
    holds.place(agreement_again(clearance.agreement_id), scope=holds.EXPORT, cause="Order", at=clock.now(), by=operator.one.person)
    holds.lift(agreement_again(clearance.agreement_id), cause="Order", at=clock.now(), by=operator.two.person)
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    declaration = ExportDeclaration.objects.get(transfer=transfer.pk)
    assert (transfer.state, transfer.waits_for, declaration.lane, declaration.state) == ("REQUESTED", "release", "red", "held")
    assert next(reason["id"] for reason in declaration.reasons) == "R-LANE-ORDER"
    assert turns.waits_on(declaration).get().act == "export_declaration:decide"
    assert go_on() == 0
    for actor in (provider.owner, overseas.owner, SYSTEM):
        with pytest.raises(Forbidden):
            clearances.release(actor, declaration.pk, remark="Let it go.")
    with pytest.raises(Invalid):
        clearances.release(operator.one, declaration.pk, remark=" ")
    clearances.release(operator.one, declaration.pk, remark="Looked at the file: as cleared.")
    assert go_on() == 1
    transfer.refresh_from_db()
    assert (transfer.state, transfer.waits_for) == ("STARTED", "")
    received(overseas.trader, transfer)
    with pytest.raises(WrongState):
        clearances.refuse(operator.one, declaration.pk, remark="Too late.")


def test_a_refused_red_export_does_not_start(provider: Party, overseas: Party, operator: Party, regulator: Party) -> None:
    from exchange.transfer.tasks import go_on

    clearance = export_cleared(provider, overseas, operator)
    holds.place(clearance, scope=holds.EXPORT, cause="Order", at=clock.now(), by=operator.one.person)
    holds.lift(clearance, cause="Order", at=clock.now(), by=operator.two.person)
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    declaration = ExportDeclaration.objects.get(transfer=transfer.pk)
    clearances.refuse(regulator.supervisor, declaration.pk, remark="Two columns more than declared.")
    assert go_on() == 0
    transfer.refresh_from_db()
    assert (transfer.state, transfer.waits_for) == ("REQUESTED", "")
    before = Event.objects.count()
    assert go_on() == 0 and Event.objects.count() == before, "it is tried once"
    with pytest.raises(Refused) as error:
        transfers.start(overseas.trader, transfer.pk)
    assert rules(error) == ["R-LANE-REFUSED"]
    for party, told in ((provider, "Two columns more than declared."), (overseas, "")):
        answer = Api(party.owner).get(f"/api/v1/declarations/{declaration.pk}")
        assert answer.json()["remark"] == told and bool(told) == (b"Two columns" in answer.content)
    transfers.terminate(overseas.trader, transfer.pk)
    assert Transfer.objects.get().state == "TERMINATED"
