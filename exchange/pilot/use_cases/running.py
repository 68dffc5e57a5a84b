"""An export declared under a pilot is counted there, in the transaction that declares it; what reaches a cap ends the pilot.

The pilot's row is locked while it is counted, so that of several exports at once none goes past a cap. What was declared stays counted,
also when it was never delivered: a cap is what the authority allowed to try, not what came of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from exchange.pilot import gather, permissions
from exchange.pilot.gather import Granted, Trial
from exchange.pilot.models import Pilot, PilotUse
from exchange.pilot.states import CAP_REACHED, State
from exchange.pilot.use_cases.common import closed, facts, taking_part
from exchange.rules.pilot import adds
from kernel.clock import LOCAL_ZONE
from kernel.use_case import Act, use_case


@dataclass(frozen=True, slots=True)
class Export:
    """One export as it is declared. Persons are None where nobody has said how many."""

    declaration: UUID
    deal: UUID
    organization: UUID
    ordinary: int | None
    sensitive: int | None


def under(act: Act, trials: Iterable[Trial], export: Export) -> Granted:
    """Count the export under the first of these pilots that has room for it."""
    passed = Granted()
    for trial in trials:
        granted = count(act, trial.pilot.pk, export)
        if granted.pilot and not granted.past_cap:
            return granted
        passed = passed if passed.pilot else granted
    return passed


@use_case
def count(act: Act, pilot_id: UUID, export: Export) -> Granted:
    """Count one export, or record why it was not. System only."""
    pilot = act.find(Pilot, pilot_id)
    act.authorise(permissions.COUNT, pilot)
    own = [export.organization]
    over = pilot.state != State.RUNNING or pilot.until < act.now.astimezone(LOCAL_ZONE).date()
    if over or export.organization not in taking_part(pilot):  # it or the part ended while this waited for its row
        act.record("exchange.pilot.not_counted", pilot, facts(pilot, deal=str(export.deal), why="ended"), parties=own)
        return Granted()
    more = adds(export.ordinary, export.sensitive, gather.added(pilot, export.deal))
    if more is None or not (pilot.used + more).within(pilot.caps):
        act.record("exchange.pilot.not_counted", pilot, facts(pilot, deal=str(export.deal), why="cap"), parties=own)
        return Granted(pilot.number, (), past_cap=True)
    used = pilot.used + more
    pilot.exports_used, pilot.ordinary_used, pilot.sensitive_used = used.exports, used.ordinary, used.sensitive
    pilot.save(update_fields=["exports_used", "ordinary_used", "sensitive_used"])
    PilotUse(
        pilot=pilot, organization=export.organization, deal=export.deal, declaration=export.declaration, ordinary=more.ordinary, sensitive=more.sensitive, at=act.now,
    ).save(force_insert=True)
    granted = Granted(pilot.number, gather.relaxed(pilot))
    act.record("exchange.pilot.counted", pilot, facts(pilot, deal=str(export.deal), declaration=str(export.declaration), ordinary=more.ordinary, sensitive=more.sensitive), parties=own)
    if used.reaches(pilot.caps):
        closed(act, pilot, State.ENDED, CAP_REACHED)
    return granted
