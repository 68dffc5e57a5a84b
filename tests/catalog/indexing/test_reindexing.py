"""Rebuilding the index: resumable, one at a time, the operator's alone, and never bringing back what was suspended."""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalog.indexing import tasks, use_cases
from catalog.indexing.models import Reindexing
from catalog.listing import use_cases as listings
from catalog.models import Dataset
from catalog.search.models import SearchEntry
from kernel.errors import Conflict, Forbidden, WrongState
from tests.cast import Api, Party, signed_in
from tests.factories.catalog import dataset_listed

pytestmark = pytest.mark.django_db


def stale() -> int:
    return SearchEntry.objects.filter(analyzer=0).count()


def test_a_rebuild_goes_on_where_it_stopped(provider: Party, operator: Party) -> None:
    rows = [dataset_listed(provider, operator) for _ in range(3)]
    SearchEntry.objects.update(analyzer=0)
    run = use_cases.ask(operator.one)
    with pytest.raises(Conflict):
        use_cases.ask(operator.one, every=True)
    assert tasks.go_on(run, batch=2, seconds=0.0) is False  # begun, and its time is over
    run.refresh_from_db()
    assert (run.state, run.total, run.done) == ("running", 3, 0)
    listings.suspend(operator.one, rows[0].pk, remark="Source in question.")
    assert tasks.run_reindexing() == 1
    run.refresh_from_db()
    assert (run.state, run.done) == ("completed", 2)
    assert stale() == 0 and SearchEntry.objects.count() == 2


def test_a_stopped_rebuild_does_nothing_more(provider: Party, operator: Party, listed: Dataset) -> None:
    SearchEntry.objects.update(analyzer=0)
    run = use_cases.ask(operator.one)
    use_cases.cancel(operator.one, run.pk)
    assert tasks.run_reindexing() == 0 and stale() == 1
    with pytest.raises(WrongState):
        use_cases.cancel(operator.one, run.pk)
    with pytest.raises(Forbidden):
        use_cases.ask(provider.owner)


def test_the_operators_page_and_api(provider: Party, operator: Party, listed: Dataset) -> None:
    address = reverse("indexing.index", args=[operator.id])
    reader = signed_in(operator.one)
    assert "Rebuild the search index" in reader.get(address).content.decode()
    assert reader.post(address, {"organization": operator.id, "every": "on"}).status_code == 302
    run = Reindexing.objects.get()
    assert run.every and "0 / 0" in reader.get(address).content.decode()
    assert reader.post(reverse("indexing.cancel", args=[operator.id, run.pk]), {"organization": operator.id}).status_code == 302
    api = Api(operator.one)
    made = api.post("/api/v1/reindexings", {})
    assert made.status_code == 201, made.content
    assert api.get(made.headers["Location"]).json()["state"] == "queued"
    assert api.post(f"{made.headers['Location']}/cancel").json()["state"] == "cancelled"
    assert Api(provider.steward).get(made.headers["Location"]).status_code == 404
    assert signed_in(provider.owner).get(reverse("indexing.index", args=[provider.id])).status_code == 404
