"""An export of the sample played to its delivery, so that every address of the border has an object that outsiders must not see."""

from __future__ import annotations

from typing import Any

from exchange.agreement.models import Agreement
from exchange.clearance import use_cases as clearances
from exchange.clearance.models import ExportDeclaration
from exchange.export_case.models import Letter, Paper
from exchange.supervision import use_cases as orders
from exchange.transfer import use_cases as transfers
from tests.cast import Party
from tests.factories.clearance import case_decided
from tests.factories.money import received


def objects(parties: dict[str, Any]) -> dict[str, Any]:
    """Arguments of the URL table by name; `parties` are the sample's."""
    provider, overseas, exchange, regulator = (parties[name] for name in ("provider", "overseas", "exchange", "regulator"))
    operators = Party(exchange.organization, {"one": exchange.operator, "two": exchange.operator2})
    deal = Agreement.objects.filter(provider=provider.organization, consumer=overseas.organization, state="in_force").order_by("created").first()
    assert deal is not None, "the sample has no export in force"
    case = case_decided(provider, operators, deal)
    clearance = clearances.issue(operators.one, deal.pk)
    received(overseas.trader, transfers.deliver(overseas.trader, deal.pk))
    order = orders.place(regulator.supervisor, scope="dataset", subject=deal.dataset_id, cause="The source is under examination.", basis="M11 17")
    paper, letter = Paper.objects.filter(case=case, private=False).first(), Letter.objects.filter(case=case).first()
    assert paper is not None and letter is not None
    return {
        "case": case.pk, "document": paper.pk, "writ": letter.pk, "clearance": clearance.pk, "declaration": ExportDeclaration.objects.get(clearance=clearance).pk, "order": order.pk,
        "clearance.issue:agreement": deal.pk, "api.trade_request.determinations:trade_request": deal.pk, "verdict": "release", "act": "suspend", "year": 2026, "month": 3,
        **{f"{name}:code": paper.code for name in ("export_case.paper", "api.export_case.document", "api.export_case.generate")},
    }  # fmt: skip
