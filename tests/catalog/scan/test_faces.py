"""Scans and lowerings by API and by page: the rightful see and act, others find nothing, and no page costs more than twelve statements."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.classification import use_cases as classification
from catalog.dataset import use_cases as datasets
from catalog.dataset.models import Dataset
from catalog.scan import use_cases as scans
from catalog.scan.lowering import ask_lowering, decide_lowering
from catalog.scan.models import Scan
from catalog.scan.tasks import run_scans
from kernel.errors import Conflict, Invalid, Refused, WrongState
from tests.cast import Api, Party
from tests.catalog.scan.test_scans import FIELDS, persons, scanned
from tests.factories.catalog import dataset_drafted, upload

pytestmark = pytest.mark.django_db
REASON = "The numbers are made up by us for training."


def statements(ask: Any) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as seen:
        answer = ask()
    return answer, sum(not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for query in seen)


def test_by_api(provider: Party, outsider: Party) -> None:
    steward, other = Api(provider.steward), Api(outsider.owner)
    dataset = dataset_drafted(provider, fields=FIELDS)
    file = upload(provider.steward, dataset, persons(), "rows.csv")
    base = f"/api/v1/datasets/{dataset.pk}"
    asked = steward.post(f"{base}/distributions/{file.pk}/scans", key="s1")
    assert asked.status_code == 201 and asked.json()["state"] == "queued", asked.content
    assert steward.post(f"{base}/distributions/{file.pk}/scans", key="s1").json() == asked.json()
    assert steward.post(f"{base}/distributions/{file.pk}/scans").status_code == 409
    one = f"{base}/scans/{asked.json()['id']}"
    assert steward.post(f"{one}/sample").status_code == 409
    assert steward.post(f"{one}/cancel").json()["state"] == "cancelled"
    again = steward.post(f"{base}/distributions/{file.pk}/scans").json()
    assert run_scans() == 1
    one = f"{base}/scans/{again['id']}"
    for address in (one, f"{base}/suggestions", f"{base}/lowerings", f"{base}/distributions/{file.pk}/scans"):
        answer, count = statements(lambda at=address: steward.get(at))
        assert answer.status_code == 200 and count <= 12, (address, count)
        assert other.get(address).status_code == 404
    read = steward.get(one).json()
    assert (read["state"], read["progress"], read["rows"], read["result"]["form"]) == ("done", 100, 60, "csv")
    (suggested,) = steward.get(f"{base}/suggestions").json()["items"]
    assert (suggested["column"], suggested["field"], suggested["grade"], suggested["below"]) == ("id_no", "id_no", "g3", True)
    assert "100%" in suggested["reasons"][0]["finding"] and suggested["reasons"][0]["cites"]
    assert steward.post(f"{base}/classification", {"grounds": "x"}).json()["decision"]["rules"][0]["id"] == "grade.below_suggestion"
    assert steward.post(f"{one}/sample").status_code == 200
    assert other.post(f"{one}/cancel").status_code == other.post(f"{one}/sample").status_code == 404


def test_a_lowering_takes_a_reason_and_the_exchange(provider: Party, operator: Party, outsider: Party) -> None:
    steward, desk, other = Api(provider.steward), Api(operator.one), Api(outsider.owner)
    dataset = dataset_drafted(provider, fields=FIELDS)
    scanned(provider, dataset, persons())
    base = f"/api/v1/datasets/{dataset.pk}/lowerings"
    wanted = {"column": "id_no", "grade": "g1", "reason": REASON}
    assert steward.post(base, wanted | {"reason": "no"}).status_code == 422
    assert steward.post(base, wanted | {"column": "city"}).status_code == 422
    asked = steward.post(base, wanted)
    assert asked.status_code == 201, asked.content
    assert steward.post(base, wanted).status_code == 409
    with pytest.raises(Refused):
        classification.propose(provider.steward, dataset.pk, grounds="made up")
    one = f"/api/v1/lowerings/{asked.json()['id']}"
    assert [row["id"] for row in desk.get("/api/v1/lowerings").json()["items"]] == [asked.json()["id"]]
    assert other.get("/api/v1/lowerings").json()["items"] == [] and other.get(one).status_code == 404
    assert other.post(one, {"approve": True}).status_code == 404
    assert steward.post(one, {"approve": True}).status_code == 403
    assert desk.post(one, {"approve": False}).status_code == 422
    assert desk.post(one, {"approve": True}).json()["state"] == "approved"
    assert desk.post(one, {"approve": True}).status_code == 409
    proposed = classification.propose(provider.steward, dataset.pk, grounds="made up")
    assert classification.confirm(provider.owner, proposed.pk).state == "confirmed"


def test_another_file_or_name_does_not_slip_through(provider: Party, operator: Party) -> None:
    dataset = dataset_drafted(provider, fields=FIELDS)
    scan = scanned(provider, dataset, persons())

    def rules() -> list[str]:
        with pytest.raises(Refused) as refused:
            classification.propose(provider.steward, dataset.pk, grounds="nothing")
        return [reason.rule for reason in refused.value.decision.reasons]

    datasets.set_fields(provider.steward, dataset.pk, [{"name": "renamed", "type": "code", "meaning_zh": "编号", "meaning_en": "Number", "grade": 2}])
    assert rules() == ["grade.below_suggestion"]
    datasets.remove_file(provider.steward, scan.distribution)
    upload(provider.steward, dataset, persons(61), "other.csv")
    assert rules() == ["grade.unscanned"]
    with pytest.raises(Invalid):
        ask_lowering(provider.steward, dataset.pk, column="nothing.csv", grade=1, personal=False, sensitive=False, reason=REASON)
    asked = ask_lowering(provider.steward, dataset.pk, column="other.csv", grade=1, personal=False, sensitive=False, reason=REASON)
    with pytest.raises(Conflict):
        ask_lowering(provider.steward, dataset.pk, column="other.csv", grade=1, personal=False, sensitive=False, reason=REASON)
    decide_lowering(operator.one, asked.pk, approve=False, remark="Scan it.")
    with pytest.raises(WrongState):
        decide_lowering(operator.one, asked.pk, approve=True)
    assert rules() == ["grade.unscanned"]


def _page(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _live(provider: Party) -> tuple[Dataset, Scan]:
    dataset = dataset_drafted(provider, fields=FIELDS)
    file = upload(provider.steward, dataset, persons(), "rows.csv")
    return dataset, scans.request(provider.steward, dataset.pk, file.pk)


def test_by_page(provider: Party, operator: Party, outsider: Party) -> None:
    client, desk = _page(provider.user("steward")), _page(operator.user("one"))
    dataset, scan = _live(provider)
    at = reverse("dataset.scan", args=[provider.id, dataset.pk, scan.distribution])
    waiting = client.get(at)
    assert waiting.status_code == 200 and waiting["Refresh"] == "2"
    assert client.post(reverse("dataset.cancel_scan", args=[provider.id, dataset.pk, scan.distribution, scan.pk])).status_code == 302
    assert client.post(at).status_code == 302
    assert run_scans() == 1
    done = client.get(at)
    assert "Refresh" not in done and "id_no" in done.content.decode() and "北京" in done.content.decode()
    assert not [line for line in persons().decode().splitlines()[1:] if line.split(",")[0] in done.content.decode()]
    assert "id_no" in client.get(reverse("dataset.classify", args=[provider.id, dataset.pk])).content.decode()
    live = Scan.objects.filter(state="done").get()
    assert client.post(reverse("dataset.scan_sample", args=[provider.id, dataset.pk, scan.distribution, live.pk])).status_code == 302
    lower = reverse("dataset.lower", args=[provider.id, dataset.pk])
    assert client.get(f"{lower}?column=id_no").status_code == 200
    assert client.post(lower, {"column": "id_no", "grade": "1", "reason": "no"}).status_code == 422
    assert client.post(lower, {"column": "id_no", "grade": "1", "reason": REASON}).status_code == 302
    queue = reverse("lowering.waiting", args=[operator.id])
    assert "id_no" in desk.get(queue).content.decode()
    assert client.get(reverse("lowering.waiting", args=[provider.id])).status_code == 404
    asked = ask_one(desk, queue)
    assert REASON in desk.get(asked).content.decode()
    assert _page(outsider.user("owner")).get(asked.replace(str(operator.id), str(outsider.id))).status_code == 404
    assert desk.post(asked, {"refuse": "1", "remark": ""}).status_code == 422


def ask_one(desk: Client, queue: str) -> str:
    """The address of the only lowering in the queue."""
    text = desk.get(queue).content.decode()
    return next(part.split('"')[0] for part in text.split('href="') if part.startswith(queue) and len(part.split('"')[0]) > len(queue))
