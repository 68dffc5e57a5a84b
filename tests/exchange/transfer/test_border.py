"""One suite that every way of delivery passes: outside the clearance nothing flows, and the refusal names rule and remedy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.organization.models import Organization
from exchange.clearance import use_cases as clearances
from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.determination.models import Reservation
from exchange.supervision import use_cases as orders
from exchange.transfer import use_cases as transfers
from exchange.transfer.methods import METHODS
from exchange.transfer.models import Transfer
from exchange.transfer.tasks import make_files
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Refused
from tests.cast import Api, Party
from tests.factories.clearance import case_decided, export_agreed, export_cleared

every_method = pytest.mark.parametrize("method", list(METHODS))


def started(method: str, overseas: Party, clearance: Clearance) -> Transfer:
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id, method=method)
    make_files()
    transfer.refresh_from_db()
    assert transfer.state == "STARTED"
    return transfer


def told(answer: Any) -> list[str]:
    """The rules of a refusal; each came with a source and a remedy."""
    assert answer.status_code == 409, answer.status_code
    found = answer.json()["decision"]
    assert found["outcome"] in ("refused", "unknown") and all(rule["cites"] and rule["remedy"] for rule in found["rules"])
    return [rule["id"] for rule in found["rules"]]


@every_method
def test_without_a_clearance_nothing_is_asked_for(method: str, provider: Party, overseas: Party, operator: Party) -> None:
    agreement = export_agreed(provider, overseas, operator)
    assert told(Api(overseas.trader).post("/api/v1/transfers", {"agreement": str(agreement.pk), "method": method})) == ["R-BORDER-CLEARANCE"]


@every_method
def test_no_place_in_the_scope_can_be_left(method: str, provider: Party, overseas: Party, operator: Party, regulator: Party, django_assert_max_num_queries: Any, cleared: Clearance) -> None:
    """First access and every later one: each change stops both, and each is refused by its own rule."""
    clearance = cleared
    transfer = started(method, overseas, clearance)
    buyer, address = Api(overseas.trader), f"/api/v1/transfers/{transfer.pk}/content"
    end = clearance.valid_until

    def moved() -> Callable[[], Any]:
        Organization.objects.filter(pk=overseas.id).update(country="US")
        return lambda: Organization.objects.filter(pk=overseas.id).update(country="SG")

    def suspended() -> Callable[[], Any]:
        clearances.suspend(regulator.supervisor, clearance.pk, cause="Examined.")
        return lambda: clearances.reinstate(operator.one, clearance.pk, cause="Nothing found.")

    def ordered() -> Callable[[], Any]:
        order = orders.place(regulator.supervisor, scope="exporter", subject=provider.id, cause="Examined.", basis="M11 17")
        return lambda: orders.lift(regulator.approver, order.pk, remark="Nothing found.")

    for _turn in ("before the first byte", "after it"):
        for stop, rules in ((moved, ["R-CLEAR-RECIPIENT", "R-CLEAR-PLACE"]), (suspended, ["R-CLEAR-STATE"]), (ordered, ["hold.standing"])):
            undo = stop()
            assert told(buyer.get(address)) == rules
            assert told(buyer.post(f"/api/v1/transfers/{transfer.pk}/links")) == rules
            undo()
        with clock.fixed(clock.now() + (end - clock.today() + timedelta(days=1))):
            assert "R-CLEAR-UNTIL" in told(Api(overseas.trader).get(address))
        assert buyer.get(address).getvalue()
    with django_assert_max_num_queries(12):
        assert buyer.get(address).getvalue()
    clearances.revoke(operator.two, clearance.pk, cause="Passed on.")
    assert told(buyer.get(address)) == ["R-CLEAR-STATE"]


@every_method
def test_more_persons_than_cleared_do_not_go(method: str, provider: Party, overseas: Party, operator: Party) -> None:
    clearance = export_cleared(provider, overseas, operator, issue={"ordinary": 999})
    with pytest.raises(Refused) as error:
        transfers.request(overseas.trader, clearance.agreement_id, method=method)
    assert error.value.decision is not None and [reason.rule for reason in error.value.decision.reasons] == ["R-CLEAR-QUOTA"]
    assert not ExportDeclaration.objects.exists()


@every_method
def test_fields_that_were_not_cleared_do_not_go(method: str, provider: Party, overseas: Party, operator: Party) -> None:
    clearance = export_cleared(provider, overseas, operator, issue={"fields": ["city"]})
    if not METHODS[method].projects:
        with pytest.raises(Refused) as error:
            transfers.request(overseas.trader, clearance.agreement_id, method=method)
        assert error.value.decision is not None and [reason.rule for reason in error.value.decision.reasons] == ["R-CLEAR-FIELD"]
        return
    transfer = started(method, overseas, clearance)
    assert ExportDeclaration.objects.get(transfer=transfer.pk).fields == ["city"]
    content = Api(overseas.trader).get(f"/api/v1/transfers/{transfer.pk}/content").getvalue()
    assert b"city" in content and b"member_id" not in content and b"M-0001" not in content


def test_files_cut_under_an_earlier_clearance_are_judged_as_they_were_cut(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    transfer = transfers.request(overseas.trader, clearance.agreement_id, method="projection")
    make_files()
    case_decided(provider, operator, clearance.agreement)
    clearances.issue(operator.one, clearance.agreement_id, fields=["city"])
    with pytest.raises(Refused) as error:
        transfers.start(overseas.trader, transfer.pk)
    assert error.value.decision is not None and [reason.rule for reason in error.value.decision.reasons] == ["R-CLEAR-FIELD"]
    assert not ExportDeclaration.objects.exists()
    transfers.terminate(overseas.trader, transfer.pk)
    again = started("projection", overseas, clearance)
    assert b"member_id" not in Api(overseas.trader).get(f"/api/v1/transfers/{again.pk}/content").getvalue()


def test_silence_accepts_nothing_that_the_border_stops(provider: Party, overseas: Party, operator: Party, regulator: Party, cleared: Clearance) -> None:
    clearance = cleared
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    assert transfer.accept_by is not None
    clearances.suspend(regulator.supervisor, clearance.pk, cause="Examined.")
    with clock.fixed(transfer.accept_by + timedelta(minutes=1)):
        postponed = transfers.accept_by_silence(SYSTEM, transfer.pk)
        assert (postponed.acceptance, postponed.state) == ("pending", "STARTED") and postponed.accept_by is not None
        clearances.reinstate(operator.one, clearance.pk, cause="Nothing found.")
        order = orders.place(regulator.supervisor, scope="clearance", subject=clearance.pk, cause="Examined.", basis="M11 17")
    with clock.fixed(postponed.accept_by):
        again = transfers.accept_by_silence(SYSTEM, transfer.pk)
        assert again.acceptance == "pending" and again.accept_by is not None
        orders.lift(regulator.approver, order.pk, remark="Nothing found.")
    with clock.fixed(again.accept_by):
        assert transfers.accept_by_silence(SYSTEM, transfer.pk).acceptance == "silent"
    assert ExportDeclaration.objects.get().state == "cancelled", "accepted unseen: nothing was exported"


def test_a_delivery_rejected_unseen_takes_its_declaration_back(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    transfers.reject(overseas.trader, transfer.pk, code="not_delivered", note="Nothing could be received.")
    assert ExportDeclaration.objects.get().state == "cancelled"


def test_persons_that_no_year_holds_do_not_go(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    transfer = transfers.deliver(overseas.trader, clearance.agreement_id)
    Reservation.objects.update(state="released")
    assert told(Api(overseas.trader).get(f"/api/v1/transfers/{transfer.pk}/content")) == ["R-CLEAR-COUNT"]
    assert not transfer.accesses.exists() and ExportDeclaration.objects.get().state == "declared"


def test_a_delivery_goes_on_under_the_clearance_that_takes_the_place(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    transfer = started("projection", overseas, clearance)
    address = f"/api/v1/transfers/{transfer.pk}/content"
    case_decided(provider, operator, clearance.agreement)
    later = clearances.issue(operator.one, clearance.agreement_id)
    assert Api(overseas.trader).get(address).getvalue()
    clearance.refresh_from_db()
    later.refresh_from_db()
    assert (clearance.ordinary_used, later.ordinary_used) == (0, 1_000), "counted where it went"
    case_decided(provider, operator, clearance.agreement)
    clearances.issue(operator.one, clearance.agreement_id, fields=["city"])
    assert told(Api(overseas.trader).get(address)) == ["R-CLEAR-FIELD"]
