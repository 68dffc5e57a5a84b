"""A pilot programme may let a statement of exports elsewhere be older when it is relied on at a signature: the platform's own limit gives way, no law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from exchange.determination.counts import Counts, Pair
from exchange.determination.derived import Derived
from exchange.pilot import gather as pilots
from exchange.rules.pilot import adds
from exchange.rules.statement import RULE, STATEMENT_DAYS


def stretched(counts: Counts, exporter: UUID, derived: Derived, deal: UUID, this: Pair | None, today: date) -> tuple[Counts, list[dict[str, Any]]]:
    """The counts with the limit that holds for this deal, and what a stored answer says of it: nothing where no pilot was needed.

    No statement where the exporter's own is young enough, was relied on already or is not there. The export is counted when it is declared."""
    stated = counts.own.stated_on
    if stated is None or not counts.own.renewed or (today - stated).days <= STATEMENT_DAYS:
        return counts, []
    ordinary, sensitive = this if this is not None else (None, None)
    for trial in pilots.covering(exporter, derived.purpose, derived.places, today):
        days = dict(trial.relaxed).get(RULE, 0)
        more = adds(ordinary, sensitive, pilots.added(trial.pilot, deal))
        if (today - stated).days <= days and trial.room(more):
            return replace(counts, statement_days=days), [{"code": "pilot", "pilot": trial.pilot.number, "rule": RULE, "value": days}]
    return counts, []
