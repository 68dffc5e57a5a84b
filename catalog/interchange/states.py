"""An import run: its file arrives, waits for a worker, is read and written, and has ended well or not."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class RunState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


MACHINE = Machine(
    "import_run",
    RunState.DRAFT,
    (
        Transition(RunState.DRAFT, RunState.SUBMITTED, "operator", "catalog.import.submitted"),
        Transition(RunState.DRAFT, RunState.FAILED, "system", "catalog.import.failed"),
        Transition(RunState.SUBMITTED, RunState.RUNNING, "system", "catalog.import.started"),
        Transition(RunState.RUNNING, RunState.COMPLETED, "system", "catalog.import.completed"),
        Transition(RunState.RUNNING, RunState.FAILED, "system", "catalog.import.failed"),
    ),
)
UNDER_WAY = (RunState.SUBMITTED, RunState.RUNNING)
ENDED = (RunState.COMPLETED, RunState.FAILED)
