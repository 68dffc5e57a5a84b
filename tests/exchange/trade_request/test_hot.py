"""The compiled statements of asking see exactly what the tables' own rules of sight give."""

from __future__ import annotations

import pytest

from catalog.models import Dataset, Offer
from exchange.trade_request import hot
from kernel.actor import NOBODY, SYSTEM, Actor
from kernel.errors import NotFound
from kernel.use_case import Act
from tests.cast import Party
from tests.factories.catalog import dataset_drafted, dataset_listed, dataset_suspended, offer_added, offer_of


def seen(actor: Actor, offer: Offer) -> bool:
    try:
        found = hot.offer(Act("test", actor), offer.pk)
    except NotFound:
        return False
    whole = Offer.objects.select_related("dataset__provider", "dataset__current").get(pk=offer.pk)
    for one, other in ((found, whole), (found.dataset, whole.dataset), (found.dataset.provider, whole.dataset.provider)):
        names = [field.attname for field in one._meta.concrete_fields]
        assert [getattr(one, name) for name in names] == [getattr(other, name) for name in names]
    assert (found.dataset.current and found.dataset.current.title_zh) == (whole.dataset.current and whole.dataset.current.title_zh)
    return True


def test_the_same_offers_are_seen(provider: Party, consumer: Party, operator: Party, regulator: Party) -> None:
    important = dataset_listed(provider, operator, fields=[{"name": "grid", "type": "code", "meaning_zh": "网格", "meaning_en": "Grid", "grade": 5}])
    offers = [
        offer_of(dataset_listed(provider, operator)), offer_of(important), offer_of(dataset_suspended(provider, operator)),
        offer_added(provider, dataset_drafted(provider)),
    ]
    actors = [provider.steward, consumer.trader, operator.one, regulator.auditor, SYSTEM, NOBODY]
    for offer in offers:
        for actor in actors:
            assert seen(actor, offer) is Offer.objects.visible_to(actor).filter(pk=offer.pk).exists(), (offer.dataset.state, actor)
    assert [seen(consumer.trader, offer) for offer in offers] == [True, True, False, False]


def test_the_asker_is_the_organization_and_what_is_held(provider: Party, consumer: Party, operator: Party, listed: Dataset) -> None:
    offer = offer_of(listed)
    act = Act("test", consumer.trader)
    organization, rules, held = hot.asker(consumer.id, hot.offer(act, offer.pk), act.now)
    assert (organization, organization.rules_accepted, rules, held) == (consumer.organization, 1, 1, 0)
    assert organization.roles_wanted == ["buyer"] and organization.name == consumer.organization.name
    with pytest.raises(NotFound):
        hot.offer(act, consumer.id)
