"""What an exclusive license and a pledge forbid, at the acts; and how they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from catalog.encumbrance import use_cases as encumbrances
from catalog.listing import use_cases as listings
from catalog.models import Dataset
from catalog.offer.models import Offer
from catalog.registration import use_cases as register
from catalog.rights.models import Encumbrance
from exchange.agreement import use_cases as agreements
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Forbidden, Invalid, NotFound, Refused, WrongState
from tests.cast import Party
from tests.factories.catalog import POLICY, offer_added
from tests.factories.registration import encumbered, registered

pytestmark = pytest.mark.django_db


def rule(caught: pytest.ExceptionInfo[Refused]) -> str:
    assert caught.value.decision is not None
    return caught.value.decision.reasons[0].rule


def test_an_exclusive_license_closes_its_field(provider: Party, operator: Party, consumer: Party, listed: Dataset) -> None:
    dataset = listed
    row = encumbered(provider, consumer, dataset, "exclusive_licence", purposes=["analysis"])
    assert Offer.objects.get(dataset=dataset).state == "closed"
    with pytest.raises(Refused) as caught:
        offer_added(provider, dataset)
    assert rule(caught) == "encumbrance.exclusive_licence"
    offer_added(provider, dataset, policy=POLICY | {"purposes": ["research"]})
    with pytest.raises(Forbidden):
        encumbrances.release(provider.owner, row.pk)
    encumbrances.release(consumer.owner, row.pk)
    offer_added(provider, dataset)
    with pytest.raises(WrongState):
        encumbrances.release(consumer.owner, row.pk)


def test_a_pledge_keeps_dataset_and_right_where_they_are(provider: Party, operator: Party, consumer: Party, outsider: Party, listed: Dataset) -> None:
    dataset = listed
    right = registered(provider, operator, dataset)
    row = encumbered(provider, consumer, dataset)
    for act in (
        lambda: listings.withdraw(provider.steward, dataset.pk), lambda: register.cancel(provider.owner, right.pk, reason="x"),
        lambda: register.ask_transfer(provider.owner, right.pk, to=outsider.id, reason="x"),
    ):  # fmt: skip
        with pytest.raises(Refused) as caught:
            act()
        assert rule(caught) == "encumbrance.pledge"
    encumbrances.consent(consumer.owner, row.pk, to="transfer")
    register.ask_transfer(provider.owner, right.pk, to=outsider.id, reason="Agreed.")
    with pytest.raises(Refused):
        listings.withdraw(provider.steward, dataset.pk)
    encumbrances.consent(consumer.owner, row.pk, to="withdrawal")
    assert listings.withdraw(provider.steward, dataset.pk).state == "withdrawn"


def test_it_ends_with_its_last_day(provider: Party, operator: Party, consumer: Party, listed: Dataset) -> None:
    row = encumbered(provider, consumer, listed, days=10)
    with pytest.raises(WrongState):
        encumbrances.expire(SYSTEM, row.pk)
    with clock.fixed(clock.now() + timedelta(days=11)):
        listings.withdraw(provider.steward, row.dataset_id)
        encumbrances.expire(SYSTEM, row.pk)
    assert Encumbrance.objects.get(pk=row.pk).state == "expired"


def test_who_records_and_what(provider: Party, operator: Party, consumer: Party, outsider: Party, listed: Dataset) -> None:
    dataset = listed
    with pytest.raises(Forbidden):
        encumbered(provider, consumer, dataset, by=outsider.owner)
    for wrong in ({"holder": provider.id}, {"since": clock.today() + timedelta(days=1)}, {"until": clock.today() - timedelta(days=1)}, {"kind": "lien"}):
        with pytest.raises(Invalid):
            encumbered(provider, consumer, dataset, **wrong)
    row = encumbered(provider, consumer, dataset, by=operator.one)
    assert row.recorded_by == operator.one.person
    with pytest.raises(NotFound):
        encumbrances.open_paper(outsider.owner, row.pk)
    assert encumbrances.open_paper(consumer.owner, row.pk).paper_name == "contract.pdf"
    with pytest.raises(DatabaseError), transaction.atomic():
        Encumbrance.objects.filter(pk=row.pk).update(until=clock.today())


def test_a_deal_in_the_field_is_not_signed(provider: Party, operator: Party, consumer: Party, outsider: Party) -> None:
    from tests.factories.trade import agreement_in

    agreement = agreement_in("ACCEPTED", provider, consumer, operator)
    encumbered(provider, outsider, agreement.dataset, "exclusive_licence")
    with pytest.raises(Refused) as caught:
        agreements.sign(provider.owner, agreement.pk)
    assert rule(caught) == "encumbrance.exclusive_licence"
