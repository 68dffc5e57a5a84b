"""A source is harvested on a schedule or rests; one harvest waits, runs and ends in one of three ways."""

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
        Transition(_H.QUEUED, _H.CANCELLED, "operator", "catalog.harvest.cancelled"),
        Transition(_H.RUNNING, _H.CANCELLED, "operator", "catalog.harvest.cancelled"),
    ),
)
LIVE = (HarvestState.QUEUED, HarvestState.RUNNING)
