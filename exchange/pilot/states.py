"""The life of a pilot programme: two persons bring it in force, and it ends by a person, by its day or by its caps."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_noop

from kernel.states import Machine, Transition


class State(StrEnum):
    """STOPPED: a person ended it before its time. ENDED: its last day is over, or a cap is reached."""

    DRAFTED = "drafted"
    PROPOSED = "proposed"
    RUNNING = "running"
    STOPPED = "stopped"
    ENDED = "ended"


DAY_OVER = gettext_noop("Its last day is over.")
CAP_REACHED = gettext_noop("A cap is reached.")

MACHINE = Machine(
    "pilot",
    State.DRAFTED,
    (
        Transition(State.DRAFTED, State.PROPOSED, "operator", "exchange.pilot.proposed"),
        Transition(State.PROPOSED, State.RUNNING, "second operator", "exchange.pilot.confirmed"),
        *(Transition(state, State.STOPPED, "operator or supervisor", "exchange.pilot.stopped") for state in (State.DRAFTED, State.PROPOSED, State.RUNNING)),
        Transition(State.RUNNING, State.ENDED, "clock or cap", "exchange.pilot.ended"),
    ),
)
