"""Promises, questions, a service's address and the choice of readers."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.dataset import use_cases as datasets
from catalog.dataset.connecting import connect, probe
from catalog.dataset.models import Dataset
from catalog.listing import use_cases as listings
from catalog.rules.questions import answered
from catalog.search import query
from catalog.search.filters import wish
from catalog.search.models import SearchEntry
from catalog.search.suggesting import suggest
from kernel.actor import NOBODY
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from tests.cast import Party, signed_in
from tests.factories.catalog import again, dataset_drafted, dataset_ready

pytestmark = pytest.mark.django_db


class _Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response({"/missing": 500, "/who": 401}.get(self.path, 200))
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        return None


@pytest.fixture
def service(settings: Any) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.OUTBOUND_NETWORKS, settings.OUTBOUND_HTTP, settings.OUTBOUND_PORTS = ["127.0.0.0/8"], True, {server.server_port}
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_service_is_called_before_it_is_kept(provider: Party, service: str) -> None:
    dataset = dataset_ready(provider)
    assert connect(provider.steward, dataset.pk, f"{service}/who").working.service.outcome == "answered"  # type: ignore[union-attr]
    listings.submit(provider.steward, dataset.pk)
    listings.take_back(provider.steward, dataset.pk)
    assert connect(provider.steward, dataset.pk, f"{service}/missing").working.service.status == 500  # type: ignore[union-attr]
    with pytest.raises(Refused) as caught:
        listings.submit(provider.steward, dataset.pk)
    assert [reason.rule for reason in caught.value.decision.reasons] == ["listing.service"]  # type: ignore[union-attr]
    connect(provider.steward, dataset.pk, "")
    listings.submit(provider.steward, dataset.pk)


def test_an_address_inside_is_never_called(provider: Party, outsider: Party) -> None:
    assert [probe(url)[0] for url in ("https://127.0.0.1/", "http://example.com/", "https://169.254.169.254/latest", "ftp://x", "https://[::1]/")] == ["refused"] * 5
    dataset = dataset_drafted(provider)
    with pytest.raises(NotFound):
        connect(outsider.owner, dataset.pk, "https://127.0.0.1/")
    with pytest.raises(Forbidden):
        connect(provider.viewer, dataset.pk, "https://127.0.0.1/")


def test_wrong_promises_and_questions_name_their_place(provider: Party) -> None:
    dataset = dataset_drafted(provider)
    for given in ({"completeness": 98}, {"completeness": True}, {"beauty": "1"}, {"update_every": "2"}):
        with pytest.raises(Invalid) as caught:
            datasets.promise(provider.steward, dataset.pk, given)
        assert list(caught.value.fields) == [next(iter(given))]
    with pytest.raises(Invalid) as caught:
        datasets.ask_buyers(provider.steward, dataset.pk, [{"zh": "用途？", "en": ""}])
    assert list(caught.value.fields) == ["questions.1.en"]


def test_answers_fit_their_questions() -> None:
    asked = [{"zh": "一", "en": "one", "required": True}, {"zh": "二", "en": "two", "required": False}]
    assert answered(asked, ["yes"]) == ["yes", ""]
    for given in ([], ["", "x"], ["a", "b", "c"], ["x" * 1_001]):
        with pytest.raises(Invalid):
            answered(asked, given)


def _sees(actor: Any, dataset: Dataset) -> tuple[bool, bool, bool, int]:
    """By the dataset's table, by the search rows, by the search's own SQL, and counted."""
    found = wish({"q": ["flight"]})
    return (
        Dataset.objects.visible_to(actor).filter(pk=dataset.pk).exists(), SearchEntry.objects.visible_to(actor).filter(pk=dataset.pk).exists(),
        bool(query.search(actor, found).rows), query.counts(actor, found).total,
    )  # fmt: skip


def test_who_may_see_it_holds_everywhere_at_once(provider: Party, operator: Party, consumer: Party, outsider: Party, listed: Dataset) -> None:
    dataset = listed
    everyone = (NOBODY, outsider.owner, consumer.owner, provider.viewer, operator.one)
    yes, no = (True, True, True, 1), (False, False, False, 0)
    assert [_sees(one, dataset) for one in everyone] == [yes] * 5
    datasets.show_to(provider.steward, dataset.pk, "members")
    assert [_sees(one, dataset) for one in everyone] == [no, yes, yes, yes, yes]
    datasets.show_to(provider.steward, dataset.pk, "named", [consumer.organization.uscc])
    assert [_sees(one, dataset) for one in everyone] == [no, no, yes, yes, yes]
    assert suggest(outsider.owner, "fligh") == suggest(consumer.owner, "fligh") == [], "words are suggested of what is public alone"
    assert Client().get(reverse("dataset.detail", args=[dataset.pk])).status_code == 404
    assert signed_in(outsider.owner).get(reverse("dataset.detail", args=[dataset.pk])).status_code == 404
    # a later listing keeps the choice in the search row
    listings.suspend(operator.one, dataset.pk, remark="x")
    listings.resume(operator.one, dataset.pk)
    assert _sees(outsider.owner, dataset) == no and _sees(consumer.owner, dataset) == yes
    with pytest.raises(Invalid) as caught:
        datasets.show_to(provider.steward, dataset.pk, "named", [str(consumer.id), "nobody"])
    assert list(caught.value.fields) == ["readers.2"]
    with pytest.raises(NotFound):
        datasets.show_to(outsider.owner, dataset.pk, "public")
    assert again(dataset).visibility == "named"
