"""Where an agreement stands. Who has signed is told by the negotiation it belongs to and by its signatures."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class State(StrEnum):
    PREPARED = "prepared"
    IN_FORCE = "in_force"
    COMPLETED = "completed"
    EXPIRED = "expired"
    TERMINATED = "terminated"


class Blocks(StrEnum):
    """What an open condition blocks."""

    EFFECT = "effect"
    DELIVERY = "delivery"


class Kind(StrEnum):
    """Conditions of every agreement; those of the lawful basis have their kinds in exchange.rules.domestic."""

    SIGNATURE_PROVIDER = "signature_provider"
    SIGNATURE_CONSUMER = "signature_consumer"
    ESCROW = "escrow"
    BORDER_CLEARANCE = "border_clearance"


_S = State
OPEN = (_S.PREPARED, _S.IN_FORCE)

MACHINE = Machine(
    "agreement",
    _S.PREPARED,
    (
        Transition(_S.PREPARED, _S.IN_FORCE, "system", "exchange.agreement.came_into_force"),
        Transition(_S.PREPARED, _S.TERMINATED, "either", "exchange.agreement.terminated"),
        Transition(_S.IN_FORCE, _S.COMPLETED, "system", "exchange.agreement.completed"),
        Transition(_S.IN_FORCE, _S.EXPIRED, "system", "exchange.agreement.expired"),
        Transition(_S.IN_FORCE, _S.TERMINATED, "either", "exchange.agreement.terminated"),
    ),
)
