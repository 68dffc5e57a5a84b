"""Money by API: accounts and statements, deposits and payouts with two persons, funding under a key."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from exchange.settlement.models import LedgerAccount
from exchange.transfer.models import Transfer
from kernel import clock
from tests.cast import Api, Party
from tests.factories.money import claimed, funded, institution, paid_in, proposed, received
from tests.factories.trade import agreement_in


def deposit_body(operator: Party, amount: str = "120.50", reference: str = "B-1") -> dict[str, Any]:
    money = {"amount": amount, "currency": "CNY"}
    return {"institution": str(institution(operator).pk), "reference": reference, "amount": money, "value_date": clock.today().isoformat()}


def test_a_deposit_and_a_payout_by_two_clients(consumer: Party, operator: Party) -> None:
    buyer, one = Api(consumer.finance), Api(operator.one)
    made = buyer.post("/api/v1/deposits", deposit_body(operator), key="d1")
    assert made.status_code == 201, made.json()
    assert made.json()["amount"] == {"amount": "120.50", "currency": "CNY"}
    again = buyer.post("/api/v1/deposits", deposit_body(operator), key="d1")
    assert (again.status_code, again.json()) == (201, made.json())
    assert buyer.post("/api/v1/deposits", deposit_body(operator, "1.00"), key="d1").status_code == 422
    assert buyer.post("/api/v1/deposits", deposit_body(operator)).json()["code"] == "reference_used"
    address = made["Location"]
    assert buyer.post(f"{address}/confirm").status_code == 403
    assert one.post(f"{address}/confirm").json()["state"] == "confirmed"
    assert one.post(f"{address}/confirm").status_code == 409

    asked = {"institution": str(institution(operator).pk), "source": "deposit", "amount": {"amount": "20.00"}, "bank_account": "6222"}
    payout = buyer.post("/api/v1/payouts", asked)
    assert payout.status_code == 201, payout.json()
    refused = buyer.post("/api/v1/payouts", asked | {"amount": {"amount": "100.51"}})
    assert (refused.status_code, refused.json()["decision"]["rules"][0]["id"]) == (409, "settlement.payout_is_covered")
    assert one.post(f"{payout['Location']}/confirm", {"reference": "OUT-1"}).json()["state"] == "paid"
    [account] = buyer.get("/api/v1/ledger-accounts?kind=deposit").json()["items"]
    assert account["balance"] == {"amount": "100.50", "currency": "CNY"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": {"amount": "1.005", "currency": "CNY"}}, "amount"), ({"amount": {"amount": "x"}}, "amount"), ({"amount": {"amount": "0.00"}}, "amount"),
        ({"amount": {"amount": "1", "currency": "XXX"}}, "amount"), ({"institution": str(uuid4())}, "institution"), ({"value_date": "2999-01-01"}, "value_date"),
        ({"unheard": 1}, "unheard"), ({"reference": ""}, "reference"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(consumer: Party, operator: Party, changes: dict[str, Any], field: str) -> None:
    answer = Api(consumer.finance).post("/api/v1/deposits", deposit_body(operator) | changes)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]


def test_statements_page_without_a_gap(consumer: Party, operator: Party) -> None:
    for amount in ("10.00", "20.00", "30.00"):
        paid_in(consumer, operator, amount)
    api = Api(consumer.finance)
    account = LedgerAccount.objects.get(organization=consumer.id)
    url = f"/api/v1/ledger-accounts/{account.pk}/statement?limit=2"
    first = api.get(url).json()
    second = api.get(first["next"].removeprefix("http://testserver")).json()
    assert (first["closing"]["amount"], first["opening"]["amount"]) == ("60.00", "10.00")
    assert (second["closing"]["amount"], second["opening"]["amount"], second["next"]) == ("10.00", "0.00", None)
    assert [row["balance"]["amount"] for row in first["items"] + second["items"]] == ["60.00", "30.00", "10.00"]
    entries = api.get(f"/api/v1/ledger-accounts/{account.pk}/entries").json()["items"]
    assert [row["seq"] for row in entries] == [3, 2, 1]


def test_nobody_reads_or_moves_another_s_money(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator)
    deposit, payout = claimed(consumer, operator), proposed(consumer, operator)
    account = LedgerAccount.objects.get(organization=consumer.id)
    escrow = LedgerAccount.objects.get(kind="escrow")
    gets = [
        f"/api/v1/ledger-accounts/{account.pk}", f"/api/v1/ledger-accounts/{account.pk}/entries", f"/api/v1/ledger-accounts/{account.pk}/statement",
        f"/api/v1/deposits/{deposit.pk}", f"/api/v1/payouts/{payout.pk}",
    ]  # fmt: skip
    shared = [f"/api/v1/ledger-accounts/{escrow.pk}", f"/api/v1/escrows/{agreement.pk}"]
    posts = [(f"/api/v1/deposits/{deposit.pk}/withdraw", {}), (f"/api/v1/payouts/{payout.pk}/withdraw", {}), (f"/api/v1/agreements/{agreement.pk}/fund", {})]
    buyer, seller, stranger = Api(consumer.finance), Api(provider.finance), Api(outsider.owner)
    for url in gets + shared:
        assert buyer.get(url).status_code == 200
        assert stranger.get(url).status_code == 404
        assert Api().get(url).status_code == 401
        assert seller.get(url).status_code == (200 if url in shared else 404)
    for url, given in posts:
        assert stranger.post(url, given).status_code == 404
        assert Api(consumer.finance, "read").post(url, given).status_code == 403
    for url in ("/api/v1/ledger-accounts", "/api/v1/deposits", "/api/v1/payouts", "/api/v1/escrows"):
        assert stranger.get(url).json()["items"] == []
        assert buyer.get(url).json()["items"] != []


def test_an_agreement_is_funded_once_under_a_key(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreement_in("VERIFIED", provider, consumer, operator)
    url = f"/api/v1/agreements/{agreement.pk}/fund"
    api = Api(consumer.finance)
    short = api.post(url, key="k1")
    assert (short.status_code, short.json()["decision"]["rules"][0]["id"]) == (409, "settlement.account_covers")
    assert api.post(url, key="k1").json() == short.json()
    paid_in(consumer, operator, agreement.price.amount)
    done = api.post(url, key="k2")
    assert (done.status_code, done.json()["state"]) == (200, "held")
    assert api.post(url, key="k2").json() == done.json()
    assert api.post(url, key="k3").json()["code"] == "wrong_state"
    assert Api(provider.finance).post(url).status_code == 403


def test_a_contested_escrow_is_decided_by_two_clients_of_two_persons(provider: Party, consumer: Party, operator: Party, started: Transfer) -> None:
    transfer = started
    received(consumer.trader, transfer)
    rejected = Api(consumer.trader).post(f"/api/v1/transfers/{transfer.pk}/reject", {"code": "incomplete", "note": "Half of it."})
    assert rejected.json()["acceptance"] == "rejected"
    url = f"/api/v1/escrows/{transfer.agreement_id}"
    one, two = Api(operator.one), Api(operator.two)
    assert one.post(f"{url}/propose-decision", {"outcome": "burn", "reasons": "x"}).status_code == 422
    assert one.post(f"{url}/propose-decision", {"outcome": "refund", "reasons": "Half of it is missing."}).json()["state"] == "decision_proposed"
    assert one.post(f"{url}/confirm-decision").status_code == 422
    assert two.post(f"{url}/confirm-decision", {"outcome": "release"}).status_code == 409
    assert one.post(f"{url}/confirm-decision", {"outcome": "refund"}).status_code == 403
    assert two.post(f"{url}/return-decision").json()["state"] == "contested"
    assert two.post(f"{url}/propose-decision", {"outcome": "refund", "reasons": "It is."}).status_code == 200
    assert one.post(f"{url}/confirm-decision", {"outcome": "refund"}).json()["state"] == "refunded"
    assert Api(consumer.finance).get(url).json()["reasons"] == "It is."
