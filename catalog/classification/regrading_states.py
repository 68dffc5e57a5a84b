"""A demand to grade anew: open until its day, met by a revision graded high enough, lapsed when the day is over."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class DemandState(StrEnum):
    OPEN = "open"
    MET = "met"
    LAPSED = "lapsed"


_D = DemandState

DEMAND = Machine(
    "regrade demand",
    _D.OPEN,
    (
        Transition(_D.OPEN, _D.MET, "system", "catalog.regrading.met"),
        Transition(_D.OPEN, _D.LAPSED, "clock", "catalog.regrading.lapsed"),
        Transition(_D.LAPSED, _D.MET, "system", "catalog.regrading.met"),
    ),
)
# demands that a higher grading still has to meet
UNMET = (DemandState.OPEN, DemandState.LAPSED)
