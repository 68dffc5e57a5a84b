"""One stream over the whole log, in pieces of 1,024 entries with everything that belongs to them: memory stays constant.

PostgreSQL prepares the next piece while Python checks the last one. The rows come as they lie there; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

PIECE = 1024
LARGEST = 2**62

# Entries and events meet entry by entry, by their indexes: any other plan would sort or hash the whole log for each piece.
_PLAN = "set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off; set local jit = off"
_PIECES = f"""
select piece.start, entries.*, nodes.*, checkpoints.*
from generate_series(0::bigint, (select max(index) from exchange_log_entry), {PIECE}) piece(start),
lateral (
  select array_agg(entry.index order by entry.index), array_agg(entry.event_id order by entry.index),
         array_agg(entry.leaf_hash order by entry.index), array_agg(convert_to(event.payload, 'UTF8') order by entry.index)
  from exchange_log_entry entry left join kernel_event event on event.id = entry.event_id
  where entry.index >= piece.start and entry.index < piece.start + {PIECE}
) entries,
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
_TYPES = ["int8", "int8[]", "int8[]", "bytea[]", "bytea[]", "int4[]", "int8[]", "bytea[]", "int8[]", "bytea[]", "text[]", "text[]"]


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


def pieces() -> Iterator[Piece]:
    """The log from its first entry to its last. The connection is busy until the stream has been read to its end."""
    with connection.cursor() as cursor:
        raw: Any = cursor
        raw.execute(_PLAN)
        with raw.copy(f"copy ({_PIECES}) to stdout (format binary)") as copy:
            copy.set_types(_TYPES)
            for start, indexes, event_ids, leaves, payloads, levels, places, hashes, *checkpoints in copy.rows():
                yield Piece(
                    start,
                    indexes or [],
                    event_ids or [],
                    leaves or [],
                    payloads or [],
                    dict(zip(zip(levels or [], places or [], strict=True), hashes or [], strict=True)),
                    [StoredCheckpoint(*row) for row in zip(*(column or [] for column in checkpoints), strict=True)],
                )
