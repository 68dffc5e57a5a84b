"""What both sides of a deal may know of its way across the border: the path, and the buyer's own papers and duties.

Nothing here tells what the exporter operates or how many persons it has sent: articles and findings stay on its side.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exchange.determination.gather import newest, sheet
from exchange.determination.models import Determination
from exchange.rules.border.engine import determine
from exchange.rules.border.facts import parse
from exchange.rules.border.papers import PAPERS
from exchange.rules.recognition import Crossing
from exchange.rules.terms import Terms
from exchange.trade_request import border
from exchange.trade_request.models import TradeRequest
from kernel import clock

BUYERS_DUTIES = ("apply_through_domestic_body", "stay_inside_the_area", "stay_within_assessed_scope", "provide_at_home_on_own_basis", "report_incidents")


def outcome(request: TradeRequest, terms: Terms) -> dict[str, Any] | None:
    """None where nothing crosses a border. `request` read with both organizations and its revision; one or two statements."""
    crossing = border.crosses(request, terms)
    if crossing == Crossing.HOME.value:
        return None
    if crossing == Crossing.INBOUND.value:
        return _inbound(request, terms)
    row = newest(request.pk)
    return {"crossing": crossing} | (_stored(row) if row else {"path": "", "as_of": None, "papers_from_buyer": [], "obligations": [], "foreign_law_flags": []})


def _stored(row: Determination) -> dict[str, Any]:
    result: Mapping[str, Any] = row.result
    return {
        "path": row.path, "as_of": row.as_of.isoformat(), "papers_from_buyer": [code for code in result["required_documents"] if PAPERS[code].brought_by == "buyer"],
        "obligations": [code for code in result["obligations"] if code in BUYERS_DUTIES], "foreign_law_flags": list(result["foreign_law_flags"]),
    }


def _inbound(request: TradeRequest, terms: Terms) -> dict[str, Any]:
    """Data comes in: no export under the law here; the other country's law is named, and what the buyer must mind before it sends on.

    Recognition has judged already that nothing leaves, and lets such a deal pass: hard facts that would bar an export are asked of none.
    It is shown, never stored, and clears nothing."""
    said = sheet(request.pk).said.facts
    known = {"flags": [], **said, **border.of_request(request, terms).facts, "as_of": clock.today().isoformat(), "destination": "CN"}
    answer = determine(parse(known))
    return {
        "crossing": Crossing.INBOUND.value, "path": answer.path.value, "as_of": clock.today().isoformat(), "papers_from_buyer": [],
        "obligations": [*answer.obligations, "mixing_in_domestic_persons_changes_the_path"], "foreign_law_flags": list(answer.foreign_law_flags),
    }
