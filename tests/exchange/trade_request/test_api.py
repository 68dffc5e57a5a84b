"""Negotiations over REST: shapes, statuses, statements, separation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Dataset
from exchange.trade_request.states import State
from tests.cast import Api, Party
from tests.factories.catalog import offer_of
from tests.factories.trade import FORM, trade_request_in

URL = "/api/v1/trade-requests"
# the transaction's own words, and what a connection prepares once in its life
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "prepare ")


def statements(context: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in context.captured_queries if not query["sql"].lstrip().startswith(TRANSACTION)]


def test_a_negotiation_by_api(provider: Party, consumer: Party, outsider: Party, operator: Party, listed: Dataset) -> None:
    offer = offer_of(listed)
    buyer, seller, other = Api(consumer.trader), Api(provider.steward), Api(outsider.owner)
    body: dict[str, Any] = FORM | {"offer": str(offer.pk), "price": {"amount": "1000.00", "currency": "CNY"}, "clauses": ["No use after the term"]}
    with CaptureQueriesContext(connection) as context:
        made = buyer.post(URL, body, key="k1")
    assert made.status_code == 201, made.content
    assert len(statements(context)) <= 12, "\n".join(statements(context))
    request = made.json()
    assert (request["state"], request["price"], request["agreement"]) == ("REQUESTED", {"amount": "1000.00", "currency": "CNY"}, None)
    assert made["Location"] == f"{URL}/{request['id']}"
    assert buyer.post(URL, body, key="k1").json()["id"] == request["id"]
    assert buyer.post(URL, body | {"term_days": 3}, key="k1").status_code == 422
    here = f"{URL}/{request['id']}"

    # out of sight is not found, and refused by role is not
    for path in ("", "/messages"):
        assert other.get(here + path).status_code == 404
    for path in ("/propose", "/accept", "/decline", "/withdraw", "/messages"):
        assert other.post(here + path, {"text": "x"} if path == "/messages" else {}).status_code == 404
    assert Api(consumer.finance).post(URL, body).status_code == 403
    assert Api().get(here).status_code == 401 and Api().post(URL, body).status_code == 401
    assert other.get(URL).json()["items"] == []

    offered = seller.post(f"{here}/propose", {"price": {"amount": "1100.00"}, "binds_days": 5})
    assert offered.status_code == 200 and offered.json()["state"] == "OFFERED"
    assert seller.post(f"{here}/propose", {}).json()["code"] == "wrong_state"
    assert buyer.post(f"{here}/propose", {"price": {"amount": "1050"}}).json()["round"] == 3
    assert seller.post(f"{here}/propose", {}).json()["price"]["amount"] == "1050.00"
    assert buyer.post(f"{here}/messages", {"text": "Thank you."}).status_code == 201
    assert [row["text"] for row in seller.get(f"{here}/messages").json()["items"]] == ["Thank you."]
    accepted = buyer.post(f"{here}/accept", {"number": 4}).json()
    assert (accepted["state"], accepted["agreement"]) == ("ACCEPTED", request["id"])
    with CaptureQueriesContext(connection) as context:
        whole = seller.get(here).json()
    assert len(statements(context)) <= 6
    assert [(row["number"], row["side"], row["terms"]["price"]["amount"]) for row in whole["proposals"]] == [
        (1, "consumer", "1000.00"), (2, "provider", "1100.00"), (3, "consumer", "1050.00"), (4, "provider", "1050.00")
    ]
    assert whole["proposals"][0]["terms"]["clauses"] == ["No use after the term"]
    assert whole["proposals"][0]["table"][0]["value"] == "1000.00 CNY"
    with CaptureQueriesContext(connection) as context:
        listed = seller.get(f"{URL}?side=provider&state=ACCEPTED&limit=5").json()
    assert [row["id"] for row in listed["items"]] == [request["id"]] and len(statements(context)) <= 6
    assert seller.get(f"{URL}?side=consumer").json()["items"] == []


def test_shape_and_meaning_are_told_by_field(provider: Party, consumer: Party, operator: Party, listed: Dataset) -> None:
    offer = offer_of(listed)
    buyer = Api(consumer.trader)
    body: dict[str, Any] = FORM | {"offer": str(offer.pk)}
    wrongs: list[tuple[dict[str, Any], str]] = [
        ({"surprise": 1}, "surprise"),
        ({"price": {"amount": "1.234"}}, "price"),
        ({"price": {"amount": "5", "currency": "EUR"}}, "currency"),
        ({"recipients": [{"name": "", "country": "CN"}]}, "recipients"),
        ({"term_days": "many"}, "term_days"),
        ({"storage_countries": ["cn"]}, "storage_countries"),
        ({"data_fields": ["a,b"]}, "data_fields"),
        ({"purpose_code": ""}, "purpose_code"),
    ]
    for change, field in wrongs:
        answer = buyer.post(URL, body | change)
        assert answer.status_code == 422 and field in answer.json()["fields"], (change, answer.content)
    assert buyer.post(URL, body | {"offer": str(uuid4())}).status_code == 404
    refused = buyer.post(URL, body | {"term_days": 3000})
    assert refused.status_code == 409
    problem = refused.json()
    assert problem["code"] == "refused" and problem["decision"]["rules"][0]["id"] == "policy.term" and problem["remedy"]
    assert buyer.get(f"{URL}?state=SOLD").status_code == 422
    assert buyer.get(f"{URL}?cursor=zzz").status_code == 422


def test_withdraw_and_decline_by_api(provider: Party, consumer: Party, operator: Party, listed: Dataset) -> None:
    dataset = listed
    first = trade_request_in(State.REQUESTED, provider, consumer, operator, dataset=dataset)
    second = trade_request_in(State.OFFERED, provider, consumer, operator, dataset=dataset)
    buyer, seller = Api(consumer.trader), Api(provider.steward)
    assert seller.post(f"{URL}/{first.pk}/decline", {"reason": "No"}).json()["code"] == "declined"
    bound = seller.post(f"{URL}/{second.pk}/withdraw")
    assert bound.status_code == 409 and bound.json()["decision"]["rules"][0]["id"] == "R-OFFER-BINDS"
    assert buyer.post(f"{URL}/{second.pk}/withdraw", {"reason": "Changed plans"}).json()["reason"] == "Changed plans"
    assert buyer.post(f"{URL}/{second.pk}/withdraw").status_code == 409
    assert Decimal(second.price.amount) == Decimal("1200.00")
