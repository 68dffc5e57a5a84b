"""A grading is proposed by one person and confirmed by another; a change of the fields makes it void."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class ClassificationState(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    VOID = "void"


_C = ClassificationState

MACHINE = Machine(
    "classification",
    _C.PROPOSED,
    (
        Transition(_C.PROPOSED, _C.CONFIRMED, "provider, second person", "catalog.classification.confirmed"),
        Transition(_C.PROPOSED, _C.REJECTED, "provider, second person", "catalog.classification.rejected"),
        Transition(_C.PROPOSED, _C.VOID, "system", "catalog.classification.voided"),
        Transition(_C.CONFIRMED, _C.VOID, "system", "catalog.classification.voided"),
    ),
)

# gradings that count until the fields change
STANDING = (ClassificationState.PROPOSED, ClassificationState.CONFIRMED)
