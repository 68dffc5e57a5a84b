"""Offers: how many can take one is held by the database, whoever asks at once."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from catalog.dataset.models import Dataset
from catalog.listing import use_cases as listings
from catalog.offer import use_cases as offers
from catalog.offer.models import Offer, OfferTaking
from catalog.search.models import SearchEntry
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from kernel.models import Event
from tests.cast import Party
from tests.factories.catalog import POLICY, dataset_listed, dataset_ready, offer_added, offer_of

TAKERS = 64


def take(offer: UUID) -> str:
    """One taker in a thread of its own; answers what came of it."""
    try:
        offers.take(SYSTEM, offer, uuid.uuid4())
    except Conflict as error:
        return error.code
    finally:
        connection.close()
    return "won"


def crowd(offer: UUID) -> list[str]:
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(take, [offer] * TAKERS))


@pytest.mark.parametrize(("over", "winners"), [({"exclusive": True}, 1), ({"quantity": 10}, 10)])
def test_of_a_crowd_as_many_win_as_there_are_places(committed_db: Any, provider: Party, operator: Party, over: dict[str, Any], winners: int) -> None:
    offer = offer_of(dataset_listed(provider, operator, **over))
    answers = crowd(offer.pk)
    assert answers.count("won") == winners
    assert answers.count("taken") == TAKERS - winners
    assert sorted(OfferTaking.objects.filter(offer=offer, released=None).values_list("slot", flat=True)) == list(range(1, winners + 1))
    assert Event.objects.filter(name="catalog.offer.taken").count() == winners
    assert not SearchEntry.objects.get(dataset=offer.dataset).available


@pytest.mark.django_db
class TestTaking:
    def test_a_place_is_given_back_and_taken_again(self, provider: Party, operator: Party) -> None:
        offer = offer_of(dataset_listed(provider, operator, exclusive=True))
        first = uuid.uuid4()
        offers.take(SYSTEM, offer.pk, first)
        with pytest.raises(Conflict):
            offers.take(SYSTEM, offer.pk, uuid.uuid4())
        offers.release(SYSTEM, offer.pk, first)
        assert SearchEntry.objects.get(dataset=offer.dataset).available
        with pytest.raises(WrongState):
            offers.release(SYSTEM, offer.pk, first)
        assert offers.take(SYSTEM, offer.pk, uuid.uuid4()).slot == 1

    def test_without_limit_nobody_waits_but_an_agreement_takes_once(self, provider: Party, operator: Party, listed: Dataset) -> None:
        offer = offer_of(listed)
        agreement = uuid.uuid4()
        assert offers.take(SYSTEM, offer.pk, agreement).slot is None
        offers.take(SYSTEM, offer.pk, uuid.uuid4())
        with pytest.raises(Conflict):
            offers.take(SYSTEM, offer.pk, agreement)

    def test_only_the_system_takes(self, provider: Party, operator: Party, consumer: Party, listed: Dataset) -> None:
        offer = offer_of(listed)
        for actor in (provider.owner, consumer.owner, operator.one):
            with pytest.raises(Forbidden):
                offers.take(actor, offer.pk, uuid.uuid4())

    def test_nothing_is_taken_of_what_is_closed_or_not_listed(self, provider: Party, operator: Party, listed: Dataset) -> None:
        dataset = listed
        offer = offer_of(dataset)
        listings.suspend(operator.one, dataset.pk, remark="Source in question.")
        with pytest.raises(WrongState):
            offers.take(SYSTEM, offer.pk, uuid.uuid4())
        listings.resume(operator.one, dataset.pk)
        offers.close(provider.steward, offer.pk)
        with pytest.raises(WrongState):
            offers.take(SYSTEM, offer.pk, uuid.uuid4())

    def test_the_database_holds_the_line_by_itself(self, provider: Party, operator: Party) -> None:
        offer = offer_of(dataset_listed(provider, operator, quantity=2))
        now = offer.state_since

        def row(slot: int | None, quantity: int | None) -> None:
            with transaction.atomic():
                OfferTaking.objects.create(offer=offer, slot=slot, quantity=quantity, agreement=uuid.uuid4(), taken=now)

        row(1, 2)
        for slot, quantity in ((1, 2), (3, 99), (0, 2), (None, None)):
            with pytest.raises(IntegrityError):
                row(slot, quantity)

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(steps=st.lists(st.tuples(st.booleans(), st.integers(0, 5)), max_size=25), quantity=st.integers(1, 4))
    def test_never_more_than_the_quantity(self, provider: Party, operator: Party, steps: list[tuple[bool, int]], quantity: int) -> None:
        offer = offer_of(dataset_listed(provider, operator, quantity=quantity))
        agreements = [uuid.uuid4() for _ in range(6)]
        held: set[int] = set()
        for taking, who in steps:
            if taking:
                may = who not in held and len(held) < quantity
                if may:
                    offers.take(SYSTEM, offer.pk, agreements[who])
                    held.add(who)
                else:
                    with pytest.raises(Conflict):
                        offers.take(SYSTEM, offer.pk, agreements[who])
            elif who in held:
                offers.release(SYSTEM, offer.pk, agreements[who])
                held.remove(who)
            else:
                with pytest.raises(WrongState):
                    offers.release(SYSTEM, offer.pk, agreements[who])
        assert set(OfferTaking.objects.filter(offer=offer, released=None).values_list("agreement", flat=True)) == {agreements[who] for who in held}


@pytest.mark.django_db
class TestOffering:
    def test_an_offer_on_a_listed_dataset_opens_at_once_and_sets_the_price(self, provider: Party, operator: Party, listed: Dataset) -> None:
        dataset = listed
        offer = offer_added(provider, dataset, price_minor=0)
        assert offer.state == "open"
        entry = SearchEntry.objects.get(dataset=dataset)
        assert (entry.pricing, entry.price_minor) == ("free", 0)
        offers.close(provider.steward, offer.pk)
        entry.refresh_from_db()
        assert (entry.pricing, entry.price_minor) == ("priced", 120_000)
        with pytest.raises(WrongState):
            offers.close(provider.steward, offer.pk)

    def test_an_exclusive_offer_stands_alone(self, provider: Party, operator: Party, listed: Dataset) -> None:
        dataset = listed
        with pytest.raises(Conflict):
            offer_added(provider, dataset, exclusive=True)
        agreement = uuid.uuid4()
        first = offer_of(dataset)
        offers.take(SYSTEM, first.pk, agreement)
        offers.close(provider.steward, first.pk)
        with pytest.raises(Conflict):  # somebody still holds the dataset
            offer_added(provider, dataset, exclusive=True)
        offers.release(SYSTEM, first.pk, agreement)
        exclusive = offer_added(provider, dataset, exclusive=True)
        with pytest.raises(Conflict):
            offer_added(provider, dataset)
        offers.take(SYSTEM, exclusive.pk, agreement)
        offers.close(provider.steward, exclusive.pk)
        with pytest.raises(Conflict):  # the exclusive holder is still there
            offer_added(provider, dataset)

    def test_an_open_offer_never_changes(self, provider: Party, operator: Party, listed: Dataset) -> None:
        offer = offer_of(listed)
        for change in ({"price_minor": 1}, {"quantity": 5}, {"policy": POLICY | {"term_days": 9}}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Offer.objects.filter(pk=offer.pk).update(**change)

    @pytest.mark.parametrize(
        ("over", "field"),
        [
            ({"name_en": " "}, "name_en"), ({"price_minor": -1}, "price"), ({"currency": "XXX"}, "currency"), ({"quantity": 0}, "quantity"),
            ({"exclusive": True, "quantity": 2}, "quantity"), ({"policy": POLICY | {"purposes": ["x"]}}, "purposes"), ({"policy": POLICY | {"countries": ["China"]}}, "countries"),
            ({"policy": POLICY | {"countries": ["*", "CN"]}}, "countries"), ({"policy": POLICY | {"term_days": 0}}, "term_days"), ({"policy": POLICY | {"count": True}}, "count"),
            ({"policy": POLICY | {"redistribution": "no"}}, "redistribution"),
        ],
    )  # fmt: skip
    def test_a_wrong_offer_is_told_where(self, provider: Party, operator: Party, over: dict[str, Any], field: str) -> None:
        dataset = dataset_ready(provider)
        with pytest.raises(Invalid) as caught:
            offer_added(provider, dataset, **over)
        assert field in caught.value.fields

    def test_who_may_not_make_or_close_offers(self, provider: Party, operator: Party, outsider: Party, listed: Dataset) -> None:
        dataset: Dataset = listed
        offer = offer_of(dataset)
        common = {"name_zh": "一", "name_en": "One", "price_minor": 0, "policy": POLICY}
        with pytest.raises(Forbidden):
            offers.add(outsider.steward, dataset.pk, **common)
        with pytest.raises(Forbidden):
            offers.add(provider.viewer, dataset.pk, **common)
        with pytest.raises(Forbidden):
            offers.close(outsider.steward, offer.pk)
        with pytest.raises(NotFound):
            offers.close(outsider.steward, uuid.uuid4())
