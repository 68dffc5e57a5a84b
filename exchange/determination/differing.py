"""Live exports asked again under today's rules over the facts they were determined on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from exchange.determination import judging
from exchange.determination.models import Reservation
from exchange.determination.states import LIVE
from exchange.rules.border.engine import determine
from exchange.rules.border.facts import parse
from kernel import clock


@dataclass(frozen=True, slots=True)
class Difference:
    deal: UUID
    path: str
    release: str
    path_now: str
    release_now: str
    missing: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return self.path != self.path_now


def differing() -> Iterator[Difference]:
    """One for each live export, in the memory of one batch. The day is today's; the counts are those that were stored."""
    today = clock.today().isoformat()
    rows = Reservation.objects.filter(state__in=LIVE).select_related("determination").order_by("id")
    for held in rows.iterator(chunk_size=500):
        row = held.determination
        known = parse({**row.facts, "as_of": today})
        places = row.basis.get("places") or {row.destination: ""}
        now = judging.heaviest({place: determine(known.having(destination=place)) for place in places}).answer
        yield Difference(held.deal, row.path, row.release, now.path.value, now.release, now.missing_facts)
