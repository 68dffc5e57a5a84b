"""A sponsorship is proposed, accepted or declined by the applicant's owner, vouched by the sponsor, and ended by either side, the exchange or the clock."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class State(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    VOUCHED = "vouched"
    DECLINED = "declined"
    ENDED = "ended"


LIVE = (State.PROPOSED, State.ACCEPTED, State.VOUCHED)
"""An organization has at most one of these."""
RUNNING = (State.ACCEPTED, State.VOUCHED)
_ENDED = "accounts.sponsorship.ended"

MACHINE = Machine(
    "sponsorship",
    State.PROPOSED,
    (
        Transition(State.PROPOSED, State.ACCEPTED, "applicant's owner", "accounts.sponsorship.accepted"),
        Transition(State.PROPOSED, State.DECLINED, "applicant's owner", "accounts.sponsorship.declined"),
        Transition(State.PROPOSED, State.ENDED, "sponsor, operator, clock, or the application's end", _ENDED),
        Transition(State.ACCEPTED, State.VOUCHED, "sponsor", "accounts.sponsorship.vouched"),
        Transition(State.ACCEPTED, State.ENDED, "either side, operator, or the application's end", _ENDED),
        Transition(State.VOUCHED, State.ENDED, "either side, operator, or the application's end", _ENDED),
    ),
)
