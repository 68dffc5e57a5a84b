"""Pages and API of clearances, exports and their register: who sees what, what a click does, and that the return adds up."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from exchange.clearance import use_cases as clearances
from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.supervision.tasks import count_days
from exchange.transfer import use_cases as transfers
from kernel import clock, holds
from tests.cast import Api, Party, signed_in
from tests.factories.clearance import case_decided, export_agreed, export_cleared
from tests.factories.money import received
from tests.factories.trade import agreement_again


@pytest.fixture
def delivered(provider: Party, overseas: Party, operator: Party) -> Clearance:
    clearance = export_cleared(provider, overseas, operator)
    received(overseas.trader, transfers.deliver(overseas.trader, clearance.agreement_id))
    count_days()
    return clearance


def test_the_register_and_its_pages(delivered: Clearance, provider: Party, overseas: Party, operator: Party, regulator: Party, outsider: Party, django_assert_max_num_queries: Any) -> None:
    declaration = ExportDeclaration.objects.get()
    own = [f"exports/{declaration.pk}/", f"clearances/{delivered.pk}/"]
    for party, actor in ((provider, provider.viewer), (overseas, overseas.trader), (operator, operator.one), (regulator, regulator.auditor)):
        browser = signed_in(actor)
        for page in ("exports/", "clearances/", "orders/", *own):
            with django_assert_max_num_queries(12):
                answer = browser.get(f"/workspace/{party.id}/{page}")
            assert answer.status_code == 200, page
            assert delivered.number in answer.content.decode() or page == "orders/"
        register = browser.get(f"/workspace/{party.id}/exports/").content.decode()
        assert "<svg" in register and "Singapore" in register
        told = "first export of personal data" in browser.get(f"/workspace/{party.id}/{own[0]}").content.decode()
        assert told is (party is not overseas), "why an export has its lane is the exporter's and the desk's"
    stranger = signed_in(outsider.owner)
    assert delivered.number not in stranger.get(f"/workspace/{outsider.id}/exports/").content.decode()
    for page in own:
        assert stranger.get(f"/workspace/{outsider.id}/{page}").status_code == 404
    for page in ("exports/waiting/", "situation/", "orders/new/"):
        assert stranger.get(f"/workspace/{outsider.id}/{page}").status_code == 404
        assert signed_in(provider.owner).get(f"/workspace/{provider.id}/{page}").status_code == 404
        assert signed_in(regulator.supervisor).get(f"/workspace/{regulator.id}/{page}").status_code == 200
    filtered = signed_in(operator.one).get(f"/workspace/{operator.id}/exports/?lane=red").content.decode()
    assert declaration.number not in filtered


def test_the_monthly_return_adds_up(delivered: Clearance, provider: Party, overseas: Party, operator: Party) -> None:
    transfers.accept(overseas.trader, ExportDeclaration.objects.get().transfer)
    received(overseas.trader, transfers.deliver(overseas.trader, delivered.agreement_id))
    today = clock.today()
    address = f"exports/return/{today.year}/{today.month}/"
    answer: Any = signed_in(operator.one).get(f"/workspace/{operator.id}/{address}?csv")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    head, first, second, by_place, total = rows
    place = {name: number for number, name in enumerate(head)}
    assert [row[place["persons_ordinary"]] for row in (first, second, by_place, total)] == ["1000", "0", "1000", "1000"]
    assert second[place["same_persons_again"]] == "yes" and by_place[place["destination"]] == "SG"
    assert int(total[place["bytes"]]) == sum(int(row[place["bytes"]]) for row in (first, second))
    assert signed_in(provider.owner).get(f"/workspace/{provider.id}/{address}").status_code == 200
    for language in ("zh-hans", "en"):
        paper = signed_in(provider.owner, language=language).get(f"/workspace/{provider.id}/{address}?pdf")
        assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert "SG" not in signed_in(overseas.owner).get(f"/workspace/{overseas.id}/{address}?csv").getvalue().decode()  # type: ignore[attr-defined]
    assert signed_in(provider.owner).get(f"/workspace/{provider.id}/exports/return/{today.year}/13/").status_code == 404


def test_issuing_by_page_and_resting_it(provider: Party, overseas: Party, operator: Party) -> None:
    agreement = export_agreed(provider, overseas, operator)
    browser = signed_in(operator.one)
    address = f"/workspace/{operator.id}/deals/{agreement.pk}/clearance/"
    assert "R-ISSUE-UNDECIDED" in browser.get(address).content.decode()
    assert signed_in(provider.owner).get(f"/workspace/{provider.id}/deals/{agreement.pk}/clearance/").status_code == 404
    case_decided(provider, operator, agreement)
    assert browser.post(address, {"fields_": ["city"], "ordinary": 2_000, "sensitive": 0}).status_code == 422
    assert browser.post(address, {"fields_": ["city"], "ordinary": 10, "sensitive": 0}).status_code == 302
    clearance = Clearance.objects.get()
    assert (clearance.fields, clearance.ordinary_quota) == (["city"], 10)
    mine = f"/workspace/{provider.id}/clearances/{clearance.pk}/"
    exporter = signed_in(provider.steward)
    assert "Tell of a change" in exporter.get(mine).content.decode()
    assert exporter.get(f"{mine}change/").status_code == 200
    assert exporter.post(f"{mine}change/", {"code": "recipient"}).status_code == 302
    page = browser.get(f"/workspace/{operator.id}/clearances/{clearance.pk}/").content.decode()
    assert "The recipient has changed." in page and "Suspended" in page
    assert browser.post(f"/workspace/{operator.id}/clearances/{clearance.pk}/reinstate/", {"cause": "Declared again."}).status_code == 302
    assert browser.get(f"/workspace/{operator.id}/clearances/{clearance.pk}/nonsense/").status_code == 404
    clearance.refresh_from_db()
    assert clearance.state == "issued"


def test_a_red_export_is_decided_at_the_desk(provider: Party, overseas: Party, operator: Party, cleared: Clearance) -> None:
    clearance = cleared
    deal = agreement_again(clearance.agreement_id)
    holds.place(deal, scope=holds.EXPORT, cause="Order", at=clock.now(), by=operator.one.person)
    holds.lift(deal, cause="Order", at=clock.now(), by=operator.two.person)
    transfers.deliver(overseas.trader, deal.pk)
    declaration = ExportDeclaration.objects.get()
    browser = signed_in(operator.two)
    assert declaration.number in browser.get(f"/workspace/{operator.id}/exports/waiting/").content.decode()
    assert "waits for a person" in signed_in(overseas.trader).get(f"/workspace/{overseas.id}/deals/{deal.pk}/delivery/").content.decode()
    address = f"/workspace/{operator.id}/exports/{declaration.pk}/release/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"remark": ""}).status_code == 422
    assert browser.post(address, {"remark": "As cleared."}).status_code == 302
    declaration.refresh_from_db()
    assert declaration.state == "released"
    assert signed_in(provider.owner).get(f"/workspace/{provider.id}/exports/{declaration.pk}/release/").status_code == 404


def test_by_api(provider: Party, overseas: Party, operator: Party, regulator: Party, outsider: Party, django_assert_max_num_queries: Any) -> None:
    agreement = export_agreed(provider, overseas, operator)
    case = case_decided(provider, operator, agreement)
    exchange, seller, buyer, stranger = Api(operator.one), Api(provider.steward), Api(overseas.trader), Api(outsider.owner)
    address = f"/api/v1/export-cases/{case.pk}/clearance"
    assert exchange.get(address).status_code == 404
    assert seller.post(address, {}).status_code == 403
    assert stranger.post(address, {}).status_code == 404
    made = exchange.post(address, {"only": ["city", "spend"]}, key="k1")
    assert (made.status_code, made.json()["cleared_fields"]) == (201, ["city", "spend"])
    assert exchange.post(address, {"only": ["city", "spend"]}, key="k1").json() == made.json()
    assert stranger.get(address).status_code == 404
    assert seller.get(address).json()["basis"] and buyer.get(address).json()["basis"] == {}
    clearance = made.json()["id"]
    assert Api(operator.two).post(f"/api/v1/clearances/{clearance}/suspend", {"cause": "Looked into."}).json()["state"] == "suspended"
    assert Api(operator.two).post(f"/api/v1/clearances/{clearance}/reinstate", {"cause": "x"}).status_code == 403
    assert exchange.post(f"/api/v1/clearances/{clearance}/reinstate", {"cause": "Nothing found."}).json()["state"] == "issued"
    whole = buyer.post("/api/v1/transfers", {"agreement": str(agreement.pk), "start": True})
    assert whole.status_code == 409
    assert [rule["id"] for rule in whole.json()["decision"]["rules"]] == ["R-CLEAR-FIELD"] and whole.json()["decision"]["remedy"]
    with django_assert_max_num_queries(12):
        assert seller.get("/api/v1/declarations").json()["items"] == []
    order = Api(regulator.supervisor).post("/api/v1/orders", {"scope": "clearance", "subject": clearance, "cause": "Examined.", "basis": "M11 17"})
    assert order.status_code == 201 and Api(regulator.auditor).get("/api/v1/holds").json()["items"][0]["scope"] == "export"
    assert Api(regulator.approver).post(f"/api/v1/orders/{order.json()['id']}/lift", {"remark": "Nothing found."}).json()["state"] == "lifted"
    assert seller.get(f"/api/v1/orders/{order.json()['id']}").status_code == 200 and buyer.get(f"/api/v1/orders/{order.json()['id']}").status_code == 404
    assert clearances.revoke(operator.one, clearance, cause="Over.").state == "revoked"


def test_the_credential_at_the_check_page(delivered: Clearance, regulator: Party) -> None:
    reader = Client(headers={"Accept-Language": "en"})
    good = reader.post("/check/", {"proof": delivered.credential}).content.decode()
    assert "in force" in good and delivered.number in good and "Cleared" not in good
    assert "changed after it was signed" in reader.post("/check/", {"proof": delivered.credential.replace('"SG"', '"US"')}).content.decode()
    clearances.suspend(regulator.supervisor, delivered.pk, cause="Examined.")
    assert "not in force now" in reader.post("/check/", {"proof": delivered.credential}).content.decode()
