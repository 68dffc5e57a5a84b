"""Listed gradings under new rules or new knowledge: a turn with a day, a suspension after it, and no way back without a higher grade."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.classification import use_cases as classification
from catalog.classification.models import RegradeDemand
from catalog.dataset import use_cases as datasets
from catalog.dataset.models import Classification, GradeAssessment
from catalog.listing import use_cases as listings
from catalog.regrading import use_cases as regrading
from catalog.regrading.tasks import check_gradings
from catalog.rules.assessment import RELEASE
from catalog.rules.review import CHECKLIST
from catalog.scan import use_cases as scans
from catalog.scan.lowering import ask_lowering, decide_lowering
from catalog.scan.models import Scan
from catalog.scan.tasks import run_scans
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Forbidden, Refused, WrongState
from kernel.models import Turn
from tests.cast import Api, Party
from tests.catalog.scan.test_faces import statements
from tests.factories.catalog import FIELDS, PERSONAL_FIELD, again, dataset_drafted, dataset_listed, dataset_ready, grading_confirmed, upload

pytestmark = pytest.mark.django_db
PERSONS: list[dict[str, Any]] = [PERSONAL_FIELD | {"grade": 2}]


def rules(provider: Party, dataset: Any, **more: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        classification.propose(provider.steward, dataset.pk, grounds="as they are", **more)
    return [reason.rule for reason in refused.value.decision.reasons]


def test_what_is_stated_is_kept_and_bounds_the_grade(provider: Party, outsider: Party) -> None:
    dataset = dataset_drafted(provider)
    stated = [{"fields": ["delay"], "object": "organization", "degree": "serious", "reason": "Shows weak carriers."}]
    assert rules(provider, dataset, impacts=stated) == ["grade.below_impact"]
    steward, base = Api(provider.steward), f"/api/v1/datasets/{dataset.pk}"
    assert steward.post(f"{base}/classification", {"grounds": "x", "impacts": [stated[0] | {"object": "pride"}]}).status_code == 422
    assert steward.post(f"{base}/classification", {"grounds": "x", "impacts": [stated[0] | {"fields": ["no_such"]}]}).status_code == 422
    assert steward.post(f"{base}/classification", {"grounds": "x", "attributes": {"subject": "person"}}).json()["decision"]["rules"][0]["id"] == "grade.subject_without_mark"
    made = steward.post(f"{base}/classification", {"grounds": "x", "attributes": {"subject": "thing"}, "impacts": [stated[0] | {"degree": "general"}]})
    assert made.status_code == 201, made.content
    kept = GradeAssessment.objects.get(classification=made.json()["id"])
    assert (kept.release, kept.grade, kept.derived) == (RELEASE, 2, {"flight_no": 1, "scheduled": 1, "delay": 2})
    derived = steward.get(f"{base}/assessment").json()
    assert derived["grade"] == "g2" and derived["industry_class"] == "transport" and derived["attributes"] == {"subject": "thing"}
    assert {cite["legal_certainty"] for cite in derived["items"][2]["reasons"][0]["cites"]} == {"secondary", "memory"}
    assert Api(outsider.owner).get(f"{base}/assessment").status_code == 404


def test_volume_binds_until_the_exchange_says_otherwise_for_that_much(provider: Party, operator: Party) -> None:
    dataset = dataset_drafted(provider, fields=PERSONS, persons=150_000)
    assert rules(provider, dataset) == ["grade.below_assessment"]
    asked = ask_lowering(provider.steward, dataset.pk, column="passenger_id", grade=2, personal=True, sensitive=False, reason="Pseudonyms that nobody can resolve.")
    assert asked.derived == 3 and Turn.objects.filter(subject_id=asked.pk, organization=operator.id, ended=None).count() == 1
    decide_lowering(operator.one, asked.pk, approve=True)
    assert not Turn.objects.filter(subject_id=asked.pk, ended=None).exists()
    assert classification.propose(provider.steward, dataset.pk, grounds="agreed").state == "proposed"
    datasets.describe(provider.steward, dataset.pk, {"persons": 2_000_000})
    assert Classification.objects.get(dataset=dataset).state == "void"
    assert rules(provider, dataset) == ["grade.below_assessment"]


def test_the_pages_cost_twelve_statements_at_most(provider: Party) -> None:
    from tests.catalog.scan.test_scans import FIELDS as SCANNED, persons, scanned

    dataset = dataset_drafted(provider, fields=SCANNED)
    scanned(provider, dataset, persons())
    client, steward = Client(), Api(provider.steward)
    client.force_login(provider.user("steward"))
    page, address = reverse("dataset.classify", args=[provider.id, dataset.pk]), f"/api/v1/datasets/{dataset.pk}/assessment"
    client.get(page)
    for ask in (lambda: client.get(page), lambda: steward.get(address), lambda: Client().get(reverse("catalog.grades"))):
        answer, count = statements(ask)
        assert answer.status_code == 200 and count <= 12, (answer.request["PATH_INFO"], count)


def test_a_new_file_voids_the_grading_and_is_scanned_unasked(provider: Party) -> None:
    dataset = dataset_ready(provider)
    run_scans()
    before = Scan.objects.filter(dataset=dataset, state="done").count()
    upload(provider.steward, dataset, b"a,b\n1,2\n", "more.csv")
    assert Classification.objects.get(dataset=dataset).state == "void"
    assert run_scans() == 1 and Scan.objects.filter(dataset=dataset, state="done").count() == before + 1
    assert run_scans() == 0


def higher(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later release, under which any personal information is General 4."""
    from catalog.rules import assessment
    from catalog.rules.grade import Grade

    monkeypatch.setattr(assessment, "VOLUMES", ((0, Grade.GENERAL_4, assessment.FILED_ABROAD),))
    for name in ("catalog.regrading.use_cases.RELEASE", "catalog.regrading.tasks.RELEASE", "catalog.classification.use_cases.RELEASE"):
        monkeypatch.setattr(name, "2027.1")


def test_a_new_release_asks_for_a_higher_grade_and_suspends_after_the_day(provider: Party, operator: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = dataset_listed(provider, operator, fields=PERSONS, persons=50)
    plain = dataset_listed(provider, operator)
    assert check_gradings() == 0
    higher(monkeypatch)
    assert check_gradings() == 2 and check_gradings() == 0
    demand = RegradeDemand.objects.get()
    assert (demand.dataset_id, demand.cause, demand.release, demand.grade, demand.derived, demand.fields) == (dataset.pk, "law", "2027.1", 2, 4, ["passenger_id"])
    (turn,) = Turn.objects.filter(subject_id=demand.pk, ended=None)
    assert (turn.organization, turn.until, turn.on_expiry) == (provider.id, demand.until, "regrading.lapse")
    client = Client()
    client.force_login(provider.user("steward"))
    assert "passenger_id" in client.get(reverse("dataset.regrade", args=[provider.id, dataset.pk])).content.decode()
    assert Api(provider.steward).get(f"/api/v1/datasets/{dataset.pk}/regrade-demands").json()["items"][0]["state"] == "open"
    with pytest.raises(WrongState):
        regrading.lapse(SYSTEM, demand.pk)
    with pytest.raises(Forbidden):
        regrading.check(provider.owner, Classification.objects.get(dataset=dataset).pk)
    RegradeDemand.objects.filter(pk=demand.pk).update(asked=demand.asked - timedelta(days=40), until=clock.now() - timedelta(seconds=1))
    assert regrading.lapse(SYSTEM, demand.pk).state == "lapsed"
    assert again(dataset).state == "suspended" and again(plain).state == "listed"
    with pytest.raises(Refused):
        listings.resume(operator.one, dataset.pk)
    listings_again(provider, operator, dataset)
    check_gradings()
    assert RegradeDemand.objects.get().state == "met" and not Turn.objects.filter(subject_id=demand.pk, ended=None).exists()
    assert again(dataset).state == "listed"  # the listing of the revision that answers ends the suspension


def listings_again(provider: Party, operator: Party, dataset: Any) -> None:
    datasets.set_fields(provider.steward, dataset.pk, [PERSONAL_FIELD | {"grade": 4}])
    grading_confirmed(provider, dataset)
    listings.submit(provider.steward, dataset.pk)
    listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))


def test_a_scan_of_the_listed_file_that_finds_persons_asks_for_a_higher_grade(provider: Party, operator: Party) -> None:
    from tests.catalog.scan.test_scans import FIELDS as SCANNED, persons

    dataset = dataset_listed(provider, operator, fields=SCANNED, content=persons())
    scans.request(provider.steward, dataset.pk, again(dataset).current.distributions.get().pk)  # type: ignore[union-attr]
    assert run_scans() == 1
    assert check_gradings() == 1
    demand = RegradeDemand.objects.get(dataset=dataset)
    assert (demand.cause, demand.fields, demand.derived) == ("content", ["id_no"], 3) and FIELDS
