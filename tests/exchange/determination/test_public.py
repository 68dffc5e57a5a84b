"""The what-if tool and a dataset's outlook: public, without defaults, in both languages, storing nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from catalog.models import Dataset
from exchange.determination.models import Determination
from exchange.rules.border.vocabulary import FACTS, Kind
from kernel.models import Event
from tests.cast import Api, Party, signed_in
from tests.factories.catalog import FIELDS, PERSONAL_FIELD, dataset_listed
from tests.factories.trade import EXPORT_FACTS

URL = "/api/v1/determinations"
WHOLE: dict[str, Any] = EXPORT_FACTS | {
    "as_of": "2026-08-31", "negative_list": "not_applicable", "movement": "transfer_abroad", "destination": "SG", "exporter_is_ciio": False, "exporter_location": "mainland_other", "data_grade": "general",
    "contains_pi": True, "pi_subjects_this_year": 100_000, "sensitive_pi_subjects_this_year": 0,
}


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.mark.django_db
def test_facts_in_an_answer_out() -> None:
    before = Event.objects.count()
    found = Api().post(URL, WHOLE)
    assert found.status_code == 200 and found.json()["path"] == "standard_contract_or_certification"
    assert Api().post(URL, {"facts": WHOLE}).json() == found.json()
    empty = Api().post(URL, {}).json()
    assert empty["path"] == "undetermined" and "movement" in empty["missing_facts"] and empty["missing_facts_detail"]["movement"]["leads"]
    assert Event.objects.count() == before and not Determination.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("body", [{"nonsense": 1}, {"contains_pi": "yes"}, {"pi_subjects_this_year": -1}, {"destination": "XX"}, {"facts": []}, {"as_of": "2026-02-30"}])
def test_what_is_not_in_the_vocabulary_is_named(body: dict[str, Any]) -> None:
    found = Api().post(URL, body)
    assert found.status_code == 422 and set(found.json()["fields"]) == set(body)


@pytest.mark.django_db
def test_it_is_limited_in_size_and_number(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Api().post(URL, {"flags": ["x" * 70_000]}).status_code == 422
    monkeypatch.setattr("exchange.determination.limits.PER_MINUTE", 2)
    assert [Api().post(URL, {}).status_code for _ in range(3)][-1] == 429


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_shows_every_fact_and_the_answer(language: str) -> None:
    client = Client(headers={"Accept-Language": language})
    page = client.get("/border/what-if/")
    text = page.content.decode()
    assert page.status_code == 200 and all(f'name="{key}"' in text for key in FACTS) and 'id="dpath"' not in text
    form = {key: ("true" if value else "false") if FACTS[key].kind is Kind.BOOL else value for key, value in WHOLE.items()}
    form |= {"flags": "none_of_these", "legal_document_clauses_missing": "none_of_these"}
    done = client.post("/border/what-if/", form)
    assert done.status_code == 200 and "P16/8" in done.content.decode()
    assert client.post("/border/what-if/", {"destination": "XX"}).status_code == 422
    assert client.post("/border/what-if/", {"pi_subjects_this_year": "many"}).status_code == 422


def test_the_outlook_says_path_papers_and_days(provider: Party, overseas: Party, consumer: Party, operator: Party, listed: Dataset) -> None:
    plain = listed
    personal = dataset_listed(provider, operator, fields=[*FIELDS, PERSONAL_FIELD], title_en="With persons")
    assert "Exempt" in Client(headers={"Accept-Language": "en"}).get(f"/border/outlook/{plain.pk}/").content.decode()
    abroad = signed_in(overseas.trader).get(f"/border/outlook/{personal.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "P16/5(1)(4)" in abroad and "Papers from the provider" in abroad and "to 57" in abroad and "<html" not in abroad
    assert "No export" in signed_in(consumer.trader).get(f"/border/outlook/{personal.pk}/").content.decode()
    assert signed_in(consumer.trader).get("/border/outlook/00000000-0000-4000-8000-000000000000/").status_code == 404
