"""Pages and API of harvests: the operator plans, reads the history and acts; nobody else finds them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.harvest.models import Harvest, HarvestPlan
from tests.cast import Api, Party, signed_in
from tests.catalog.harvest.conftest import harvest, work
from tests.catalog.harvest.remote import Answer, Remote, data_json
from tests.catalog.interchange.material import source

pytestmark = pytest.mark.django_db


def test_by_api(operator: Party, outsider: Party, far: Remote) -> None:
    far.routes["/data.json"] = Answer(data_json(1))
    desk, other = Api(operator.one), Api(outsider.owner)
    body = {"source": str(source("far").pk), "address": far.url("/data.json"), "rhythm": "week"}
    made = desk.post("/api/v1/harvest-plans", body, key="h1")
    assert made.status_code == 201 and desk.post("/api/v1/harvest-plans", body, key="h1").json() == made.json()
    one = made.headers["Location"]
    assert desk.get(one).json()["state"] == "active" and desk.get("/api/v1/harvest-plans").json()["items"][0]["id"] == made.json()["id"]
    asked = desk.post(f"{one}/harvests")
    assert asked.status_code == 202 and desk.post(f"{one}/harvests").status_code == 409
    assert desk.post(f"/api/v1/harvests/{asked.json()['id']}/cancel").json()["state"] == "cancelled"
    changed = desk.put(one, {"address": far.url("/data.json"), "rhythm": "hour"})
    assert changed.status_code == 200 and changed.json()["rhythm"] == "hour"
    assert desk.put(one, {"address": "https://10.0.0.1/"}).status_code == 422
    assert desk.post(f"{one}/pause").json()["state"] == "paused" and desk.post(f"{one}/resume").json()["state"] == "active"
    done = work(HarvestPlan.objects.get())
    assert desk.get(f"/api/v1/harvests/{done.pk}").json()["run"] == str(done.run_id)
    assert len(desk.get(f"{one}/harvests").json()["items"]) == 2
    for path in (one, f"{one}/harvests", f"/api/v1/harvests/{done.pk}"):
        assert other.get(path).status_code == 404
    for path in (f"{one}/pause", f"{one}/harvests", f"/api/v1/harvests/{done.pk}/cancel"):
        assert other.post(path).status_code in (403, 404)
    assert other.get("/api/v1/harvest-plans").json()["items"] == []


def test_by_page(operator: Party, outsider: Party, far: Remote) -> None:
    far.routes["/data.json"] = Answer(data_json(1))
    page, plans = signed_in(operator.one), reverse("harvest.plans", args=[operator.id])
    given = {"organization": str(operator.id), "source": str(source("far").pk), "address": far.url("/data.json"), "format": "auto", "rhythm": "day", "most_megabytes": 8, "most_seconds": 30, "most_pages": 3}
    assert page.post(plans, given | {"address": "https://10.0.0.1/"}).status_code == 422
    sent = page.post(plans, given)
    assert sent.status_code == 302, sent.content.decode()[:500]
    plan = HarvestPlan.objects.get()
    address = reverse("harvest.plan", args=[operator.id, plan.pk])
    for act in ("pause", "resume", "run"):
        assert page.post(reverse(f"harvest.{act}", args=[operator.id, plan.pk])).status_code == 302, act
    assert "Cancel the harvest" in page.get(address).content.decode()
    assert page.post(reverse("harvest.cancel", args=[operator.id, plan.pk, Harvest.objects.get().pk])).status_code == 302
    harvest(plan)
    far.routes["/data.json"] = Answer(status=500)
    Answer(data_json(1))
    assert page.post(address, {**given, "rhythm": "week"}).status_code == 302
    for read in (plans, address, reverse("interchange.imports", args=[operator.id])):
        with CaptureQueriesContext(connection) as told:
            assert page.get(read).status_code == 200
        assert len(told) <= 12, read
    stranger = signed_in(outsider.owner)
    for read in (plans, address):
        assert stranger.get(read.replace(str(operator.id), str(outsider.id))).status_code == 404


def test_a_doubted_withdrawal_is_decided_by_page_and_api(operator: Party, outsider: Party, far: Remote) -> None:
    far.routes["/data.json"] = Answer(data_json(1, 2, 3))
    desk, page = Api(operator.one), signed_in(operator.one)
    desk.post("/api/v1/harvest-plans", {"source": str(source("far").pk), "address": far.url("/data.json")})
    plan = HarvestPlan.objects.get()
    work(plan)
    far.routes["/data.json"] = Answer(data_json(3))
    doubted = harvest(plan)
    one = reverse("harvest.plan", args=[operator.id, plan.pk])
    assert reverse("harvest.confirm", args=[operator.id, plan.pk, doubted.pk]) in page.get(one).content.decode()
    told = desk.get(f"/api/v1/harvests/{doubted.pk}").json()
    assert (told["state"], told["missing"]) == ("doubted", 2)
    for act in ("confirm", "reject"):
        assert Api(outsider.owner).post(f"/api/v1/harvests/{doubted.pk}/{act}").status_code in (403, 404)
    assert page.post(reverse("harvest.reject", args=[operator.id, plan.pk, doubted.pk])).status_code == 302
    assert desk.post(f"/api/v1/harvests/{doubted.pk}/confirm").status_code == 409
    far.routes["/data.json"] = Answer(data_json(2))
    again = harvest(plan)
    assert desk.post(f"/api/v1/harvests/{again.pk}/confirm").json()["state"] == "completed"
    assert desk.get(f"/api/v1/imports/{again.run_id}").json()["counts"]["gone"] == 2
    assert reverse("harvest.confirm", args=[operator.id, plan.pk, again.pk]) not in page.get(one).content.decode()
