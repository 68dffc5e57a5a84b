"""Where an organization stands with the exchange."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class State(StrEnum):
    DRAFT = "draft"
    APPLIED = "applied"
    RETURNED = "returned"
    VERIFIED = "verified"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    CLOSED = "closed"


def _event(verb: str) -> str:
    return f"accounts.organization.{verb}"


MACHINE = Machine(
    "organization",
    State.DRAFT,
    (
        Transition(State.DRAFT, State.APPLIED, "applicant", _event("applied")),
        Transition(State.DRAFT, State.CLOSED, "applicant", _event("closed")),
        Transition(State.APPLIED, State.CLOSED, "applicant", _event("closed")),
        Transition(State.APPLIED, State.VERIFIED, "operator", _event("verified")),
        Transition(State.APPLIED, State.RETURNED, "operator", _event("returned")),
        Transition(State.APPLIED, State.REFUSED, "operator", _event("refused")),
        Transition(State.RETURNED, State.APPLIED, "applicant", _event("applied")),
        Transition(State.RETURNED, State.CLOSED, "applicant", _event("closed")),
        Transition(State.VERIFIED, State.SUSPENDED, "operator", _event("suspended")),
        Transition(State.VERIFIED, State.CLOSED, "member", _event("closed")),
        Transition(State.SUSPENDED, State.VERIFIED, "operator", _event("resumed")),
    ),
)
