"""The life of a transfer: the Dataspace Protocol's transfer states, and beside them what the buyer says of the delivery."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class State(StrEnum):
    REQUESTED = "REQUESTED"
    STARTED = "STARTED"
    SUSPENDED = "SUSPENDED"
    COMPLETED = "COMPLETED"
    TERMINATED = "TERMINATED"


OPEN = (State.REQUESTED, State.STARTED, State.SUSPENDED)


class Acceptance(StrEnum):
    """PENDING from the first start on; SILENT is acceptance by the clock."""

    NONE = "none"
    PENDING = "pending"
    ACCEPTED = "accepted"
    SILENT = "silent"
    REJECTED = "rejected"


def _event(verb: str) -> str:
    return f"exchange.transfer.{verb}"


MACHINE = Machine(
    "transfer",
    State.REQUESTED,
    (
        Transition(State.REQUESTED, State.STARTED, "provider or consumer", _event("started")),
        Transition(State.REQUESTED, State.TERMINATED, "provider or consumer", _event("terminated")),
        Transition(State.STARTED, State.SUSPENDED, "provider or consumer", _event("suspended")),
        Transition(State.STARTED, State.COMPLETED, "consumer", _event("completed")),
        Transition(State.STARTED, State.TERMINATED, "provider or consumer", _event("terminated")),
        Transition(State.SUSPENDED, State.STARTED, "whoever suspended", _event("started")),
        Transition(State.SUSPENDED, State.COMPLETED, "consumer", _event("completed")),
        Transition(State.SUSPENDED, State.TERMINATED, "provider or consumer", _event("terminated")),
    ),
)
