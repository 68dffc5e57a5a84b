"""Periods are counted once, by the database; small groups leave no trace; anyone reads what is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organization
from catalog.models import Dataset
from exchange.models import Agreement, PriceFact, PricePeriod, TradeRequest
from exchange.price.tasks import count_prices
from exchange.price.use_cases import count
from kernel import clock
from kernel.actor import SYSTEM
from kernel.clock import LOCAL_ZONE
from kernel.errors import Conflict, Forbidden, WrongState
from tests.cast import Api, Party
from tests.factories.catalog import dataset_listed
from tests.factories.trade import agreement_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 2, 9, tzinfo=LOCAL_ZONE)


@pytest.fixture
def deal(provider: Party, consumer: Party, operator: Party) -> Agreement:
    """Not in force yet: what is copied from it is."""
    return agreement_in("ACCEPTED", provider, consumer, operator, dataset=dataset_listed(provider, operator))


def _organizations(number: int) -> list[Any]:
    rows = [Organization(kind="member", name_zh=f"组织{n}", name_en=f"Org {n}", country="SG", foreign_register="ACRA", foreign_number=f"{uuid4()}", state="draft", state_since=NOW, created=NOW) for n in range(number)]
    return [row.pk for row in Organization.objects.bulk_create(rows)]


def sold_rows(deal: Agreement, prices: list[int], at: datetime, sides: int = 3) -> None:
    """Deals in force like `deal`, of `sides` providers and buyers in turn: rows alone, because signatures are not what is counted here."""
    firms, requests, rows = _organizations(2 * sides), [], []
    for turn, price in enumerate(prices):
        request, row = TradeRequest.objects.get(pk=deal.pk), Agreement.objects.get(pk=deal.pk)
        request.pk = row.pk = row.request_id = uuid4()
        request.provider_id = row.provider_id = firms[turn % sides]
        request.consumer_id = row.consumer_id = firms[sides + turn % sides]
        row.price_minor, row.fee_minor, row.state, row.in_force_from, row.in_force_until = price, 0, "in_force", at + timedelta(minutes=turn), at + timedelta(days=100)
        requests.append(request)
        rows.append(row)
    TradeRequest.objects.bulk_create(requests)
    Agreement.objects.bulk_create(rows)


def test_counted_once_and_only_what_may_be_told(deal: Agreement) -> None:
    sold_rows(deal, [100_000, 120_000, 250_000, 300_000, 310_000, 990_000], datetime(2025, 11, 3, tzinfo=LOCAL_ZONE))
    sold_rows(deal, [100_000] * 4, datetime(2026, 2, 3, tzinfo=LOCAL_ZONE))
    with clock.fixed(NOW):
        assert count_prices() == 3
        assert count_prices() == 0
    assert sorted(PricePeriod.objects.values_list("name", flat=True)) == ["2025", "2025-Q4", "2026-Q1"]
    told = {row.period.name: (row.deals, row.median_minor, row.low_minor, row.high_minor) for row in PriceFact.objects.select_related("period")}
    assert told == {"2025-Q4": (5, 250_000, 100_000, 1_000_000), "2025": (5, 250_000, 100_000, 1_000_000)}


def test_a_deal_counts_from_the_day_after_its_period(deal: Agreement) -> None:
    sold_rows(deal, [123_456] * 6, datetime(2025, 12, 31, 23, 30, tzinfo=LOCAL_ZONE))
    with clock.fixed(datetime(2025, 12, 31, 23, 59, tzinfo=LOCAL_ZONE)):
        assert count_prices() == 0
    with clock.fixed(datetime(2026, 1, 1, 0, 5, tzinfo=LOCAL_ZONE)):
        assert count_prices() == 2
    assert set(PriceFact.objects.values_list("median_minor", "low_minor", "high_minor")) == {(120_000, 100_000, 200_000)}


def test_a_year_does_not_give_its_hidden_quarter_away(deal: Agreement) -> None:
    sold_rows(deal, [100_000] * 6, datetime(2025, 11, 3, tzinfo=LOCAL_ZONE))
    sold_rows(deal, [700_000], datetime(2025, 5, 3, tzinfo=LOCAL_ZONE))
    with clock.fixed(NOW):
        count_prices()
    assert set(PriceFact.objects.values_list("period__name", flat=True)) == {"2025-Q4"}


def test_only_the_system_counts_what_is_over(operator: Party) -> None:
    with pytest.raises(Forbidden):
        count(operator.one, 2020, 1)
    with pytest.raises(WrongState):
        count(SYSTEM, clock.today().year + 1, 0)
    count(SYSTEM, 2020, 1)
    with pytest.raises(Conflict):
        count(SYSTEM, 2020, 1)


def test_anyone_reads_it(deal: Agreement, django_assert_max_num_queries: Any) -> None:
    sold_rows(deal, [100_000] * 6, datetime(2025, 11, 3, tzinfo=LOCAL_ZONE))
    with clock.fixed(NOW):
        count_prices()
    industry = Dataset.objects.get(pk=deal.dataset_id).current.industry  # type: ignore[union-attr]
    with django_assert_max_num_queries(12):
        items = Api().get(f"/api/v1/price-facts?industry={industry}").json()["items"]
    assert [one["period"] for one in items] and (items[0]["median"]["amount"], items[0]["low"]["amount"], items[0]["high"]["amount"]) == ("1000.00", "1000.00", "2000.00")
    with django_assert_max_num_queries(12):
        shown = Client(headers={"Accept-Language": "en"}).get(f"{reverse('price.facts')}?industry={industry}").content.decode()
    assert "2025-Q4" in shown and "<svg" in shown
    assert "Nothing can be told yet" in Client(headers={"Accept-Language": "en"}).get(f"{reverse('price.facts')}?industry=culture").content.decode()
    assert Api().get("/api/v1/price-facts?industry=magic").status_code == 422
