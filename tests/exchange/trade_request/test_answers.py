"""A provider's questions are answered in the request form; a revoked revision is neither agreed about nor delivered anew."""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalog.dataset import use_cases as datasets
from catalog.listing import use_cases as listings
from catalog.rules.review import CHECKLIST
from exchange.trade_request import use_cases as requests
from exchange.trade_request.models import Message
from exchange.transfer import use_cases as transfers
from kernel.errors import Invalid, Refused
from tests.cast import Party, signed_in
from tests.factories.catalog import again, dataset_ready, offer_of
from tests.factories.money import free
from tests.factories.trade import FORM

pytestmark = pytest.mark.django_db


def test_answers_become_messages_of_the_deal(provider: Party, consumer: Party, operator: Party) -> None:
    dataset = dataset_ready(provider)
    datasets.ask_buyers(provider.steward, dataset.pk, [{"zh": "用途？", "en": "What for?", "required": True}, {"zh": "其他？", "en": "Else?"}])
    listings.submit(provider.steward, dataset.pk)
    listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
    offer = offer_of(again(dataset))
    with pytest.raises(Invalid) as caught:
        requests.submit(consumer.trader, offer.pk, FORM)
    assert list(caught.value.fields) == ["answers.1"]
    assert "What for?" in signed_in(consumer.trader).get(reverse("trade_request.new", args=[consumer.id, dataset.pk])).content.decode()
    made = requests.submit(consumer.trader, offer.pk, FORM, answers=["Crew planning"])
    assert [one.text for one in Message.objects.filter(request=made)] == ["用途？ / What for?\nCrew planning"]


def test_a_revoked_revision_is_not_delivered_anew(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = free(provider, consumer, operator)
    listings.revoke(provider.steward, agreement.dataset_id, agreement.revision_id, reason="Wrong coordinates.")
    with pytest.raises(Refused) as caught:
        transfers.request(consumer.trader, agreement.pk)
    assert "revision.revoked" in [reason.rule for reason in caught.value.decision.reasons]  # type: ignore[union-attr]
