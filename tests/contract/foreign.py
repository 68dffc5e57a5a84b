"""Examples for foreign catalogues: sources, imports with their bytes, plans of harvests."""

from __future__ import annotations

from typing import Any

from catalog.models import ForeignSource
from tests.contract.steps import BYTES, Known, Step

PLAN = {"address": "https://catalog.example/data.json", "format": "data-json", "rhythm": "week"}
SOURCE = {"code": "another", "name_zh": "另一目录", "name_en": "Another catalog"}


def _on_unplanned(known: Known, caller: str, actor: Any) -> Any:
    found = ForeignSource.objects.filter(harvest_plan=None).first()
    return {**PLAN, "source": str(found.pk)} if found else None


def _of_some(known: Known, caller: str, actor: Any) -> Any:
    return {"source": str(ForeignSource.objects.latest("created").pk), "name": "catalog.json", "format": "data-json"}


BEGUN = Step("POST /api/v1/imports", _of_some)
PIECE = Step("PATCH /api/v1/imports/{run}/content", b'{"dataset":[]}', headers=BYTES)
CHAINS: tuple[tuple[Step, ...], ...] = (
    (Step("POST /api/v1/foreign-sources", SOURCE),),
    (Step("POST /api/v1/foreign-sources/{source}/reexport", {"reexport": True}),),
    (BEGUN,),
    (BEGUN, PIECE),
    (BEGUN, PIECE, Step("POST /api/v1/imports/{run}/submit")),
    (Step("POST /api/v1/imports/{run}/repeat", {"dry_run": True}),),
    (Step("POST /api/v1/harvest-plans", _on_unplanned),),
    (Step("PUT /api/v1/harvest-plans/{harvest_plan}", PLAN),),
)
EXAMPLES = {chain[-1].operation: chain for chain in CHAINS}
