"""State machines as tables one can read and draw, and the one way to change a state.

A slice's `states.py` holds an enum and a `Machine`; nothing there knows Django. `move` locks the row, asks the table and
writes, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext_noop

from kernel.decision import Say
from kernel.errors import WrongState
from kernel.state_words import state_word


@dataclass(frozen=True, slots=True)
class Transition:
    """From, to, who holds the pen (a word for the reader: "provider", "operator", "system"), and the event it leaves."""

    source: StrEnum
    target: StrEnum
    pen: str
    event: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A named table of transitions; `initial` is where a new record begins."""

    name: str
    initial: StrEnum
    transitions: tuple[Transition, ...]

    def find(self, source: str, target: str) -> Transition | None:
        return next((t for t in self.transitions if t.source == source and t.target == target), None)

    def targets(self, source: str) -> Iterator[StrEnum]:
        return (t.target for t in self.transitions if t.source == source)

    @property
    def states(self) -> tuple[StrEnum, ...]:
        return tuple(type(self.initial))

    def is_final(self, state: str) -> bool:
        return not any(True for _ in self.targets(state))


Record = TypeVar("Record")


def lock(record: Record) -> Record:
    """Lock the record's row until the transaction ends and refresh its fields."""
    row: Any = record
    row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update(no_key=True))
    return record


def move(record: Record, to: StrEnum, *, at: datetime, locked: bool = False, **fields: Any) -> Transition:
    """Move `record` (a model with `machine`, `state`, `state_since`) to `to`, writing `fields` with it.

    Errors: WrongState when the table has no such transition. The caller's copy is refreshed when it was not locked yet.
    """
    if not locked:
        lock(record)
    row: Any = record
    machine: Machine = row.machine
    transition = machine.find(row.state, to)
    if transition is None:
        raise WrongState(
            Say(
                gettext_noop("This is in state %(state)s, from which it cannot become %(target)s."),
                {"state": state_word(row.state), "target": state_word(to.value)},
            ),
            remedy=Say(gettext_noop("Reload to see where it stands now and what is possible.")),
        )
    row.state, row.state_since = to.value, at
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "state_since", *fields])
    return transition
