"""A need is open until it is met, closed, over or taken down; an answer stands until one of the two sides, or the need's end, settles it."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class NeedState(StrEnum):
    OPEN = "open"
    MET = "met"
    CLOSED = "closed"
    EXPIRED = "expired"
    TAKEN_DOWN = "taken_down"


class AnswerState(StrEnum):
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"


_N, _A = NeedState, AnswerState

NEED = Machine(
    "need",
    _N.OPEN,
    (
        Transition(_N.OPEN, _N.MET, "buyer", "catalog.need.met"),
        Transition(_N.OPEN, _N.CLOSED, "buyer", "catalog.need.closed"),
        Transition(_N.OPEN, _N.EXPIRED, "clock", "catalog.need.expired"),
        Transition(_N.OPEN, _N.TAKEN_DOWN, "operator", "catalog.need.taken_down"),
    ),
)
ANSWER = Machine(
    "answer to a need",
    _A.GIVEN,
    (
        Transition(_A.GIVEN, _A.WITHDRAWN, "provider", "catalog.need.answer_withdrawn"),
        Transition(_A.GIVEN, _A.DECLINED, "buyer", "catalog.need.answer_declined"),
        Transition(_A.GIVEN, _A.ACCEPTED, "buyer", "catalog.need.answer_accepted"),
        Transition(_A.GIVEN, _A.LAPSED, "system", "catalog.need.answer_lapsed"),
    ),
)
