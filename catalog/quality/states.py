"""A broken promise: found, answered by the provider or not, and mended when a later look finds the promise kept or no longer made."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class BreachState(StrEnum):
    FOUND = "found"
    ANSWERED = "answered"
    MENDED = "mended"


_S = BreachState

BREACH = Machine(
    "broken promise",
    _S.FOUND,
    (
        Transition(_S.FOUND, _S.ANSWERED, "provider", "catalog.quality.breach_answered"),
        Transition(_S.FOUND, _S.MENDED, "system", "catalog.quality.breach_mended"),
        Transition(_S.ANSWERED, _S.MENDED, "system", "catalog.quality.breach_mended"),
    ),
)
STANDING = (BreachState.FOUND, BreachState.ANSWERED)
