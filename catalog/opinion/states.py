"""An opinion: asked for, issued or declined; withdrawn later. That it fell with its revision or its author's registration is judged when it is read."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class State(StrEnum):
    ASKED = "asked"
    ISSUED = "issued"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


MACHINE = Machine(
    "opinion",
    State.ASKED,
    (
        Transition(State.ASKED, State.ISSUED, "service provider", "catalog.opinion.issued"),
        Transition(State.ASKED, State.REFUSED, "service provider", "catalog.opinion.refused"),
        Transition(State.ASKED, State.CANCELLED, "provider", "catalog.opinion.cancelled"),
        Transition(State.ISSUED, State.WITHDRAWN, "service provider", "catalog.opinion.withdrawn"),
    ),
)
