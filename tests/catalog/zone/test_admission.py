"""Admission to a zone: who applies, who decides, and what a restricted zone shows to whom, in every way of looking."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import Dataset, DatasetRevision, Offer, SearchEntry, ZoneAdmission
from catalog.operation import use_cases as operation
from catalog.search import query
from catalog.search.filters import wish
from catalog.search.suggesting import suggest
from catalog.zone import use_cases as zones
from catalog.zone.models import Zone
from exchange.trade_request import use_cases as trade
from kernel import clock
from kernel.actor import NOBODY, SYSTEM, Actor
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.models import Event, Turn
from tests.cast import Api, Party
from tests.factories.catalog import dataset_listed, offer_of
from tests.factories.trade import FORM
from tests.factories.zones import admitted, applied, authorized, zone_opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone(operator: Party, outsider: Party) -> Zone:
    """Between institutions; the outsider of the cast runs it."""
    return zone_opened(operator, outsider)


def seen(actor: Actor, dataset: Dataset) -> set[str]:
    """The ways in which this actor comes to know of the dataset."""
    facets = query.counts(actor, wish({}))
    found = {
        "row": Dataset.objects.visible_to(actor).filter(pk=dataset.pk).exists(),
        "revision": DatasetRevision.objects.visible_to(actor).filter(dataset=dataset).exists(),
        "offer": Offer.objects.visible_to(actor).filter(dataset=dataset).exists(),
        "entry": SearchEntry.objects.visible_to(actor).filter(pk=dataset.pk).exists(),
        "search": any(row["dataset_id"] == dataset.pk for row in query.search(actor, wish({"q": ["航班"]})).rows),
        "newest": any(row["dataset_id"] == dataset.pk for row in query.search(actor, wish({})).rows),
        "count": facets.total > 0,
        "facet": any(number for number in facets.facets["industry"].values()) or any(facets.facets["zone"].values()),
        "suggestion": bool(suggest(actor, "航班")),
        "in the zone": bool(query.search(actor, wish({"zone": ["health"]})).rows),
    }
    assert len(set(found.values())) == 1, found
    return {name for name, so in found.items() if so}


def test_a_restricted_zone_is_seen_by_its_people_only_in_every_way(zone: Zone, provider: Party, consumer: Party, outsider: Party, operator: Party, regulator: Party) -> None:
    dataset = dataset_listed(provider, operator, zone="health")
    operation.recognize_product(outsider.owner, dataset.pk, grounds="Counts, no single record.")  # opens its offer
    for actor in (provider.viewer, outsider.trader, operator.one, regulator.auditor):
        assert seen(actor, dataset)
    assert not seen(NOBODY, dataset)
    assert not seen(consumer.owner, dataset)
    page = Client().get(reverse("dataset.detail", args=[dataset.pk]))
    export = Client().get("/dcat/catalog.jsonld")
    assert page.status_code == 404
    assert str(dataset.pk) not in b"".join(export.streaming_content).decode()  # type: ignore[attr-defined]
    admission = admitted(outsider, consumer, zone)
    assert seen(consumer.owner, dataset)
    zones.suspend(outsider.owner, admission.pk, reason="Papers missing.")
    assert not seen(consumer.owner, dataset)
    zones.resume(outsider.owner, admission.pk)
    assert seen(consumer.owner, dataset)
    ZoneAdmission.objects.filter(pk=admission.pk).update(until=clock.now() - timedelta(seconds=1))
    assert not seen(consumer.owner, dataset), "its time is over, whatever the clock has done yet"


def test_an_open_zone_hides_nothing(operator: Party, provider: Party, consumer: Party) -> None:
    zone_opened(operator, kind="area")
    dataset = dataset_listed(provider, operator, zone="health")
    assert seen(NOBODY, dataset)
    zones.set_rules(operator.one, Zone.objects.get().pk, restricted=True, leaves="data")
    assert not seen(NOBODY, dataset)


def test_between_institutions_is_restricted_by_itself_and_stays_so(zone: Zone, operator: Party) -> None:
    assert (zone.restricted, zone.leaves) == (True, "product")
    with pytest.raises(Invalid) as wrong:
        zones.set_rules(operator.one, zone.pk, restricted=False, leaves="data")
    assert set(wrong.value.fields) == {"restricted"}


def test_the_zones_operator_examines_and_its_turn_says_so(zone: Zone, consumer: Party, outsider: Party, operator: Party, provider: Party) -> None:
    asked = applied(consumer, zone, "analysis", "research")
    turn = Turn.objects.get(subject_id=asked.pk, ended=None)
    assert (turn.organization, turn.role) == (outsider.id, "steward")
    with pytest.raises(Forbidden):
        zones.refuse(operator.one, asked.pk, reason="Not ours to decide.")
    with pytest.raises(Forbidden):
        zones.admit(consumer.owner, asked.pk, purposes=["analysis"], until=clock.now() + timedelta(days=1))
    with pytest.raises(NotFound):
        zones.admit(provider.owner, asked.pk, purposes=["analysis"], until=clock.now() + timedelta(days=1))
    with pytest.raises(Invalid) as wrong:
        zones.admit(outsider.owner, asked.pk, purposes=["product"], until=clock.now() + timedelta(days=1_000))
    assert set(wrong.value.fields) == {"purposes", "until"}
    done = zones.admit(outsider.steward, asked.pk, purposes=["research"], until=clock.now() + timedelta(days=9))
    assert (done.state, done.purposes) == ("admitted", ["research"])
    assert Event.objects.filter(name="catalog.zone_admission.admitted").count() == 1
    with pytest.raises(WrongState):
        zones.admit(outsider.owner, asked.pk, purposes=["research"], until=clock.now() + timedelta(days=9))
    assert Turn.objects.get(subject_id=asked.pk, ended=None).on_expiry == "zone.admission_ends"


def test_one_live_admission_an_organization(zone: Zone, consumer: Party, outsider: Party) -> None:
    first = applied(consumer, zone)
    with pytest.raises(Conflict):
        applied(consumer, zone)
    zones.end(consumer.owner, first.pk)
    assert applied(consumer, zone).state == "applied"
    with pytest.raises(Refused):
        applied(outsider, zone)


def test_whoever_runs_it_ends_an_admission_with_a_reason(zone: Zone, consumer: Party, outsider: Party) -> None:
    done = admitted(outsider, consumer, zone)
    with pytest.raises(Invalid):
        zones.end(outsider.owner, done.pk)
    with pytest.raises(WrongState):
        zones.end_by_clock(SYSTEM, done.pk)
    assert zones.end(outsider.owner, done.pk, reason="The study is over.").state == "ended"


def test_by_machine(zone: Zone, consumer: Party, outsider: Party, operator: Party) -> None:
    buyer, runner, desk = Api(consumer.owner), Api(outsider.owner), Api(operator.one)
    made = buyer.post(f"/api/v1/zones/{zone.pk}/admissions", {"purposes": ["analysis"], "statement": "Studies."}, key="k")
    assert made.status_code == 201, made.content
    one = made.json()["id"]
    assert [row["id"] for row in runner.get("/api/v1/zone-admissions").json()["items"]] == [one]
    told = runner.post(f"/api/v1/zone-admissions/{one}/admit", {"purposes": ["analysis"], "until": (clock.now() + timedelta(days=3)).isoformat()})
    assert told.status_code == 200, told.content
    assert desk.get(f"/api/v1/zone-admissions/{one}").json()["state"] == "admitted"
    assert buyer.get(f"/api/v1/zones/{zone.pk}").json()["restricted"] is True
    assert authorized(operator, zone, outsider).pk
    assert len(Api().get(f"/api/v1/zones/{zone.pk}/authorizations").json()["items"]) == 1


def test_pages(zone: Zone, consumer: Party, outsider: Party, operator: Party, provider: Party) -> None:
    client = Client()
    client.force_login(consumer.user("owner"))
    assert re.search("Health zone|健康专区", client.get(reverse("zone.public", args=["health"])).content.decode())
    address = reverse("zone.apply", args=[consumer.id, zone.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"purposes": ["analysis"], "statement": ""}).status_code == 422
    sent = client.post(address, {"purposes": ["analysis"], "statement": "Studies."})
    assert sent.status_code == 302, sent.content
    asked = ZoneAdmission.objects.get()
    client.force_login(outsider.user("owner"))
    own = reverse("zone.admission", args=[outsider.id, asked.pk])
    assert client.get(own).status_code == 200
    until = (clock.today() + timedelta(days=20)).isoformat()
    assert client.post(own, {"admit": "1", "purposes": ["analysis"], "until": until}).status_code == 302
    assert ZoneAdmission.objects.get().state == "admitted"
    assert client.get(reverse("zone.own", args=[outsider.id])).status_code == 200
    assert client.get(reverse("zone.run", args=[outsider.id, zone.pk])).status_code == 200
    client.force_login(provider.user("owner"))
    assert client.get(reverse("zone.run", args=[provider.id, zone.pk])).status_code == 404
    assert client.get(reverse("zone.admission", args=[provider.id, asked.pk])).status_code == 404


def test_the_offer_of_a_closed_zone_cannot_be_asked_for(zone: Zone, provider: Party, operator: Party, consumer: Party) -> None:
    dataset = dataset_listed(provider, operator, zone="health")
    with pytest.raises(NotFound):
        trade.submit(consumer.trader, offer_of(dataset).pk, FORM)
