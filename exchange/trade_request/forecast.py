"""What the law would answer about a deal if the provider signed now, and where each number comes from. It stores nothing.

Only the exporter's side may see it: it rests on its counts and on what it operates. The buyer is shown an outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from exchange.determination import counting, gather as counted, judging
from exchange.determination.counts import Counts, add
from exchange.determination.derived import Derived
from exchange.determination.trial import stretched
from exchange.rules.border.determination import Determination
from exchange.rules.recognition import Crossing
from exchange.rules.terms import Terms
from exchange.trade_request import border
from exchange.trade_request.models import TradeRequest
from kernel.clock import LOCAL_ZONE


@dataclass(frozen=True, slots=True)
class Forecast:
    """`numbers` are those a determination stores: declared elsewhere, measured here, this export, under common control."""

    crossing: str
    answer: Determination
    derived: Derived
    counts: Counts
    sheet: counted.Sheet
    numbers: Mapping[str, Any]
    signed: bool

    @property
    def exports(self) -> bool:
        return self.crossing in (Crossing.EXPORT.value, Crossing.UNDETERMINED.value)


def forecast(request: TradeRequest, terms: Terms, at: datetime) -> Forecast:
    """`request` read with both organizations and its revision. Five statements at most."""
    derived = border.of_request(request, terms)
    sheet = counted.sheet(request.pk)
    today = at.astimezone(LOCAL_ZONE).date()
    counts = counting.read(request.provider_id, at)
    this = judging.persons(sheet.said, derived, sheet.exact)
    if not sheet.held:
        counts, _by_pilot = stretched(counts, request.provider_id, derived, request.pk, this, today)
    more = (0, 0) if sheet.held else _more(request, counts, sheet) if sheet.exact is not None and sheet.exact == this else this
    hits = counted.screened(derived.recipients, today)
    total = counts.total(today, signing=not sheet.held)
    listed, by_list = counted.claim(sheet.said, derived, add(total, more) if total is not None and more is not None else None, today)
    known = judging.facts(sheet.said, derived, counts, more, today, hits, listed, signing=not sheet.held)
    answer = judging.judge(known, derived.places).answer
    numbers = counts.as_json(today, this, signing=not sheet.held) | {"negative_list": by_list}
    return Forecast(border.crosses(request, terms), answer, derived, counts, sheet, numbers, sheet.held)


def _more(request: TradeRequest, counts: Counts, sheet: counted.Sheet) -> tuple[int, int]:
    united = counting.union(request.provider_id, counts.year, *([sheet.subjects] if sheet.subjects else []))
    return united[0] - counts.own.exact[0], united[1] - counts.own.exact[1]
