"""The few statements that nearly every act runs, prepared once per connection: planning them anew cost more than running them.

Measured on an event's statement: the server needs 0.4 of the time, the client 0.75. Only for what is fixed and hot; everything
else asks through the ORM. It needs a connection of one's own: a pooler that hands out connections by transaction will not do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connection

_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Statement:
    """`types` are those of $1, $2, ... in `sql`."""

    def __init__(self, name: str, types: str, sql: str) -> None:
        self._name = name
        self._prepare = f"prepare {name} ({types}) as {sql}"
        self._execute = f"execute {name} ({', '.join(['%s'] * len(types.split(',')))})"

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """Run it and give its rows."""
        with connection.cursor() as cursor:
            self._run(cursor, values)
            return list(cursor.fetchall())

    def run(self, *values: Any) -> None:
        """Run one that gives no rows."""
        with connection.cursor() as cursor:
            self._run(cursor, values)

    def _run(self, cursor: Any, values: tuple[Any, ...]) -> None:
        known = _prepared.setdefault(connection.connection, set())
        if self._name not in known:
            with connection.wrap_database_errors:  # set-up of the connection, as Django's own: it outlives the transaction, even one rolled back
                connection.connection.execute(self._prepare)
            known.add(self._name)
        cursor.execute(self._execute, values)


def array(values: Any) -> str:
    """A text form of an array of ids or plain names: cheaper for the driver than a list."""
    return "{" + ",".join(map(str, values)) + "}"


class Compiled:
    """An ORM query built and compiled once: for the busiest acts the ORM's building costs more than the statement itself.

    `build` gets a stand-in for each id, then for each moment, and gives a `values_list` query; its rules of sight thus stay where they
    are. Every other moment in the query is taken for now, which is the only one such rules ask for."""

    def __init__(self, name: str, build: Callable[..., Any]) -> None:
        self._name = name
        self._build = build
        self._made: tuple[Statement, list[Any]] | None = None

    def rows(self, ids: Sequence[UUID | None], now: datetime, moments: Sequence[datetime] = ()) -> list[tuple[Any, ...]]:
        """Run it for these ids and moments and give its rows."""
        if self._made is None:
            self._made = self._compile(len(ids), len(moments))
        statement, slots = self._made
        values = [*ids, *moments]
        return statement.rows(*(now if slot is _NOW else values[slot.number] if isinstance(slot, _Slot) else slot for slot in slots))

    def _compile(self, ids: int, moments: int) -> tuple[Statement, list[Any]]:
        stand_ins: list[Any] = [UUID(int=number + 1) for number in range(ids)] + [datetime(1, 1, number + 2, tzinfo=UTC) for number in range(moments)]
        sql, params = self._build(*stand_ins).query.sql_with_params()
        slots = [_Slot(stand_ins.index(one)) if one in stand_ins else _NOW if isinstance(one, datetime) else one for one in params]
        types = [next(word for kind, word in _TYPES if isinstance(one, kind)) for one in params]
        pieces = sql.split("%s")
        numbered = "".join(f"{piece}${number}" for number, piece in enumerate(pieces[:-1], 1)) + pieces[-1]
        return Statement(self._name, ", ".join(types), numbered.replace("%%", "%")), slots


@dataclass(frozen=True, slots=True)
class _Slot:
    number: int


_NOW: Final = object()
_TYPES: tuple[tuple[type, str], ...] = ((UUID, "uuid"), (datetime, "timestamptz"), (str, "text"), (bool, "boolean"), (int, "bigint"))
