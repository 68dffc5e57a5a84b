"""Which pilot a deal runs under, read for the slices above. Nothing is judged or written here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum, prefetch_related_objects

from exchange.pilot.models import Pilot, PilotParticipant, PilotUse
from exchange.pilot.states import State
from exchange.rules.pilot import Used


@dataclass(frozen=True, slots=True)
class Trial:
    """A pilot that covers a deal now: its row as it was read, and what it puts in the place of the platform's rules."""

    pilot: Pilot
    relaxed: tuple[tuple[str, int], ...]

    def room(self, adds: Used | None) -> bool:
        """Whether this much more fits its caps; what is not known fits none."""
        return adds is not None and (self.pilot.used + adds).within(self.pilot.caps)


@dataclass(frozen=True, slots=True)
class Granted:
    """What an export gets of a pilot: its number and what it relaxes; nothing where a cap would be passed; no number where none covers it."""

    pilot: str = ""
    relaxed: tuple[tuple[str, int], ...] = ()
    past_cap: bool = False


def running(organization: UUID, purpose: str, places: Iterable[str], on: date) -> list[Pilot]:
    """The running pilots in which the exporter takes part and that cover this deal, always in one order. One statement; `places` are those
    abroad."""
    reached = sorted(set(places))
    if not reached:
        return []
    mine = PilotParticipant.objects.filter(pilot=OuterRef("pk"), organization=organization, ended=None)
    rows = Pilot.objects.filter(Exists(mine), state=State.RUNNING.value, since__lte=on, until__gte=on, purposes__contains=[purpose], destinations__contains=reached)
    return [row for row in rows.order_by("pk") if row.scope.covers(purpose, reached, on)]


def covering(organization: UUID, purpose: str, places: Iterable[str], on: date) -> list[Trial]:
    """The same with what each puts in the place of the platform's rules. Two statements, one where there is no pilot."""
    found = running(organization, purpose, places, on)
    if found:
        prefetch_related_objects(found, "deviations")
    return [Trial(row, relaxed(row)) for row in found]


def relaxed(pilot: Pilot) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((one.rule, one.value) for one in pilot.deviations.all()))


def added(pilot: Pilot, deal: UUID) -> Used:
    """What a deal has added to a pilot so far; the number of its exports is not asked for."""
    sums = PilotUse.objects.filter(pilot=pilot, deal=deal).aggregate(ordinary=Sum("ordinary", default=0), sensitive=Sum("sensitive", default=0))
    return Used(0, sums["ordinary"], sums["sensitive"])
