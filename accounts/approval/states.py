"""An approval and its steps."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class State(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    RETURNED = "returned"
    REFUSED = "refused"
    EXPIRED = "expired"


def _event(verb: str) -> str:
    return f"accounts.approval.{verb}"


MACHINE = Machine(
    "approval",
    State.ASKED,
    (
        Transition(State.ASKED, State.APPROVED, "approver", _event("approved")),
        Transition(State.ASKED, State.RETURNED, "approver", _event("returned")),
        Transition(State.ASKED, State.REFUSED, "approver", _event("refused")),
        Transition(State.ASKED, State.EXPIRED, "system", _event("expired")),
    ),
)
