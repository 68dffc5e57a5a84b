"""The sample's filed and frozen export, so that every address of the border has an object that outsiders must not see."""

from __future__ import annotations

from typing import Any

from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.determination.models import ControlGroup, ListEdition
from exchange.export_case.models import ExportCase, Letter, Paper
from exchange.pilot.models import Pilot
from exchange.supervision.models import StopOrder


def objects() -> dict[str, Any]:
    """Arguments of the URL table by name, on the loaded sample."""
    case = ExportCase.objects.get(path="standard_contract", state="approved")
    clearance = Clearance.objects.get(case=case)
    declaration = ExportDeclaration.objects.filter(clearance=clearance, state="delivered").order_by("at").first()
    paper, letter = Paper.objects.filter(case=case, private=False).order_by("code").first(), Letter.objects.filter(case=case).first()
    assert declaration is not None and paper is not None and letter is not None
    return {
        "case": case.pk, "document": paper.pk, "writ": letter.pk, "clearance": clearance.pk, "declaration": declaration.pk, "order": StopOrder.objects.get(state="standing").pk,
        "clearance.issue:agreement": case.agreement_id, "api.trade_request.determinations:trade_request": case.agreement_id, "export_case.open:agreement": case.agreement_id,
        "pilot": Pilot.objects.get(state="running").pk, "participant": case.exporter_id, "step": "stop",
        "verdict": "release", "act": "suspend", "edition": ListEdition.objects.get(state="proposed").pk, "group": ControlGroup.objects.get(state="in_force").pk,
        "determination.decide_edition:verdict": "confirm", "determination.act_on_group:act": "propose_end", "year": declaration.at.year, "month": declaration.at.month,
        **{f"{name}:code": paper.code for name in ("export_case.paper", "api.export_case.document", "api.export_case.generate")},
    }  # fmt: skip
