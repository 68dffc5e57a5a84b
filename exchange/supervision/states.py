"""A stop order stands until another person lifts it."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class State(StrEnum):
    STANDING = "standing"
    LIFTED = "lifted"


class Scope(StrEnum):
    """What an order stops: one deal, one clearance, all exports of an exporter, or a dataset wherever it goes."""

    DEAL = "deal"
    CLEARANCE = "clearance"
    EXPORTER = "exporter"
    DATASET = "dataset"


MACHINE = Machine("stop_order", State.STANDING, (Transition(State.STANDING, State.LIFTED, "another supervisor or approver", "exchange.stop_order.lifted"),))
