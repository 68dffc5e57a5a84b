"""The register of service providers: put on it by the exchange, on evidence and until a day; its own entry; its end."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.intermediary import use_cases as intermediaries
from accounts.intermediary.models import ServiceProvider
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, Invalid, WrongState
from kernel.models import Event
from tests.cast import Api, Party
from tests.factories.zones import service_provider

pytestmark = pytest.mark.django_db


def test_the_exchange_registers_and_only_it(operator: Party, outsider: Party, consumer: Party) -> None:
    row = service_provider(operator, outsider)
    assert (row.kinds, row.state) == (["assessment"], "in_force")
    assert Event.objects.filter(name="accounts.service_provider.registered").count() == 1
    with pytest.raises(Conflict):
        service_provider(operator, outsider)
    with pytest.raises(Forbidden):
        intermediaries.register(consumer.owner, organization=consumer.id, kinds=["law"], evidence="L-1", until=clock.today() + timedelta(days=9))
    with pytest.raises(Invalid) as wrong:
        intermediaries.register(operator.one, organization=uuid.uuid4(), kinds=["magic"], evidence=" ", until=clock.today() + timedelta(days=9_999))
    assert set(wrong.value.fields) == {"organization", "kinds", "evidence", "until"}


def test_the_entry_is_the_providers_own(operator: Party, outsider: Party, consumer: Party) -> None:
    row = service_provider(operator, outsider)
    with pytest.raises(Forbidden):
        intermediaries.publish(consumer.owner, row.pk, entry_zh="我们", entry_en="We")
    intermediaries.publish(outsider.owner, row.pk, entry_zh="评估数据。", entry_en="We assess data.")
    client = Client(headers={"Accept-Language": "en"})
    assert "We assess data." in client.get(reverse("service_provider.register")).content.decode()
    assert [one["entry_en"] for one in Api().get("/api/v1/service-providers").json()["items"]] == ["We assess data."]


def test_ended_by_either_side_or_by_the_clock(operator: Party, outsider: Party, consumer: Party) -> None:
    row = service_provider(operator, outsider)
    with pytest.raises(Forbidden):
        intermediaries.end(consumer.owner, row.pk, reason="Not mine.")
    with pytest.raises(WrongState):
        intermediaries.end_by_clock(SYSTEM, row.pk)
    ServiceProvider.objects.filter(pk=row.pk).update(until=clock.today() - timedelta(days=1))
    assert intermediaries.end_by_clock(SYSTEM, row.pk).state == "ended"
    with pytest.raises(WrongState):
        intermediaries.publish(outsider.owner, row.pk, entry_zh="评估数据。", entry_en="We assess data.")
    assert intermediaries.end(outsider.owner, service_provider(operator, outsider).pk, reason="We stop.").state == "ended"


def test_pages(operator: Party, outsider: Party, consumer: Party) -> None:
    client = Client()
    client.force_login(operator.user("one"))
    desk = reverse("service_provider.desk", args=[operator.id])
    assert client.get(desk).status_code == 200
    assert client.post(desk, {"kinds": ["law"]}).status_code == 422
    row = service_provider(operator, outsider)
    own = reverse("service_provider.own", args=[outsider.id, row.pk])
    client.force_login(outsider.user("owner"))
    assert client.post(own, {"entry_zh": "评估。", "entry_en": "Assessment."}).status_code == 302
    assert client.post(own, {"end": "1", "reason": ""}).status_code == 422
    assert client.post(own, {"end": "1", "reason": "We stop."}).status_code == 302
    client.force_login(consumer.user("owner"))
    assert client.get(reverse("service_provider.own", args=[consumer.id, row.pk])).status_code == 404
