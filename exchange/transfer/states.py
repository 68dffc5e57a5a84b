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


class Waiting(StrEnum):
    """What a delivery that somebody has started still waits for: its files are being cut, or its export waits for a person."""

    NOTHING = ""
    FILES = "files"
    RELEASE = "release"


class Making(StrEnum):
    """A file cut to some of its fields. DISCARDED: the delivery has ended and the bytes are gone."""

    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    DISCARDED = "discarded"


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

PROJECTION = Machine(
    "projection",
    Making.MAKING,
    (
        Transition(Making.MAKING, Making.READY, "system", _event("files_ready")),
        Transition(Making.MAKING, Making.FAILED, "system", _event("files_failed")),
        *(Transition(state, Making.DISCARDED, "clock", _event("files_discarded")) for state in (Making.MAKING, Making.READY, Making.FAILED)),
    ),
)
