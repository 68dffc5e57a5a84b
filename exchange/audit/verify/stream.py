"""One stream over the whole log, in pieces of 1,024 entries with everything that belongs to them: memory stays constant.

PostgreSQL prepares the next piece while Python checks the last one. The rows come as they lie there; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

PIECE = 1024

# All by index, piece by piece: any other plan would sort or hash the whole log for each piece.
_PLAN = (
    "set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off; "
    "set local enable_bitmapscan = off; set local enable_memoize = off; set local jit = off"
)
# The events of a piece mostly lie side by side, so they are read as a range; what lies elsewhere is looked up apart.
_PIECES = f"""
select piece.start, indexes, event_ids, leaves, events.*, nodes.*, checkpoints.*
from generate_series(0::bigint, (select max(index) from exchange_log_entry), {PIECE}) piece(start),
lateral (
  select array_agg(index order by index) as indexes, array_agg(event_id order by index) as event_ids,
         array_agg(leaf_hash order by index) as leaves, min(event_id) as lowest, max(event_id) as highest
  from exchange_log_entry where index >= piece.start and index < piece.start + {PIECE}
) entries,
lateral (
  select array_agg(id), array_agg(convert_to(payload, 'UTF8'))
  from (select id, payload from kernel_event where id between lowest and highest order by id limit {2 * PIECE}) near
) events,
lateral (
  select array_agg(node.level::int), array_agg(node.index), array_agg(node.hash)
  from unnest(array[8, 16, 24, 32, 40, 48, 56]) kept(level)
  join exchange_log_node node on node.level = kept.level
   and node.index >= piece.start >> kept.level and node.index < (piece.start + {PIECE}) >> kept.level
) nodes,
lateral (
  select array_agg(size order by size), array_agg(root order by size), array_agg(note order by size),
         array_agg(to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') order by size)
  from exchange_log_checkpoint where size > piece.start and size <= piece.start + {PIECE}
) checkpoints
"""  # noqa: S608 - constants only
_APART = "select id, convert_to(payload, 'UTF8') from kernel_event where id = any(%s)"
_TYPES = ["int8", "int8[]", "int8[]", "bytea[]", "int8[]", "bytea[]", "int4[]", "int8[]", "bytea[]", "int8[]", "bytea[]", "text[]", "text[]"]


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    size: int
    root: bytes
    note: str
    at: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Entries `start` to `start + 1023` as far as they are there, with the nodes and checkpoints that end among them.
    A payload is None where the event is gone."""

    start: int
    indexes: list[int]
    event_ids: list[int]
    leaves: list[bytes]
    payloads: list[bytes | None]
    nodes: dict[tuple[int, int], bytes]
    checkpoints: list[StoredCheckpoint]


class Apart:
    """A second connection, opened when first needed: the first one is busy with the stream."""

    def __init__(self) -> None:
        self._connection: BaseDatabaseWrapper | None = None

    def rows(self, query: str, values: Sequence[Any]) -> list[Any]:
        self._connection = self._connection or connection.copy()
        with self._connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    def close(self) -> None:
        if self._connection:
            self._connection.close()


def pieces(apart: Apart) -> Iterator[Piece]:
    """The log from its first entry to its last. The connection is busy until the stream has been read to its end."""
    with connection.cursor() as cursor:
        raw: Any = cursor
        raw.execute(_PLAN)
        with raw.copy(f"copy ({_PIECES}) to stdout (format binary)") as copy:
            copy.set_types(_TYPES)
            for row in copy.rows():
                start: int = row[0]
                indexes, event_ids, leaves, near_ids, near, levels, places, hashes, *checkpoints = [column or [] for column in row[1:]]
                yield Piece(
                    start,
                    indexes,
                    event_ids,
                    leaves,
                    near if near_ids == event_ids else _payloads(event_ids, dict(zip(near_ids, near, strict=True)), apart),
                    dict(zip(zip(levels, places, strict=True), hashes, strict=True)),
                    [StoredCheckpoint(*values) for values in zip(*checkpoints, strict=True)],
                )


def _payloads(event_ids: list[int], near: dict[int, bytes], apart: Apart) -> list[bytes | None]:
    elsewhere = [event_id for event_id in event_ids if event_id not in near]
    if elsewhere:
        near |= {event_id: bytes(payload) for event_id, payload in apart.rows(_APART, [elsewhere])}
    return [near.get(event_id) for event_id in event_ids]
