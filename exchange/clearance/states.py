"""The life of a clearance and of one export's declaration."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_noop

from kernel.states import Machine, Transition


class State(StrEnum):
    """EXHAUSTED: the deal has ended, so nothing more can be delivered under it."""

    ISSUED = "issued"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"


LIVE = (State.ISSUED, State.SUSPENDED)


REPLACED = gettext_noop("Replaced by the clearance of a later case")
"""The cause of a clearance that ended because a later one took its place."""


class Declared(StrEnum):
    """DECLARED may go; HELD waits for a person, who gives RELEASED or REFUSED; DELIVERED from the first byte on."""

    DECLARED = "declared"
    HELD = "held"
    RELEASED = "released"
    REFUSED = "refused"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


OPEN_TO_GO = (Declared.DECLARED, Declared.RELEASED, Declared.DELIVERED)

_S, _D = State, Declared

CLEARANCE = Machine(
    "clearance",
    _S.ISSUED,
    (
        Transition(_S.ISSUED, _S.SUSPENDED, "operator, exporter or clock", "exchange.clearance.suspended"),
        Transition(_S.SUSPENDED, _S.ISSUED, "second operator", "exchange.clearance.reinstated"),
        *(Transition(state, _S.REVOKED, "operator", "exchange.clearance.revoked") for state in LIVE),
        *(Transition(state, _S.EXPIRED, "clock", "exchange.clearance.expired") for state in LIVE),
        *(Transition(state, _S.EXHAUSTED, "clock", "exchange.clearance.exhausted") for state in LIVE),
    ),
)

DECLARATION = Machine(
    "export_declaration",
    _D.DECLARED,
    (
        Transition(_D.HELD, _D.RELEASED, "operator or supervisor", "exchange.export_declaration.released"),
        Transition(_D.HELD, _D.REFUSED, "operator or supervisor", "exchange.export_declaration.refused"),
        Transition(_D.DECLARED, _D.DELIVERED, "system", "exchange.export_declaration.delivered"),
        Transition(_D.RELEASED, _D.DELIVERED, "system", "exchange.export_declaration.delivered"),
        *(Transition(state, _D.CANCELLED, "system", "exchange.export_declaration.cancelled") for state in (_D.DECLARED, _D.HELD, _D.RELEASED)),
    ),
)
