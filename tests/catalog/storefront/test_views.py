"""The public pages: they open for nobody, in both languages, within the budget of statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Dataset
from catalog.storefront.words import highlighter, marked
from tests.cast import Party, signed_in
from tests.factories.catalog import FIELDS, PERSONAL_FIELD, dataset_listed, offer_added

pytestmark = pytest.mark.django_db
STATEMENTS = 12


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_empty_pages_tell_the_next_step(language: str, db: None) -> None:
    reader = Client(headers={"accept-language": language})
    for address in ("/", "/catalog/", "/catalog/?q=航班", "/catalog/?industry=transport&q=x", "/catalog/?cursor=x", "/catalog/?grade=zz"):
        assert reader.get(address).status_code == 200, address


def test_pages_stay_within_the_budget(provider: Party, operator: Party) -> None:
    for number in range(3):
        dataset = dataset_listed(provider, operator, title_zh=f"航班 {number}", fields=[*FIELDS, PERSONAL_FIELD])
    offer_added(provider, dataset, price_minor=0, quantity=3)
    for reader in (Client(), signed_in(provider.owner), signed_in(operator.one)):
        for address in ("/", "/catalog/", "/catalog/?q=航班&industry=transport&zone=x", reverse("dataset.detail", args=[dataset.pk]), "/catalog/suggest/?q=航班"):
            reader.get(address)
            with CaptureQueriesContext(connection, ) as seen:
                assert reader.get(address).status_code == 200
            assert len(seen) <= STATEMENTS, (address, [query["sql"][:90] for query in seen])


def test_a_dataset_page_in_both_languages(provider: Party, operator: Party) -> None:
    dataset = dataset_listed(provider, operator, description_en="<script>alert(1)</script> & more")
    address = reverse("dataset.detail", args=[dataset.pk])
    english = Client(headers={"accept-language": "en"}).get(address).content.decode()
    assert "Flight punctuality" in english
    assert "<script>alert" not in english
    assert "CNY\xa01,200.00" in english
    chinese = Client(headers={"accept-language": "zh-hans"}).get(address).content.decode()
    assert "全国航班准点与延误明细" in chinese


def test_results_by_htmx_are_a_fragment(provider: Party, operator: Party, listed: Dataset) -> None:
    fragment = Client(headers={"hx-request": "true"}).get("/catalog/?q=航班").content.decode()
    assert 'id="results"' in fragment
    assert "<html" not in fragment


def test_important_data_has_a_page_for_the_verified_only(provider: Party, operator: Party, consumer: Party) -> None:
    dataset = dataset_listed(provider, operator, fields=[{**FIELDS[0], "grade": 5}])
    address = reverse("dataset.detail", args=[dataset.pk])
    assert Client().get(address).status_code == 404
    page = signed_in(consumer.trader).get(address)
    assert page.status_code == 200
    assert "No sample of important data" in page.content.decode()


def test_marks_are_escaped() -> None:
    assert marked("<b>航班</b> Flights", highlighter("航班 flight")) == "&lt;b&gt;<mark>航班</mark>&lt;/b&gt; <mark>Flights</mark>"
    assert marked("a & b", None) == "a &amp; b"
