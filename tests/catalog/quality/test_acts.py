"""From a scan to a report: measured once, kept for good, broken promises found, answered and mended, and nobody else's business told."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import rdflib
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from catalog.dataset import use_cases as datasets
from catalog.listing import use_cases as listings
from catalog.listing.reindex import reindex
from catalog.models import Dataset, QualityBreach, QualityLook, QualityMeasurement
from catalog.quality import use_cases as quality
from catalog.quality.tasks import measure_quality
from catalog.rules.review import CHECKLIST
from catalog.scan import use_cases as scans
from catalog.scan.tasks import run_scans
from catalog.search.models import SearchEntry
from kernel import clock, turns
from kernel.actor import SYSTEM
from kernel.errors import Forbidden, Invalid, NotFound, WrongState
from kernel.models import Event
from kernel.tasks import expire
from tests.cast import Api, Party, signed_in
from tests.factories.catalog import again, dataset_ready, grading_confirmed

pytestmark = pytest.mark.django_db
MOST = 12
ROWS = "flight_no,delay\n" + "".join(f"CA{number},{number % 7 if number % 10 else ''}\n" for number in range(1, 41))
FIELDS: list[dict[str, Any]] = [
    {"name": "flight_no", "type": "code", "meaning_zh": "航班号", "meaning_en": "Flight number", "grade": 1},
    {"name": "delay", "type": "integer", "meaning_zh": "延误", "meaning_en": "Delay", "grade": 1},
]


def listed(provider: Party, operator: Party, promise: dict[str, str] | None = None, *, scan: bool = True, **over: Any) -> Dataset:
    dataset = dataset_ready(provider, fields=FIELDS, content=ROWS.encode(), **over)
    if promise:
        datasets.promise(provider.steward, dataset.pk, promise)
    if scan:
        file = dataset.working.distributions.get()
        scans.request(provider.steward, dataset.pk, file.pk)
        run_scans()
    listings.submit(provider.steward, dataset.pk)
    listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
    measure_quality()
    return again(dataset)


def test_measured_once_from_its_scan(provider: Party, operator: Party) -> None:
    dataset = listed(provider, operator, updated_on=clock.today())
    row = QualityMeasurement.objects.get(revision=dataset.current)
    told = {one.dimension.value: one.value for one in row.values}
    assert told == {"completeness": "0.9500", "validity": "1.0000", "uniqueness": "1.0000", "consistency": "1.0000", "timeliness": "1.0000", "accessibility": "1.0000"}
    assert row.score == 99 and row.release and len(row.scans) == 1 and not QualityLook.objects.exists()
    assert quality.measure(SYSTEM, row.revision_id).pk == row.pk, "the same basis is measured once"
    with pytest.raises(Forbidden):
        quality.measure(provider.steward, row.revision_id)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update catalog_qualitymeasurement set score = 100")


def test_nothing_is_known_without_a_scan(provider: Party, operator: Party) -> None:
    dataset = listed(provider, operator, {"completeness": "0.5"}, scan=False, updated_on=None)
    row = QualityMeasurement.objects.get(revision=dataset.current)
    assert all(one.value is None and one.reason for one in row.values) and row.score is None
    assert not QualityBreach.objects.exists(), "what could not be measured is no breach"


def test_a_broken_promise_is_told_answered_and_mended(provider: Party, operator: Party, outsider: Party) -> None:
    dataset = listed(provider, operator, {"completeness": "0.98", "validity": "0.9"})
    breach = QualityBreach.objects.get()
    assert (breach.name, breach.promised, breach.found, breach.state) == ("completeness", "0.98", "0.9500", "found")
    assert turns.waiting_for(provider.steward).filter(subject_id=breach.pk).count() == 1
    assert Event.objects.filter(name="catalog.quality.promise_broken").count() == 1
    quality.measure(SYSTEM, breach.revision_id)
    assert QualityBreach.objects.count() == 1, "found once"
    with pytest.raises(Forbidden):
        quality.answer(provider.actors["viewer"], breach.pk, answer="Mended next month.")
    with pytest.raises(Forbidden):
        quality.answer(outsider.owner, breach.pk, answer="Not mine.")
    with pytest.raises(Invalid):
        quality.answer(provider.steward, breach.pk, answer=" ")
    quality.answer(provider.steward, breach.pk, answer="Mended next month.")
    with pytest.raises(WrongState):
        quality.answer(provider.steward, breach.pk, answer="Again.")
    assert not turns.waiting_for(provider.steward).filter(subject_id=breach.pk).exists()
    datasets.promise(provider.steward, dataset.pk, {"completeness": "0.9"})  # opens the next revision
    grading_confirmed(provider, dataset)
    listings.submit(provider.steward, dataset.pk)
    listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
    measure_quality()
    breach.refresh_from_db()
    assert breach.state == "mended" and QualityMeasurement.objects.filter(dataset=dataset).count() == 2


def test_the_search_knows_the_score_of_the_listed_revision_alone(provider: Party, operator: Party) -> None:
    def known() -> int | None:
        return SearchEntry.objects.values_list("quality", flat=True).get(pk=dataset.pk)

    dataset = listed(provider, operator, updated_on=clock.today())
    assert known() == 99
    datasets.promise(provider.steward, dataset.pk, {"key": "delay"})  # seven different values in forty rows
    quality.measure(SYSTEM, again(dataset).working_id)
    assert known() == 99, "the revision in work is not what is found"
    grading_confirmed(provider, dataset)
    listings.submit(provider.steward, dataset.pk)
    listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
    assert known() is None, "what was measured of the former revision is not said of this one"
    measure_quality()
    score = QualityMeasurement.objects.get(revision=again(dataset).current_id).score
    assert score is not None and known() == score < 99
    listings.suspend(operator.one, dataset.pk, remark="x")
    listings.resume(operator.one, dataset.pk)
    measure_quality()
    assert known() == score
    SearchEntry.objects.all().delete()
    reindex()
    assert known() == score, "a row made from nothing has it again"


def test_a_late_update_is_found_by_the_clock(provider: Party, operator: Party) -> None:
    today = clock.today()
    listed(provider, operator, {"update_every": "P1M"}, updated_on=today)
    assert not QualityBreach.objects.exists()
    with clock.fixed(clock.now() + timedelta(days=33)):
        expire()
        expire()
    breach = QualityBreach.objects.get()
    assert (breach.name, breach.promised, breach.found) == ("update_every", "P1M", today.isoformat())
    listings.withdraw(provider.owner, breach.dataset_id)
    breach.refresh_from_db()
    assert breach.state == "mended" and not turns.waits_on(breach), "what is withdrawn promises nothing any more"


def test_promises_are_the_providers_and_frozen(provider: Party, operator: Party, outsider: Party) -> None:
    dataset = listed(provider, operator, {"completeness": "0.9"}, scan=False)
    with pytest.raises(Forbidden):
        datasets.promise(outsider.steward, dataset.pk, {})
    with pytest.raises(Forbidden):
        datasets.promise(provider.viewer, dataset.pk, {})
    with pytest.raises(Invalid):
        datasets.promise(provider.steward, dataset.pk, {"completeness": "2"})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update catalog_datasetrevision set promises = '{}'")
    datasets.revise(provider.steward, dataset.pk)
    quality.measure(SYSTEM, again(dataset).working_id)
    assert QualityMeasurement.objects.order_by("-at").first().promise == {"completeness": "0.9"}, "it goes on until another is made"  # type: ignore[union-attr]
    before = QualityMeasurement.objects.count()
    datasets.promise(provider.steward, dataset.pk, {"completeness": "", "key": "flight_no"})
    assert Event.objects.filter(name="catalog.quality.promised").count() == 2
    measure_quality()
    assert QualityMeasurement.objects.count() == before + 1, "the reader of the outbox was told"
    assert QualityMeasurement.objects.order_by("-at").first().promise == {"key": "flight_no"}  # type: ignore[union-attr]


def test_pages_and_rest(provider: Party, operator: Party, outsider: Party, django_assert_max_num_queries: Any) -> None:
    dataset = listed(provider, operator, {"completeness": "0.98"})
    page, rest = reverse("quality.report", args=[dataset.pk]), f"/api/v1/datasets/{dataset.pk}/quality"
    with django_assert_max_num_queries(MOST):
        shown = Client(headers={"Accept-Language": "en"}).get(page).content.decode()
    assert "<svg" in shown and "Not kept" in shown and "CA1" not in shown.replace("CA11", "")
    assert page in Client().get(reverse("dataset.detail", args=[dataset.pk])).content.decode()
    assert Client().get(reverse("quality.method")).status_code == 200
    with django_assert_max_num_queries(MOST):
        body = Api().get(rest).json()
    assert [one["value"] for one in body["measures"]][:2] == ["0.9500", "1.0000"] and body["compared"][0]["kept"] is False and body["promise"] == {"completeness": "0.98"}
    breach = body["breaches"][0]["id"]
    own, answer = reverse("quality.own", args=[provider.id, dataset.pk]), reverse("quality.answer", args=[provider.id, dataset.pk, breach])
    steward = signed_in(provider.steward)
    with django_assert_max_num_queries(MOST):
        assert answer in steward.get(own).content.decode()
    assert signed_in(outsider.owner).get(reverse("quality.own", args=[outsider.id, dataset.pk])).status_code == 404
    assert answer in steward.get(reverse("desk.workspace", args=[provider.id])).content.decode()
    assert steward.get(answer).status_code == 200 and steward.post(answer, {"answer": ""}).status_code == 422
    assert steward.post(answer, {"answer": "The sensors of one airport were down."}).status_code == 302
    assert "one airport" in Client().get(page).content.decode()
    step, promises = reverse("dataset.quality", args=[provider.id, dataset.pk]), f"/api/v1/datasets/{dataset.pk}/promises"
    assert step in steward.get(own).content.decode() and 'value="98"' in steward.get(step).content.decode()
    assert [steward.post(step, {"completeness": wrong}).status_code for wrong in ("101", "98.765", "NaN", "x")] == [422] * 4
    assert steward.post(step, {"update_every": "P1H"}).status_code == 422
    assert steward.post(step, {"completeness": "98.76", "validity": "100", "uniqueness": "0", "update_every": "P1M", "key": "flight_no"}).status_code == 302
    assert again(dataset).working.promises == {"completeness": "0.9876", "validity": "1", "uniqueness": "0", "update_every": "P1M", "key": "flight_no"}
    assert 'value="98.76"' in steward.get(step).content.decode()
    api = Api(provider.steward)
    assert api.put(promises, {"completeness": "0.910"}, key="q1").status_code == 200
    assert again(dataset).working.promises == {"completeness": "0.91"}
    assert api.put(promises, {"validity": "x"}).status_code == 422
    assert api.get(f"{rest}/breaches").json()["items"][0]["state"] == "answered"
    assert api.get(f"/api/v1/datasets/{dataset.pk}/revisions/{dataset.current_id}/quality").json()["score"] is not None
    assert Api(outsider.steward).put(promises, {}).status_code in (403, 404)
    draft = dataset_ready(provider)
    assert Api().get(f"/api/v1/datasets/{draft.pk}/quality").status_code == Client().get(reverse("quality.report", args=[draft.pk])).status_code == 404
    with pytest.raises(NotFound):
        quality.answer(outsider.owner, dataset.pk, answer="x")


def test_the_export_says_it_in_dqv(provider: Party, operator: Party) -> None:
    listed(provider, operator)
    for form, parsed in (("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")):
        body = b"".join(Client().get(f"/dcat/catalog.{form}").streaming_content)  # type: ignore[attr-defined]
        graph = rdflib.Graph().parse(data=body, format=parsed)
        rows = graph.query("""
            prefix dqv: <http://www.w3.org/ns/dqv#> select ?metric ?value ?dimension where
            { ?dataset dqv:hasQualityMeasurement ?m . ?m dqv:isMeasurementOf ?metric ; dqv:value ?value . ?metric a dqv:Metric ; dqv:inDimension ?dimension }
        """)
        told = {str(row[0]).partition("#")[2]: str(row[1]) for row in rows}  # type: ignore[index]
        assert told["completeness"] == "0.9500" and "timeliness" not in told, form
    assert json.dumps(told)
