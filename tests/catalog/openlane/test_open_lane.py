"""The open lane: what may be opened, who gets the files, and that each file that goes out is judged and recorded."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.listing import use_cases as listings
from catalog.models import Dataset, OpenApplication, OpenDownload, OpenRelease
from catalog.openlane import limits, use_cases as lane
from catalog.rules.open_lane import OpenFacts, opening
from kernel.actor import NOBODY, SYSTEM
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused, TooMany, WrongState
from kernel.models import Event, Turn
from tests.cast import Api, Party
from tests.factories.catalog import CONTENT, FIELDS, PERSONAL_FIELD, dataset_listed
from tests.factories.zones import zone_opened

pytestmark = pytest.mark.django_db
LOW = [field | {"grade": 1} for field in FIELDS]
DECLARED: dict[str, Any] = {"important_data_status": "none", "flags": []}


@pytest.fixture
def dataset(provider: Party, operator: Party) -> Dataset:
    return dataset_listed(provider, operator, fields=LOW)


def opened(provider: Party, dataset: Dataset, mode: str = "unconditional", **over: Any) -> OpenRelease:
    return lane.release(provider.owner, dataset.pk, mode=mode, licence="CC-BY-4.0", **(DECLARED | over))


def file_of(dataset: Dataset) -> Any:
    return dataset.current.distributions.get()  # type: ignore[union-attr]


def test_anyone_downloads_what_is_open_and_it_is_recorded(provider: Party, dataset: Dataset) -> None:
    assert Client().get(reverse("open.file", args=[dataset.pk, file_of(dataset).pk])).status_code == 404
    row = opened(provider, dataset)
    assert row.judged["articles"][0] == "P16/3"
    answer = Client().get(reverse("open.file", args=[dataset.pk, file_of(dataset).pk]))
    assert b"".join(answer.streaming_content) == CONTENT  # type: ignore[attr-defined]
    assert 'rel="license"' in answer["Link"]
    assert OpenDownload.objects.get().organization is None
    assert Event.objects.filter(name="catalog.open_release.handed_out").count() == 1
    told = Api().get(f"/api/v1/datasets/{dataset.pk}/open").json()
    assert (told["mode"], told["files"][0]["url"]) == ("unconditional", reverse("open.file", args=[dataset.pk, file_of(dataset).pk]))
    with pytest.raises(Conflict):
        opened(provider, dataset, "on_application")
    lane.close(provider.steward, row.pk)
    with pytest.raises(NotFound):
        lane.hand_out(SYSTEM, row.pk, file_of(dataset).pk, reader=NOBODY)


@pytest.mark.parametrize("fields", [FIELDS, [*LOW, PERSONAL_FIELD]])
def test_neither_higher_grades_nor_personal_information(provider: Party, operator: Party, fields: list[dict[str, Any]]) -> None:
    dataset = dataset_listed(provider, operator, fields=fields)
    with pytest.raises(Refused):
        opened(provider, dataset)
    assert not OpenRelease.objects.exists()


@pytest.mark.parametrize("declared", [{"flags": ["export_controlled_no_licence"]}, {"important_data_status": "notified"}, {"important_data_status": "unknown"}])
def test_what_may_not_leave_the_country_freely_is_not_opened(provider: Party, dataset: Dataset, declared: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        opened(provider, dataset, **declared)
    assert [reason.rule for reason in refused.value.decision.reasons] == ["R-OPEN-BORDER"]  # type: ignore[union-attr]


def test_on_application_one_step_and_then_the_file(provider: Party, dataset: Dataset, consumer: Party, outsider: Party) -> None:
    row, file = opened(provider, dataset, "on_application"), file_of(dataset)
    with pytest.raises(WrongState):
        lane.hand_out(SYSTEM, row.pk, file.pk, reader=consumer.owner)
    with pytest.raises(Invalid):
        lane.apply(consumer.trader, row.pk, purpose=" ")
    asked = lane.apply(consumer.trader, row.pk, purpose="Study delays.")
    assert Turn.objects.get(subject_id=asked.pk, ended=None).organization == provider.id
    with pytest.raises(Conflict):
        lane.apply(consumer.owner, row.pk, purpose="Again.")
    with pytest.raises(Forbidden):
        lane.admit(consumer.owner, asked.pk)
    with pytest.raises(NotFound):
        lane.admit(outsider.owner, asked.pk)
    assert lane.admit(provider.steward, asked.pk).state == "admitted"
    lane.hand_out(SYSTEM, row.pk, file.pk, reader=consumer.trader)
    assert OpenDownload.objects.get().organization == consumer.id
    with pytest.raises(WrongState):
        lane.hand_out(SYSTEM, row.pk, file.pk, reader=outsider.owner)
    address = f"/api/v1/open-applications/{asked.pk}"
    assert [Api(party.owner).get(address).status_code for party in (consumer, provider, outsider)] == [200, 200, 404]
    assert lane.end(consumer.trader, asked.pk).state == "ended"
    with pytest.raises(WrongState):
        lane.hand_out(SYSTEM, row.pk, file.pk, reader=consumer.trader)


def test_nothing_goes_out_of_a_suspended_dataset_or_a_closed_zone(provider: Party, dataset: Dataset, operator: Party) -> None:
    row, file = opened(provider, dataset), file_of(dataset)
    listings.suspend(operator.one, dataset.pk, remark="Source in question.")
    with pytest.raises(NotFound):
        lane.hand_out(SYSTEM, row.pk, file.pk, reader=NOBODY)
    zone_opened(operator, kind="field", leaves="product")
    other = dataset_listed(provider, operator, fields=LOW, zone="health")
    with pytest.raises(Refused) as refused:
        opened(provider, other)
    assert refused.value.decision and refused.value.decision.reasons[0].rule == "zone.raw_data_stays"


def test_one_address_fetches_so_many_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PER_MINUTE", 1)
    limits.fetch("192.0.2.77")
    with pytest.raises(TooMany):
        limits.fetch("192.0.2.77")


def test_pages(provider: Party, dataset: Dataset, consumer: Party, outsider: Party) -> None:
    client = Client()
    client.force_login(provider.user("owner"))
    own = reverse("open.release", args=[provider.id, dataset.pk])
    assert client.get(own).status_code == 200
    assert client.post(own, {"mode": "on_application", "licence": "CC-BY-4.0"}).status_code == 422, "both declarations are needed"
    form = {"mode": "on_application", "licence": "CC-BY-4.0", "never_named_important": "on", "nothing_bars": "on"}
    assert "/reauthenticate/" in client.post(own, form)["Location"], "to open data one confirms that it is oneself"
    opened(provider, dataset, "on_application")
    client.force_login(consumer.user("owner"))
    page = reverse("open.public", args=[dataset.pk])
    with CaptureQueriesContext(connection) as told:
        assert client.get(page).status_code == 200
    assert len(told) <= 12, [one["sql"][:90] for one in told]
    sent = client.post(reverse("open.apply", args=[consumer.id, OpenRelease.objects.get().pk]), {"purpose": "Study delays."})
    assert sent.status_code == 302
    asked = OpenApplication.objects.get()
    client.force_login(provider.user("steward"))
    assert client.post(reverse("open.application", args=[provider.id, asked.pk]), {"admit": "1"}).status_code == 302
    client.force_login(outsider.user("owner"))
    assert client.get(reverse("open.application", args=[outsider.id, asked.pk])).status_code == 404
    assert client.get(own).status_code == 404


@pytest.mark.parametrize(
    ("changes", "rule"), [({"kept": False}, "open.scan"), ({"restricted_zone": True}, "open.zone"), ({"exclusive": True}, "open.exclusive"), ({"listed": False}, "open.listed"), ({"grade": None}, "open.grade")]
)
def test_the_rule(changes: dict[str, Any], rule: str) -> None:
    facts: dict[str, Any] = {"mode": "unconditional", "listed": True, "grade": 1, "personal": False, "kept": True, "restricted_zone": False, "exclusive": False}
    assert opening(OpenFacts(**facts)).permitted
    assert [reason.rule for reason in opening(OpenFacts(**(facts | changes))).reasons] == [rule]
