"""A zone is open or closed."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class ZoneState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


MACHINE = Machine(
    "zone",
    ZoneState.OPEN,
    (
        Transition(ZoneState.OPEN, ZoneState.CLOSED, "operator", "catalog.zone.closed"),
        Transition(ZoneState.CLOSED, ZoneState.OPEN, "operator", "catalog.zone.reopened"),
    ),
)
