"""Cutting all words anew: asked for, under way in batches, ended or stopped."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class ReindexState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


MACHINE = Machine(
    "reindexing",
    ReindexState.QUEUED,
    (
        Transition(ReindexState.QUEUED, ReindexState.RUNNING, "system", "catalog.reindex.started"),
        Transition(ReindexState.RUNNING, ReindexState.COMPLETED, "system", "catalog.reindex.completed"),
        Transition(ReindexState.QUEUED, ReindexState.CANCELLED, "operator", "catalog.reindex.cancelled"),
        Transition(ReindexState.RUNNING, ReindexState.CANCELLED, "operator", "catalog.reindex.cancelled"),
    ),
)
LIVE = (ReindexState.QUEUED, ReindexState.RUNNING)
