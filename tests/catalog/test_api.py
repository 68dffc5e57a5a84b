"""The REST face of the catalogue: a dataset prepared, graded, listed and found by machine; what others get."""

from __future__ import annotations

import base64
import hashlib
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.dataset.models import Classification
from catalog.models import Dataset
from catalog.rules.review import CHECKLIST
from tests.cast import Api, Party
from tests.factories.catalog import CONTENT, DESCRIPTION, FIELDS, POLICY, dataset_listed, dataset_ready, dataset_submitted

pytestmark = pytest.mark.django_db
STATEMENTS = 12
# the demo's movable clock, read twice a second, and a client's last use, noted once a minute
NOW_AND_THEN = ("kernel_clockoffset", "accounts_client set last_used")
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def piece(api: Api, address: str, offset: int, body: bytes, **headers: str) -> Any:
    return Client().generic("PATCH", address, body, content_type="application/octet-stream", headers=api.headers | {"Upload-Offset": str(offset)} | headers)


def test_a_dataset_is_prepared_listed_and_found_by_machine(provider: Party, operator: Party) -> None:
    steward, owner, desk = Api(provider.steward), Api(provider.owner), Api(operator.one)
    made = steward.post("/api/v1/datasets", DESCRIPTION, key="k1")
    assert made.status_code == 201, made.content
    assert steward.post("/api/v1/datasets", DESCRIPTION, key="k1").json() == made.json()
    base = made["Location"]
    read = steward.get(base)
    assert read.status_code == 200, read.content
    assert read["ETag"] == '"1.1"'
    assert steward.patch(base, {"frequency": "weekly"}).status_code == 428
    assert steward.patch(base, {"frequency": "weekly"}, headers={"If-Match": '"1.9"'}).status_code == 412
    assert steward.patch(base, {"frequency": "weekly"}, headers={"If-Match": '"1.1"'}).status_code == 200
    assert steward.put(f"{base}/fields", {"fields": FIELDS}).status_code == 200
    assert steward.put(f"{base}/sample", {"nature": "synthetic", "rows": [["delay"], ["3"]]}).status_code == 200
    assert steward.put(f"{base}/rights", {"basis": "own", "statement_zh": "自有", "statement_en": "Own"}).status_code == 200
    paper = Client().generic("POST", f"{base}/rights/evidence?name=paper.pdf", b"%PDF", content_type="application/pdf", headers=steward.headers)
    assert paper.status_code == 201, paper.content
    assert len(steward.get(f"{base}/rights/evidence").json()["items"]) == 1

    digest = hashlib.sha256(CONTENT).hexdigest()
    file = steward.post(f"{base}/distributions", {"name": "flights.csv", "media_type": "text/csv", "size": len(CONTENT), "sha256": digest}).json()
    content = f"{base}/distributions/{file['id']}/content"
    assert piece(steward, content, 0, CONTENT[:10]).json() == {"received": 10}
    assert piece(steward, content, 0, CONTENT[:10]).status_code == 409
    assert piece(steward, content, 10, CONTENT[10:20], **{"Content-Digest": f"sha-256=:{base64.b64encode(bytes(32)).decode()}:"}).status_code == 422
    right = base64.b64encode(hashlib.sha256(CONTENT[10:20]).digest()).decode()
    assert piece(steward, content, 10, CONTENT[10:20], **{"Content-Digest": f"sha-256=:{right}:"}).json() == {"received": 20}
    assert steward.get(content).json() == {"received": 20}
    assert steward.post(f"{base}/distributions/{file['id']}/complete").status_code == 422
    assert piece(steward, content, 20, CONTENT[20:]).status_code == 200
    assert steward.post(f"{base}/distributions/{file['id']}/complete").json()["sha256"] == digest

    offer = {"name_zh": "一次", "name_en": "Once", "price": {"amount": "1200.00", "currency": "CNY"}, "policy": POLICY}
    assert steward.post(f"{base}/offers", offer | {"price": {"amount": "1.005", "currency": "CNY"}}).status_code == 422
    assert steward.post(f"{base}/offers", offer).status_code == 201
    refused = steward.post(f"{base}/submit")
    assert refused.status_code == 409
    assert [rule["id"] for rule in refused.json()["decision"]["rules"]] == ["listing.classified"]
    graded = steward.post(f"{base}/classification", {"grounds": "public"})
    assert graded.status_code == 201
    read = {"classification": graded.json()["id"]}
    assert owner.post(f"{base}/classification/confirm").status_code == 422
    assert owner.post(f"{base}/classification/confirm", {"classification": str(uuid.uuid4())}).status_code == 404
    assert steward.post(f"{base}/classification/confirm", read).status_code == 403
    assert owner.post(f"{base}/classification/confirm", read).json()["state"] == "confirmed"
    first = steward.post(f"{base}/submit").json()
    assert first["state"] == "submitted"
    assert [row["id"] for row in desk.get("/api/v1/datasets?state=submitted").json()["items"]] == [made.json()["id"]]
    etag = first["working"]["etag"]
    assert desk.post(f"{base}/return", {"remarks": {"rights": "Which contract?"}, "etag": etag}).json()["state"] == "returned"
    assert steward.get(f"{base}/reviews").json()["items"][0]["remarks"] == {"rights": "Which contract?"}
    assert steward.post(f"{base}/submit").status_code == 200
    assert desk.post(f"{base}/list", {"checklist": list(CHECKLIST)}).status_code == 422
    assert desk.post(f"{base}/list", {"checklist": list(CHECKLIST), "etag": etag}).status_code == 412
    etag = desk.get(base).json()["working"]["etag"]
    assert desk.post(f"{base}/list", {"checklist": [], "etag": etag}).status_code == 409
    listed = desk.post(f"{base}/list", {"checklist": list(CHECKLIST), "etag": etag}, key="list")
    assert listed.json()["state"] == "listed", listed.content

    found = Api().get("/api/v1/datasets?q=flights&facets=true").json()
    assert [row["id"] for row in found["items"]] == [made.json()["id"]]
    assert found["items"][0]["price_from"] == {"amount": "1200.00", "currency": "CNY"}
    assert found["counts"]["facets"]["grade"] == {"g2": 1}
    one = Api().get(base).json()
    assert one["revision"]["sample"]["rows"] == [["delay"], ["3"]]
    assert one["working"] is None
    assert len(one["offers"]) == 1
    assert owner.post(f"{base}/withdraw").json()["state"] == "withdrawn"


def test_later_revisions_by_machine(provider: Party, operator: Party, listed: Dataset) -> None:
    dataset = listed
    api, base = Api(provider.steward), f"/api/v1/datasets/{dataset.pk}"
    opened = api.post(f"{base}/revisions")
    assert opened.status_code == 201
    assert opened.json()["working"]["number"] == 2
    assert [row["state"] for row in api.get(f"{base}/revisions").json()["items"]] == ["draft", "listed"]
    assert [row["state"] for row in Api().get("/api/v1/datasets").json()["items"]] == ["listed"]
    assert api.get(f"{base}/revisions/{opened.json()['working']['id']}").status_code == 200
    assert Api(operator.one).get(f"{base}/revisions/{opened.json()['working']['id']}").status_code == 404
    assert Api(operator.one).get(base).json()["working"] is None
    file = api.get(f"{base}/distributions").json()["items"][0]
    assert api.delete(f"{base}/distributions/{file['id']}").status_code == 200
    assert api.post(f"{base}/revisions/discard").json()["working"] is None
    offers = api.get(f"{base}/offers").json()["items"]
    assert api.post(f"{base}/offers/{offers[0]['id']}/close").json()["state"] == "closed"


UNSAFE = [
    ("patch", "", {"frequency": "weekly"}), ("put", "/fields", {"fields": []}), ("put", "/sample", {"nature": "none", "rows": []}), ("post", "/revisions", None),
    ("post", "/revisions/discard", None), ("post", "/distributions", {"name": "a.csv", "media_type": "text/csv"}),
    ("put", "/rights", {"basis": "own", "statement_zh": "a", "statement_en": "a"}), ("post", "/classification", {"grounds": "x"}), ("post", "/classification/confirm", {"classification": ""}),
    ("post", "/classification/reject", {"classification": "", "remark": "x"}), ("post", "/submit", None), ("post", "/take-back", None), ("post", "/withdraw", None),
    ("post", "/offers", {"name_zh": "a", "name_en": "a", "price": {"amount": "1", "currency": "CNY"}, "policy": POLICY}),
    ("post", "/list", {"checklist": [], "etag": "1.1"}), ("post", "/return", {"remarks": {"rights": "x"}, "etag": "1.1"}), ("post", "/suspend", {"remark": "x"}), ("post", "/resume", None),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body"), UNSAFE)
def test_outsiders_find_nothing_and_nobody_signs_in_first(provider: Party, operator: Party, outsider: Party, method: str, path: str, body: Any) -> None:
    dataset = dataset_ready(provider)
    base, headers = f"/api/v1/datasets/{dataset.pk}", {"If-Match": "*"}
    if body and "classification" in body:
        body = body | {"classification": str(Classification.objects.get(dataset=dataset).pk)}
    assert getattr(Api(outsider.owner), method)(base + path, body, headers=headers).status_code == 404
    assert getattr(Api(), method)(base + path, body, headers=headers).status_code == 401
    assert getattr(Api(provider.viewer), method)(base + path, body, headers=headers).status_code == 403


def test_a_draft_is_in_no_list_of_others(provider: Party, operator: Party, outsider: Party) -> None:
    api = Api(outsider.owner)
    lists = ["/api/v1/datasets", "/api/v1/datasets?mine=true", "/api/v1/datasets?state=draft", "/api/v1/datasets?q=航班&facets=1", "/api/v1/zones"]
    before = [api.get(address).json() for address in lists]
    dataset = dataset_ready(provider)
    assert [api.get(address).json() for address in lists] == before
    for part in ("", "/revisions", "/distributions", "/rights/evidence", "/classification", "/offers", "/reviews"):
        assert api.get(f"/api/v1/datasets/{dataset.pk}{part}").status_code == 404, part
    assert [row["id"] for row in Api(provider.viewer).get("/api/v1/datasets?mine=true").json()["items"]] == [str(dataset.pk)]


def test_evidence_and_gradings_are_not_for_buyers(provider: Party, operator: Party, consumer: Party, listed: Dataset) -> None:
    base = f"/api/v1/datasets/{listed.pk}"
    buyer = Api(consumer.trader)
    assert buyer.get(base).status_code == 200
    assert buyer.get(f"{base}/rights/evidence").status_code == 404
    assert buyer.get(f"{base}/reviews").status_code == 404
    assert buyer.get(f"{base}/classification").json()["items"] == []
    file = buyer.get(f"{base}/distributions").json()["items"][0]
    assert buyer.get(f"{base}/distributions/{file['id']}/content").status_code == 404


@pytest.mark.parametrize("query", ["x=1", "limit=0", "grade=g9", "cursor=zz", "facets=maybe", "state=x", "order=alphabet"])
def test_a_wrong_query_is_told_so(db: None, query: str) -> None:
    assert Api().get(f"/api/v1/datasets?{query}").status_code == 422


def test_zones(operator: Party, provider: Party) -> None:
    desk = Api(operator.one)
    zone = {"code": "beijing-transport", "name_zh": "北京交通", "name_en": "Beijing transport"}
    made = desk.post("/api/v1/zones", zone)
    assert made.status_code == 201
    assert desk.post("/api/v1/zones", zone).status_code == 409
    assert Api(provider.owner).post("/api/v1/zones", zone | {"code": "x"}).status_code == 403
    assert [row["code"] for row in Api().get("/api/v1/zones").json()["items"]] == ["beijing-transport"]
    dataset = dataset_listed(provider, operator, zone="beijing-transport")
    assert Api().get("/api/v1/datasets?zone=beijing-transport&facets=1").json()["counts"]["facets"]["zone"] == {made.json()["id"]: 1}
    assert dataset.current is not None
    assert desk.post(f"/api/v1/zones/{made.json()['id']}/close").json()["state"] == "closed"
    assert Api().get("/api/v1/zones").json()["items"] == []
    assert desk.post(f"/api/v1/zones/{made.json()['id']}/reopen").json()["state"] == "open"
    assert desk.post(f"/api/v1/zones/{uuid.uuid4()}/close").status_code == 404


LISTING = 3
"""Listing takes one more: the vocabulary of the search learns the new words."""


def test_no_request_needs_more_than_twelve_statements(provider: Party, operator: Party) -> None:
    dataset = dataset_submitted(provider)
    steward, desk, base = Api(provider.steward), Api(operator.one), f"/api/v1/datasets/{dataset.pk}"
    assert steward.post(f"{base}/take-back").status_code == 200
    file = steward.post(f"{base}/distributions", {"name": "b.csv", "media_type": "text/csv"}).json()["id"]
    submitted: dict[str, str] = {}
    calls: list[Any] = [
        lambda: steward.delete(f"{base}/distributions/{file}"),
        lambda: steward.put(f"{base}/fields", {"fields": FIELDS}),
        lambda: steward.post(f"{base}/submit"),
        lambda: desk.post(f"{base}/list", {"checklist": list(CHECKLIST), "etag": submitted["etag"]}),
        lambda: desk.get(base),
        lambda: steward.get("/api/v1/datasets?mine=1"),
        lambda: steward.get("/api/v1/datasets?q=航班&facets=1"),
        lambda: steward.patch(base, {"frequency": "weekly"}, headers={"If-Match": "*"}),
        lambda: steward.post(f"{base}/revisions/discard"),
        lambda: desk.post(f"{base}/suspend", {"remark": "x"}),
        lambda: steward.post(f"{base}/withdraw"),
    ]
    over = {}
    for number, call in enumerate(calls):
        with CaptureQueriesContext(connection) as seen:
            answer = call()
        assert answer.status_code < 300, (number, answer.content)
        if not submitted and number > 1:
            submitted = answer.json()["working"]
        sqls = [query["sql"].strip() for query in seen if not query["sql"].startswith(TRANSACTION) and not any(part in query["sql"] for part in NOW_AND_THEN)]
        if len(sqls) > STATEMENTS + (number == LISTING):
            over[number] = [sql[:110] for sql in sqls]
    assert not over, "\n".join(f"{number}: {len(sqls)}\n  " + "\n  ".join(sqls) for number, sqls in over.items())
