"""From draft to listed and beyond: the acts around the review."""

from __future__ import annotations

import pytest

from catalog.dataset.states import DatasetState, RevisionState
from tests.cast import Party
from tests.factories.catalog import dataset_listed

pytestmark = pytest.mark.django_db


def test_a_dataset_is_listed_with_its_frozen_revision(provider: Party, operator: Party) -> None:
    dataset = dataset_listed(provider, operator)
    assert dataset.state == DatasetState.LISTED
    assert dataset.grade == 2
    assert dataset.working is None
    assert dataset.current is not None
    assert dataset.current.state == RevisionState.LISTED
    assert dataset.current.frozen
