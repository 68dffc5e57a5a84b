"""What a provider has not handed in is its own: no regulator and no operator sees it, in no list."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.dataset import use_cases as datasets
from catalog.dataset.models import Classification, Dataset, DatasetRevision
from catalog.listing import use_cases as listings
from catalog.offer.models import Offer
from kernel.actor import Actor
from tests.cast import Party
from tests.factories.catalog import dataset_listed, dataset_ready

pytestmark = pytest.mark.django_db


def test_no_regulator_sees_a_draft(provider: Party, operator: Party, regulator: Party) -> None:
    def seen(actor: Actor) -> list[Any]:
        models: Any = (Dataset, DatasetRevision, Classification, Offer)
        return [row.pk for model in models for row in model.objects.visible_to(actor)]

    dataset = dataset_ready(provider)
    assert not seen(regulator.auditor) and not seen(operator.one) and len(seen(provider.steward)) == 4
    listings.submit(provider.steward, dataset.pk)
    assert len(seen(regulator.auditor)) == 4 == len(seen(operator.one)), "handed in"
    listings.take_back(provider.steward, dataset.pk)
    assert not seen(regulator.auditor)
    listings.withdraw(provider.owner, dataset.pk)
    assert not seen(regulator.auditor), "withdrawn as a draft"
    listed = dataset_listed(provider, operator)
    before = seen(regulator.auditor)
    datasets.revise(provider.steward, listed.pk)
    assert seen(regulator.auditor) == before
    datasets.discard_revision(provider.steward, listed.pk)
    assert seen(regulator.auditor) == before
