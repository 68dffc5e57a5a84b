"""Certificates in any state, played by the provider and the operator through the real acts."""

from __future__ import annotations

from typing import Any

from catalog.certificate import use_cases as certificates
from catalog.certificate.models import Certificate
from catalog.dataset.models import Dataset
from tests.cast import Party
from tests.factories.catalog import dataset_listed

RIGHTS: list[dict[str, Any]] = [
    {"kind": "holding", "scope_zh": "全部字段", "scope_en": "All fields", "territory": ["CN"]},
    {"kind": "operating", "scope_zh": "对外提供产品", "scope_en": "Offering it as a product", "territory": [], "sublicence": True},
]


def requested(provider: Party, operator: Party, dataset: Dataset | None = None, rights: list[dict[str, Any]] | None = None) -> Certificate:
    dataset = dataset or dataset_listed(provider, operator)
    return certificates.request(provider.steward, dataset.pk, rights=rights or RIGHTS)


def issued(provider: Party, operator: Party, dataset: Dataset | None = None, rights: list[dict[str, Any]] | None = None) -> Certificate:
    certificates.issue(operator.one, requested(provider, operator, dataset, rights).pk)
    return Certificate.objects.select_related("holder", "revision", "dataset").latest("created")
