"""A scan waits, runs and ends in one of three ways; a lowering below a suggestion is asked for and decided by the exchange."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class ScanState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class LoweringState(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


_S, _L = ScanState, LoweringState

MACHINE = Machine(
    "scan",
    _S.QUEUED,
    (
        Transition(_S.QUEUED, _S.RUNNING, "system", "catalog.scan.begun"),
        Transition(_S.RUNNING, _S.DONE, "system", "catalog.scan.done"),
        Transition(_S.RUNNING, _S.FAILED, "system", "catalog.scan.failed"),
        Transition(_S.QUEUED, _S.CANCELLED, "provider", "catalog.scan.cancelled"),
        Transition(_S.RUNNING, _S.CANCELLED, "provider", "catalog.scan.cancelled"),
    ),
)
LOWERING = Machine(
    "grade lowering",
    _L.ASKED,
    (
        Transition(_L.ASKED, _L.APPROVED, "operator", "catalog.lowering.approved"),
        Transition(_L.ASKED, _L.REFUSED, "operator", "catalog.lowering.refused"),
    ),
)
LIVE = (ScanState.QUEUED, ScanState.RUNNING)
