"""A source is harvested on a schedule or rests; one harvest waits, runs and ends.

One that lacks most of what was known is doubted until the operator says whether that is so.
"""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class PlanState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


class HarvestState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DOUBTED = "doubted"
    REJECTED = "rejected"


_P, _H = PlanState, HarvestState

PLAN = Machine(
    "harvest plan",
    _P.ACTIVE,
    (
        Transition(_P.ACTIVE, _P.PAUSED, "operator, or rule after failures", "catalog.harvest_plan.paused"),
        Transition(_P.PAUSED, _P.ACTIVE, "operator", "catalog.harvest_plan.resumed"),
    ),
)
MACHINE = Machine(
    "harvest",
    _H.QUEUED,
    (
        Transition(_H.QUEUED, _H.RUNNING, "system", "catalog.harvest.started"),
        Transition(_H.RUNNING, _H.COMPLETED, "system", "catalog.harvest.completed"),
        Transition(_H.RUNNING, _H.FAILED, "system", "catalog.harvest.failed"),
        Transition(_H.RUNNING, _H.DOUBTED, "system: more than half of what was known is missing", "catalog.harvest.doubted"),
        Transition(_H.DOUBTED, _H.COMPLETED, "operator", "catalog.harvest.withdrawal_confirmed"),
        Transition(_H.DOUBTED, _H.REJECTED, "operator; system: a later harvest says otherwise", "catalog.harvest.withdrawal_rejected"),
        Transition(_H.QUEUED, _H.CANCELLED, "operator", "catalog.harvest.cancelled"),
        Transition(_H.RUNNING, _H.CANCELLED, "operator", "catalog.harvest.cancelled"),
    ),
)
LIVE = (HarvestState.QUEUED, HarvestState.RUNNING)
