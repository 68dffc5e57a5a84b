"""The life of a registration certificate: asked for, issued, refused or taken back; then it ends, falls, or gives way to a later one."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class State(StrEnum):
    """EXPIRED: its last day is over. REVOKED: it was wrong, or the right fell. REPLACED: a later certificate of the same dataset stands."""

    REQUESTED = "requested"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ISSUED = "issued"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"


WITHDRAWN_EARLY = (State.REVOKED, State.REPLACED)
"""Ended before the last day it names: these are the ones the status list marks."""

MACHINE = Machine(
    "certificate",
    State.REQUESTED,
    (
        Transition(State.REQUESTED, State.ISSUED, "operator", "catalog.certificate.issued"),
        Transition(State.REQUESTED, State.REFUSED, "operator", "catalog.certificate.refused"),
        Transition(State.REQUESTED, State.WITHDRAWN, "holder", "catalog.certificate.withdrawn"),
        Transition(State.ISSUED, State.EXPIRED, "clock", "catalog.certificate.expired"),
        Transition(State.ISSUED, State.REVOKED, "operator, or the fall of the right", "catalog.certificate.revoked"),
        Transition(State.ISSUED, State.REPLACED, "operator", "catalog.certificate.replaced"),
    ),
)
