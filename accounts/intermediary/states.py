"""A service provider's registration is in force or has ended; it is registered anew, never revived."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class State(StrEnum):
    IN_FORCE = "in_force"
    ENDED = "ended"


MACHINE = Machine(
    "service provider", State.IN_FORCE, (Transition(State.IN_FORCE, State.ENDED, "operator, provider or clock", "accounts.service_provider.ended"),),
)  # fmt: skip
