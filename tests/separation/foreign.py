"""A foreign catalogue on the stage: its run, its plan and harvest are the operator's alone, and the record that addresses are asked for is of non-public data."""

from __future__ import annotations

from typing import Any

from catalog.harvest import use_cases as harvests
from catalog.interchange.models import CatalogRecord
from kernel.actor import SYSTEM
from tests.catalog.interchange.material import DATA_JSON, packed, run_import


def objects() -> dict[str, Any]:
    """Arguments of the URL table by name."""
    run = run_import(packed(DATA_JSON), code="foreign")
    plan = harvests.plan(SYSTEM, run.source_id, address="https://foreign.example/data.json")
    harvest = harvests.request(SYSTEM, plan.pk)
    return {"harvest_plan": plan.pk, "harvest": harvest.pk, "run": run.pk, "source": run.source_id, "record": CatalogRecord.objects.get(source=run.source_id, access="non_public", foreign_id="A-2").pk}
