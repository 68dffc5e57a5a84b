"""The provider's pages: a dataset is prepared, graded by two persons and submitted by clicking; the operator lists it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalog.dataset.models import Classification, Dataset
from catalog.rules.review import CHECKLIST
from tests.cast import Party, signed_in
from tests.factories.catalog import CONTENT, DESCRIPTION, FIELDS, dataset_drafted, dataset_ready

pytestmark = pytest.mark.django_db
DESCRIBED: dict[str, Any] = {key: value for key, value in DESCRIPTION.items() if key not in ("keywords", "places")} | {"keywords": "航班, 延误，flight", "places": "CN"}
OFFER = {
    "name_zh": "一次性交付", "name_en": "One delivery", "price": "1200.00", "currency": "CNY", "purposes": ["analysis"], "countries": "cn", "term_days": "365", "takers": "one",
}
STEPS = ("describe", "files", "service", "fields", "classify", "rights", "quality", "sample", "offers", "audience", "questions", "preview", "submit")


def table(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A formset's data."""
    data: dict[str, Any] = {"f-TOTAL_FORMS": len(rows), "f-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"f-{number}-{name}": value for name, value in row.items() if value is not False}
    return data


def etag_shown(exchange: Client, review: str) -> str:
    """The submission that the review's form is about."""
    found = re.search(r'name="etag" value="([^"]+)"', exchange.get(review).content.decode())
    assert found
    return found[1]


def test_a_dataset_is_prepared_and_listed_on_pages(provider: Party, operator: Party) -> None:
    steward, owner, exchange = signed_in(provider.steward), signed_in(provider.owner), signed_in(operator.one)

    def at(name: str, *more: Any) -> str:
        return reverse(name, args=[provider.id, *more])

    assert "no dataset yet" in steward.get(at("dataset.own")).content.decode()
    assert steward.post(at("dataset.new"), DESCRIBED | {"industry": "x"}).status_code == 422
    made = steward.post(at("dataset.new"), DESCRIBED)
    assert made.status_code == 302, made.content.decode()[-3000:]
    dataset = Dataset.objects.get()
    for step in STEPS:
        assert steward.get(at(f"dataset.{step}", dataset.pk)).status_code == 200
    assert steward.get(at("dataset.edit", dataset.pk)).url == at("dataset.files", dataset.pk)
    assert steward.post(at("dataset.fields", dataset.pk), table([*FIELDS, {"name": ""}])).url == at("dataset.classify", dataset.pk)
    assert steward.post(at("dataset.rights", dataset.pk), {"basis": "own", "statement_zh": "自有", "statement_en": "Own"}).status_code == 302
    paper = SimpleUploadedFile("paper.pdf", b"%PDF-1.4", "application/pdf")
    assert steward.post(at("dataset.add_evidence", dataset.pk), {"evidence": paper}).status_code == 302
    sent = {"file": SimpleUploadedFile("flights.csv", CONTENT, "text/csv"), "media_type": "text/csv"}
    assert steward.post(at("dataset.files", dataset.pk), sent | {"sha256": "0" * 64}).status_code == 422
    dataset.refresh_from_db()
    unfinished = dataset.working.distributions.get()  # type: ignore[union-attr]
    assert steward.post(at("dataset.remove_file", dataset.pk, unfinished.pk)).status_code == 302
    assert steward.post(at("dataset.files", dataset.pk), {"file": SimpleUploadedFile("flights.csv", CONTENT, "text/csv"), "media_type": "text/csv"}).status_code == 302
    assert steward.post(at("dataset.sample", dataset.pk), {"nature": "real", "rows": "flight_no,delay\nCA1,3\n"}).status_code == 302
    assert steward.post(at("dataset.offers", dataset.pk), OFFER | {"price": "x"}).status_code == 422
    assert steward.post(at("dataset.offers", dataset.pk), OFFER).status_code == 302
    assert steward.post(at("dataset.submit", dataset.pk)).status_code == 409
    assert steward.post(at("dataset.classify", dataset.pk), {"grounds": "public data"}).status_code == 302
    confirm = at("classification.confirm", dataset.pk)
    assert "You proposed this grading" in steward.get(confirm).content.decode()
    read = {"classification": str(Classification.objects.get(dataset=dataset).pk)}
    assert f'value="{read["classification"]}"' in owner.get(confirm).content.decode()
    assert owner.post(confirm).status_code == 404
    assert steward.post(confirm, read).status_code == 403
    assert "Do you confirm?" in owner.get(confirm).content.decode()
    assert owner.post(confirm, read).status_code == 302
    assert steward.post(at("dataset.submit", dataset.pk)).status_code == 302

    queue, review = reverse("listing.queue", args=[operator.id]), reverse("listing.review", args=[operator.id, dataset.pk])
    assert DESCRIPTION["title_en"] in exchange.get(queue).content.decode()
    assert exchange.get(review).status_code == 200
    evidence = dataset.working.evidence.get()  # type: ignore[union-attr]
    opened = exchange.get(reverse("listing.evidence", args=[operator.id, dataset.pk, evidence.pk]))
    assert b"".join(opened.streaming_content) == b"%PDF-1.4"  # type: ignore[attr-defined]
    first = {"etag": etag_shown(exchange, review)}
    assert exchange.post(review, {"return": "1", **first}).status_code == 409
    assert exchange.post(review, {"return": "1", "remark_rights": "Which contract?", "place_1": "fields:delay", "text_1": "Unit?", "place_2": "describe:title_en", "text_2": "Too short", **first}).status_code == 302
    assert "Which contract?" in steward.get(at("dataset.rights", dataset.pk)).content.decode()
    assert 'colspan="9"' in steward.get(at("dataset.fields", dataset.pk)).content.decode()
    assert re.search(r'id="id_title_en_hint"[^>]*>[^<]*Too short', steward.get(at("dataset.describe", dataset.pk)).content.decode())
    assert steward.post(at("dataset.describe", dataset.pk), DESCRIBED | {"title_en": "Flight punctuality in China"}).status_code == 302
    assert steward.post(at("dataset.submit", dataset.pk)).status_code == 302
    assert exchange.post(review, {"list": "1", "checklist": list(CHECKLIST), **first}).status_code == 412
    second = {"etag": etag_shown(exchange, review)}
    assert "title_en" in exchange.get(review).content.decode().partition("What differs")[2]
    assert exchange.post(review, {"list": "1", "checklist": list(CHECKLIST)[:2], **second}).status_code == 409
    assert exchange.post(review, {"list": "1", "checklist": list(CHECKLIST), **second}).status_code == 302
    page = Client().get(reverse("dataset.detail", args=[dataset.pk]))
    assert page.status_code == 200
    assert Client().get(reverse("catalog.search"), {"q": "flights"}).content.decode().count('class="result"') == 1


def test_wrong_cells_are_marked(provider: Party, operator: Party) -> None:
    dataset = dataset_drafted(provider)
    address = reverse("dataset.fields", args=[provider.id, dataset.pk])
    answer = signed_in(provider.steward).post(address, table([{"name": "a b", "grade": "1"}, {"name": "ok"}, {"name": "ok"}]))
    assert answer.status_code == 422
    assert "f-0-name" in answer.content.decode()
    pasted = {"paste": "1", "table": "name,grade,sensitive,meaning_zh,meaning_en\nid,g4,yes,标识,Identifier\nday,1,,日,Day\n"}
    assert signed_in(provider.steward).post(address, pasted).status_code == 302
    dataset.refresh_from_db()
    assert (dataset.working.grade, dataset.working.sensitive) == (4, True)  # type: ignore[union-attr]
    assert signed_in(provider.steward).post(address, pasted | {"table": "name,grade\nid,g9\n"}).status_code == 422


def test_an_old_form_is_told_so(provider: Party, operator: Party) -> None:
    dataset = dataset_drafted(provider)
    address = reverse("dataset.describe", args=[provider.id, dataset.pk])
    assert signed_in(provider.steward).post(address, DESCRIBED | {"etag": "1.1"}).status_code == 412


def test_others_find_nothing(provider: Party, operator: Party, outsider: Party) -> None:
    dataset = dataset_ready(provider)
    stranger = signed_in(outsider.owner)
    names = [f"dataset.{step}" for step in STEPS] + ["dataset.edit", "dataset.withdraw", "dataset.discard", "classification.confirm"]
    for name in names:
        assert stranger.get(reverse(name, args=[outsider.id, dataset.pk])).status_code == 404, name
        assert stranger.get(reverse(name, args=[provider.id, dataset.pk])).status_code == 404, name
    for name in ("dataset.submit", "dataset.take_back", "dataset.revise", "dataset.withdraw", "dataset.describe", "dataset.fields"):
        assert stranger.post(reverse(name, args=[outsider.id, dataset.pk])).status_code == 404, name
    for name in ("listing.review", "listing.suspend", "listing.resume"):
        assert stranger.get(reverse(name, args=[outsider.id, dataset.pk])).status_code == 404, name
    assert stranger.get(reverse("listing.queue", args=[outsider.id])).status_code == 404
    assert stranger.get(reverse("dataset.detail", args=[dataset.pk])).status_code == 404
    assert Client().get(reverse("dataset.detail", args=[dataset.pk])).status_code == 404


def test_a_listed_dataset_is_revised_suspended_and_withdrawn_on_pages(provider: Party, operator: Party, listed: Dataset) -> None:
    dataset = listed
    steward, exchange = signed_in(provider.steward), signed_in(operator.one)

    def at(name: str) -> str:
        return reverse(name, args=[provider.id, dataset.pk])

    def desk(name: str) -> str:
        return reverse(name, args=[operator.id, dataset.pk])

    assert steward.post(at("dataset.revise")).status_code == 302
    assert steward.get(at("dataset.describe")).status_code == 200
    assert steward.get(at("dataset.discard")).status_code == 200
    assert steward.post(at("dataset.discard")).status_code == 302
    assert exchange.get(desk("listing.suspend")).status_code == 200
    assert exchange.post(desk("listing.suspend"), {"remark": ""}).status_code == 422
    assert exchange.post(desk("listing.suspend"), {"remark": "Source in question"}).status_code == 302
    assert Client().get(reverse("dataset.detail", args=[dataset.pk])).status_code == 404
    assert steward.get(reverse("dataset.detail", args=[dataset.pk])).status_code == 200
    assert exchange.get(desk("listing.resume")).status_code == 200
    assert exchange.post(desk("listing.resume"), {"remark": ""}).status_code == 302
    assert Client().get(reverse("dataset.detail", args=[dataset.pk])).status_code == 200
    assert steward.get(at("dataset.withdraw")).status_code == 200
    assert steward.post(at("dataset.withdraw")).status_code == 302
    assert Client().get(reverse("dataset.detail", args=[dataset.pk])).status_code == 404
    assert steward.get(at("dataset.submit")).status_code == 200
