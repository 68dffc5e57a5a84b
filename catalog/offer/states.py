"""An offer is drafted, stands open with its dataset, and is closed; an open one is never changed."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class OfferState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


_O = OfferState

MACHINE = Machine(
    "offer",
    _O.DRAFT,
    (
        Transition(_O.DRAFT, _O.OPEN, "provider", "catalog.offer.opened"),
        Transition(_O.OPEN, _O.CLOSED, "provider", "catalog.offer.closed"),
        Transition(_O.DRAFT, _O.CLOSED, "provider", "catalog.offer.closed"),
    ),
)
