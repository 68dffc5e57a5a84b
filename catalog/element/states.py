"""A version of a definition is proposed, then current until a later one takes its place or it is retired."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class ElementState(StrEnum):
    DRAFT = "draft"
    CURRENT = "current"
    SUPERSEDED = "superseded"
    RETIRED = "retired"
    REFUSED = "refused"


_S = ElementState
PEN = "operator or steward"

MACHINE = Machine(
    "element_version",
    _S.DRAFT,
    (
        Transition(_S.DRAFT, _S.CURRENT, PEN, "catalog.element.accepted"),
        Transition(_S.DRAFT, _S.REFUSED, PEN, "catalog.element.refused"),
        Transition(_S.CURRENT, _S.SUPERSEDED, PEN, "catalog.element.superseded"),
        Transition(_S.CURRENT, _S.RETIRED, PEN, "catalog.element.retired"),
    ),
)
ACCEPTED = (_S.CURRENT, _S.SUPERSEDED, _S.RETIRED)
