"""States of what is reserved of a year's count, of a list's edition and of a group under common control."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class Reserved(StrEnum):
    """A deal's persons in its exporter's count: reserved at signing, taken at the first byte, given back, or moved to the next year."""

    RESERVED = "reserved"
    TAKEN = "taken"
    RELEASED = "released"
    MOVED = "moved"


class Edition(StrEnum):
    """An edition of a list waits for a second person before anything is matched against it."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REFUSED = "refused"


class Control(StrEnum):
    """A group of organizations under common control, as one operator found and another confirmed. It counts until its end is confirmed."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    END_PROPOSED = "end_proposed"
    ENDED = "ended"


LIVE = (Reserved.RESERVED.value, Reserved.TAKEN.value)

RESERVATION = Machine(
    "reservation",
    Reserved.RESERVED,
    (
        Transition(Reserved.RESERVED, Reserved.TAKEN, "system", "exchange.determination.taken"),
        Transition(Reserved.RESERVED, Reserved.RELEASED, "system", "exchange.determination.released"),
        Transition(Reserved.RESERVED, Reserved.MOVED, "system", "exchange.determination.rolled_over"),
    ),
)
LIST_EDITION = Machine(
    "list_edition",
    Edition.PROPOSED,
    (
        Transition(Edition.PROPOSED, Edition.IN_FORCE, "second operator", "exchange.border_list.confirmed"),
        Transition(Edition.PROPOSED, Edition.REFUSED, "second operator", "exchange.border_list.refused"),
    ),
)
CONTROL_GROUP = Machine(
    "control_group",
    Control.PROPOSED,
    (
        Transition(Control.PROPOSED, Control.IN_FORCE, "second operator", "exchange.control_group.confirmed"),
        Transition(Control.PROPOSED, Control.REFUSED, "second operator", "exchange.control_group.refused"),
        Transition(Control.IN_FORCE, Control.END_PROPOSED, "operator", "exchange.control_group.end_proposed"),
        Transition(Control.END_PROPOSED, Control.ENDED, "second operator", "exchange.control_group.ended"),
        Transition(Control.END_PROPOSED, Control.IN_FORCE, "second operator", "exchange.control_group.end_refused"),
    ),
)
