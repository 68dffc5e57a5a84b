"""What the words of a dataset may be: every wrong part is named."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.dataset import use_cases as datasets
from kernel.errors import Invalid
from tests.cast import Party
from tests.factories.catalog import dataset_drafted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title_zh": "x" * 121}, "title_zh"), ({"industry": "x"}, "industry"), ({"frequency": "x"}, "frequency"), ({"zone": "no-such"}, "zone"), ({"places": ["China"]}, "places"),
        ({"keywords": ["x"] * 2 + [str(n) for n in range(21)]}, "keywords"), ({"covers_from": "x"}, "covers_from"), ({"persons": -1}, "persons"),
        ({"description_en": "a\x00b"}, "description_en"),
    ],
)  # fmt: skip
def test_a_wrong_description_is_told_where(provider: Party, operator: Party, change: dict[str, Any], field: str) -> None:
    dataset = dataset_drafted(provider)
    with pytest.raises(Invalid) as caught:
        datasets.describe(provider.steward, dataset.pk, change)
    assert list(caught.value.fields) == [field]
