"""A round of verification: submitted, then decided one way or the other."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class Round(StrEnum):
    SUBMITTED = "submitted"
    PASSED = "passed"
    RETURNED = "returned"
    REFUSED = "refused"


ROUND = Machine(
    "verification",
    Round.SUBMITTED,
    (
        Transition(Round.SUBMITTED, Round.PASSED, "operator", "accounts.organization.verified"),
        Transition(Round.SUBMITTED, Round.RETURNED, "operator", "accounts.organization.returned"),
        Transition(Round.SUBMITTED, Round.REFUSED, "operator", "accounts.organization.refused"),
    ),
)
