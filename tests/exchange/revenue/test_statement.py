"""What a dataset brought in is the ledger's sum; costs are the provider's own and written once; the file runs nothing."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from catalog.models import Dataset
from exchange.models import DatasetCost
from exchange.revenue import use_cases as revenue
from exchange.revenue.export import csv_lines, plain
from exchange.revenue.gather import lines, totals
from exchange.settlement import use_cases as settlement
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.money import Money, parse
from tests.cast import Api, Party, signed_in
from tests.factories.catalog import dataset_listed
from tests.factories.money import funded

pytestmark = pytest.mark.django_db
MOST = 12


def settled(provider: Party, consumer: Party, operator: Party) -> Dataset:
    """A dataset with one deal that was paid and one whose price went back; its ledger rows are real."""
    dataset = dataset_listed(provider, operator, price_minor=100_000)
    for back in (False, True):
        deal = funded(provider, consumer, operator, dataset=dataset)
        (settlement.refund if back else settlement.release)(SYSTEM, deal.pk)
    return dataset


def test_the_statement_is_the_ledgers_sum(provider: Party, consumer: Party, operator: Party) -> None:
    dataset, today = settled(provider, consumer, operator), clock.today()
    cost = revenue.state_cost(provider.finance, dataset.pk, kind="storage", month=today, amount=parse("12.50"), note="=1+1")
    (month,) = lines(dataset, today.year)
    assert (month.sales, month.gross, month.refunded, month.cost) == (1, 100_000, 100_000, 1_250)
    assert month.gross == month.fee + month.net and month.fee > 0 and month.result == month.net - 1_250
    (year,) = totals([month])
    assert (year.net, year.result) == (month.net, month.result)
    assert lines(dataset, today.year - 1) == []
    rows = list(csv.DictReader(io.StringIO("".join(csv_lines(dataset, today.year)).lstrip("\ufeff"))))
    assert [(row["kind"], row["gross"], row["refunded"]) for row in rows if row["kind"] in ("release", "refund")] == [("release", "1000.00", "0.00"), ("refund", "0.00", "1000.00")]
    assert rows[-1]["note"] == "'=1+1" and rows[-1]["cost"] == "12.50"
    revenue.cancel_cost(provider.finance, cost.pk, dataset_id=dataset.pk)
    assert lines(dataset, today.year)[0].cost == 0


@pytest.mark.parametrize(("cell", "shown"), [("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("@x", "'@x"), ("-12.50", "-12.50"), ("-1+cmd", "'-1+cmd"), (" =1", "' =1"), ("\t=1", "'\t=1"), ("plain", "plain")])
def test_no_cell_is_a_formula(cell: str, shown: str) -> None:
    assert plain(cell) == shown


def test_costs_are_written_once_by_the_right_person(provider: Party, operator: Party, outsider: Party, listed: Dataset) -> None:
    dataset = listed
    said: dict[str, Any] = {"kind": "storage", "month": clock.today(), "amount": parse("1.00")}
    with pytest.raises(Forbidden):
        revenue.state_cost(provider.steward, dataset.pk, **said)
    with pytest.raises(Forbidden):
        revenue.state_cost(outsider.finance, dataset.pk, **said)
    for wrong in ({"kind": "magic"}, {"amount": Money(0)}, {"month": date(2999, 1, 1)}, {"note": "x" * 301}):
        with pytest.raises(Invalid):
            revenue.state_cost(provider.finance, dataset.pk, **(said | wrong))
    row = revenue.state_cost(provider.finance, dataset.pk, **said)
    made = revenue.cancel_cost(provider.owner, row.pk, dataset_id=dataset.pk)
    for again in (row, made):
        with pytest.raises(Conflict):
            revenue.cancel_cost(provider.owner, again.pk, dataset_id=dataset.pk)
    assert not DatasetCost.objects.visible_to(operator.one).exists(), "nobody else's books"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update exchange_datasetcost set amount_minor = 2")
    with pytest.raises(NotFound):
        revenue.cancel_cost(provider.owner, dataset.pk, dataset_id=dataset.pk)


def test_pages_and_rest(provider: Party, consumer: Party, operator: Party, outsider: Party, django_assert_max_num_queries: Any) -> None:
    dataset, finance = settled(provider, consumer, operator), signed_in(provider.finance)
    url = reverse("revenue.statement", args=[provider.id, dataset.pk])
    with django_assert_max_num_queries(MOST):
        shown = finance.get(url).content.decode()
    assert "1,000.00" in shown and "<svg" in shown
    assert finance.post(url, {"kind": "storage", "month": "x", "amount": "1", "currency": "CNY"}).status_code == 422
    assert finance.post(url, {"kind": "storage", "month": clock.today().isoformat(), "amount": "much", "currency": "CNY"}).status_code == 422
    assert finance.post(url, {"kind": "storage", "month": clock.today().isoformat(), "amount": "5", "currency": "CNY"}).status_code == 302
    cancel = reverse("revenue.cancel", args=[provider.id, dataset.pk, DatasetCost.objects.get().pk])
    assert cancel in finance.get(url).content.decode() and finance.get(cancel).status_code == 200 and finance.post(cancel).status_code == 302
    assert finance.get(f"{url}?csv")["Content-Type"].startswith("text/csv")
    assert signed_in(provider.actors["viewer"]).get(url).status_code == 403
    for stranger in (outsider, consumer):
        assert signed_in(stranger.owner).get(reverse("revenue.statement", args=[stranger.id, dataset.pk])).status_code == 404
    api, rest = Api(provider.finance), f"/api/v1/datasets/{dataset.pk}"
    with django_assert_max_num_queries(MOST):
        body = api.get(f"{rest}/revenue").json()
    assert body["totals"][0]["gross"] == {"amount": "1000.00", "currency": "CNY"} and body["months"][0]["sales"] == 1
    made = api.post(f"{rest}/costs", {"kind": "other", "month": clock.today().isoformat(), "amount": {"amount": "2.00"}}, key="c1")
    assert made.status_code == 201 and api.post(f"{rest}/costs/{made.json()['id']}/cancel").json()["cancels"] == made.json()["id"]
    assert len(api.get(f"{rest}/costs").json()["items"]) == 4
    assert Api(outsider.finance).get(f"{rest}/revenue").status_code == 404 == Api(outsider.finance).get(f"{rest}/costs").status_code
