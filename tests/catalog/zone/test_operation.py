"""Authorized operation: the end of an authorization takes the zone's listings with it, and raw data stays in the zone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from catalog.listing import use_cases as listings
from catalog.models import Dataset, ZoneAuthorization
from catalog.operation import use_cases as operation
from catalog.rules.zone import UseFacts, use
from catalog.zone import use_cases as zones
from catalog.zone.gate import may_be_offered
from catalog.zone.models import Zone
from exchange.trade_request import use_cases as trade
from exchange.transfer import gate
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, Refused, WrongState
from kernel.models import Event, Hold
from tests.cast import Party
from tests.factories.catalog import again, dataset_listed, offer_added, offer_of
from tests.factories.trade import FORM, agreement_in
from tests.factories.zones import admitted, authorized, zone_opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone(operator: Party, outsider: Party) -> Zone:
    return zone_opened(operator, kind="field", restricted=False, leaves="data")


def test_the_end_of_an_authorization_suspends_the_zones_datasets(zone: Zone, operator: Party, outsider: Party, provider: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    standing = authorized(operator, zone, outsider)
    inside, beside = dataset_listed(provider, operator, zone="health"), dataset_listed(provider, operator)
    with pytest.raises(WrongState):
        operation.fall(SYSTEM, standing.pk)
    ZoneAuthorization.objects.filter(pk=standing.pk).update(since=clock.today() - timedelta(days=9), until=clock.today() - timedelta(days=1))
    done = operation.fall(SYSTEM, standing.pk)
    assert done.state == "ended"
    assert {row.pk: row.state for row in Dataset.objects.all()} == {inside.pk: "suspended", beside.pk: "listed"}
    assert Hold.objects.filter(subject_id=inside.pk, lifted=None).count() == 1
    with pytest.raises(Refused) as refused:
        listings.resume(operator.one, inside.pk)
    assert refused.value.decision and refused.value.decision.reasons[0].rule == "zone.authorization_ended"
    authorized(operator, zone, outsider)
    assert listings.resume(operator.one, inside.pk).state == "listed"


def test_many_datasets_are_suspended_in_batches(zone: Zone, operator: Party, outsider: Party, provider: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operation, "AT_ONCE", 1)
    standing = authorized(operator, zone, outsider)
    for _ in range(2):
        dataset_listed(provider, operator, zone="health")
    operation.end_authorization(operator.one, standing.pk, reason="Taken back by the bureau.")
    assert Dataset.objects.filter(state="suspended").count() == 1
    operation.fall(SYSTEM, standing.pk)
    assert Dataset.objects.filter(state="suspended").count() == 2
    with pytest.raises(WrongState):
        operation.end_authorization(operator.one, standing.pk, reason="Again.")


def test_one_authorization_at_a_time_by_an_operator(zone: Zone, operator: Party, outsider: Party, provider: Party) -> None:
    authorized(operator, zone, outsider)
    with pytest.raises(Conflict):
        authorized(operator, zone, provider)
    with pytest.raises(Forbidden):
        authorized(Party(provider.organization, {"one": provider.owner}), zone, provider)
    assert Zone.objects.get(pk=zone.pk).operator_id == outsider.id


def test_raw_data_stays_until_it_is_recognized_as_a_product(operator: Party, outsider: Party, provider: Party, consumer: Party) -> None:
    zone = zone_opened(operator, outsider)
    dataset = dataset_listed(provider, operator, zone="health")
    admitted(outsider, consumer, zone, "analysis")
    assert offer_of(dataset).state == "draft", "the listing opens nothing that may not leave"
    decision = may_be_offered(again(dataset).current, clock.now())
    assert decision.outcome == "unknown"
    assert decision.reasons[0].cites[0].certainty == "memory", "it is no statute, and says so"
    with pytest.raises(Refused):
        offer_added(provider, dataset)
    with pytest.raises(Forbidden):
        operation.recognize_product(provider.owner, dataset.pk, grounds="Ours.")
    operation.recognize_product(outsider.owner, dataset.pk, grounds="Counts by day and route, no single record.")
    with pytest.raises(Conflict):
        operation.recognize_product(outsider.owner, dataset.pk, grounds="Again.")
    assert Event.objects.filter(name="catalog.zone.product_recognized").count() == 1
    assert trade.submit(consumer.trader, offer_of(dataset).pk, FORM).state == "REQUESTED"
    assert offer_added(provider, dataset).state == "open"


def test_a_purpose_beyond_the_admission_is_refused(operator: Party, outsider: Party, provider: Party, consumer: Party) -> None:
    zone = zone_opened(operator, outsider, leaves="data")
    dataset = dataset_listed(provider, operator, zone="health")
    admitted(outsider, consumer, zone, "research")
    with pytest.raises(Refused) as refused:
        trade.submit(consumer.trader, offer_of(dataset).pk, FORM)
    assert refused.value.decision and refused.value.decision.reasons[0].rule == "zone.purpose"


def test_delivery_stops_with_the_admission(operator: Party, outsider: Party, provider: Party, consumer: Party) -> None:
    zone = zone_opened(operator, outsider, leaves="data")
    dataset = dataset_listed(provider, operator, zone="health", price_minor=0)
    admission = admitted(outsider, consumer, zone, "analysis")
    agreement = agreement_in("FINALIZED", provider, consumer, operator, dataset=dataset)
    assert gate.before_transfer(agreement, "download", clock.now()).permitted
    zones.suspend(outsider.owner, admission.pk, reason="Papers missing.")
    decision = gate.before_transfer(agreement, "download", clock.now())
    assert [reason.rule for reason in decision.reasons] == ["zone.admission"]


@pytest.mark.parametrize(
    ("admitted_for", "purpose", "leaves", "product", "outcome"),
    [
        (None, "analysis", "data", None, "refused"), (("research",), "analysis", "data", None, "refused"), (("analysis",), "analysis", "data", None, "permitted"),
        (("analysis",), "", "product", None, "unknown"), (("analysis",), "", "product", True, "permitted"), (("analysis",), "", "product", False, "refused"),
    ],
)  # fmt: skip
def test_the_rule(admitted_for: tuple[str, ...] | None, purpose: str, leaves: str, product: bool | None, outcome: str) -> None:
    assert use(UseFacts(True, leaves, False, admitted_for, purpose, product)).outcome == outcome
