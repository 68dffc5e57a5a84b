"""Exports in any state of their clearance, played by all sides through the real acts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from exchange.agreement.models import Agreement
from exchange.clearance import use_cases as clearances
from exchange.clearance.models import Clearance
from exchange.export_case import use_cases as cases
from tests.cast import Party
from tests.factories.catalog import dataset_listed
from tests.factories.export_case import dossier_filled
from tests.factories.trade import ABROAD, ANYWHERE, agreement_in, basis_shown

PERSONS_FIELDS: list[dict[str, Any]] = [
    {"name": "member_id", "type": "code", "meaning_zh": "会员编号", "meaning_en": "Member number", "grade": 3, "personal": True},
    {"name": "city", "type": "text", "meaning_zh": "城市", "meaning_en": "City", "grade": 2},
    {"name": "spend", "type": "decimal", "unit": "CNY", "meaning_zh": "消费额", "meaning_en": "Spend", "grade": 3, "personal": True},
]
PERSONS_FILE = "member_id,city,spend\nM-0001,北京,12.50\nM-0002,上海,7.00\n".encode()


def export_agreed(provider: Party, consumer: Party, operator: Party, *, persons: tuple[int, int] = (1_000, 0), form: dict[str, Any] | None = None, facts: dict[str, Any] | None = None, **dataset: Any) -> Agreement:
    """A deal in force whose export waits for its clearance: free of charge, personal data, a buyer abroad."""
    listed = dataset_listed(provider, operator, **({"price_minor": 0, "fields": PERSONS_FIELDS, "content": PERSONS_FILE, "policy": ANYWHERE} | dataset))
    given = ABROAD | {"legal_basis": "consent", "count": 5} | (form or {})
    return basis_shown(provider, agreement_in("VERIFIED", provider, consumer, operator, dataset=listed, form=given, persons=persons, facts=facts))


def case_decided(provider: Party, operator: Party, agreement: Agreement, path: str = "exempt") -> Any:
    """The case on a path that the exchange's two operators decide: reviewed by the first, approved by the second."""
    with override("en"):
        case = dossier_filled(provider, cases.open_(provider.steward, agreement.pk, path=path))
        cases.submit(provider.steward, case.pk)
        cases.opine(operator.one, case.pk, kind="approve", text="Nothing stands against it.")
        return cases.decide(operator.two, case.pk, verdict="approve")


def export_cleared(provider: Party, consumer: Party, operator: Party, *, issue: dict[str, Any] | None = None, **over: Any) -> Clearance:
    """A clearance in force; `issue` narrows its scope."""
    agreement = export_agreed(provider, consumer, operator, **over)
    case_decided(provider, operator, agreement)
    return clearances.issue(operator.one, agreement.pk, **(issue or {}))
