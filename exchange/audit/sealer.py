"""The sealer: takes events from the outbox into the log, one locked batch at a time, and signs what it has appended to.

A batch is one transaction: outbox rows out, entries, nodes and a checkpoint in. So it may be killed anywhere and run twice at
once. It follows the outbox and not the highest event id, because an event drawn early can be committed late. Nothing is signed
on top of a log that does not match its last checkpoint. Tiles and checkpoint are served from these tables, so the commit is
what publishes them.
"""

from __future__ import annotations

from struct import Struct
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from psycopg.errors import UniqueViolation

from exchange.audit.models import LogHead
from exchange.audit.note import TreeHead, VerifierKey, sign_note
from exchange.audit.store import LOG_KEY, LogDamaged, StoredTree, last_checkpoint, trusted_head
from exchange.audit.tiles import TILE_HEIGHT
from exchange.audit.tree import Frontier, leaf_hash
from kernel import clock, keys
from kernel.events import timestamp
from kernel.models import Outbox

READER = "seal"
BATCH = 1000
SEALED_AT = "at "
"""The checkpoint's one extension line: when it was signed."""

_LOCK = "select origin, size from exchange_log_head for update"
_BEGIN = "insert into exchange_log_head (id, origin, size) values (1, %s, 0) on conflict do nothing"
_TAKE = """
with taken as (
  delete from kernel_outbox where reader = %(reader)s and event_id <= (
    select max(event_id) from (
      select event_id from kernel_outbox where reader = %(reader)s order by event_id limit %(limit)s
    ) due
  ) returning event_id
)
select id, payload from kernel_event where id = any (array (select event_id from taken)) order by id
"""
_CLEAR = """
delete from kernel_outbox outbox using exchange_log_entry entry where outbox.reader = %s and entry.event_id = outbox.event_id
"""
_COPY = "copy exchange_log_entry (index, event_id, leaf_hash) from stdin (format binary)"
_COPY_BEGIN, _COPY_END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_COPY_ROW = Struct(">hiqiqi32s").pack
_CLOSE = """
with nodes as (
  insert into exchange_log_node (level, index, hash) select * from unnest(%(levels)s::int[], %(indexes)s::bigint[], %(hashes)s::bytea[])
), moved as (
  update exchange_log_head set size = %(size)s
)
insert into exchange_log_checkpoint (size, root, note, at) values (%(size)s, %(root)s, %(note)s, %(at)s)
"""


def seal(limit: int = BATCH) -> int:
    """Seal up to `limit` waiting events; returns how many. Errors: LogDamaged, and then nothing was taken."""
    return Sealer().seal(limit) if Outbox.objects.filter(reader=READER).exists() else 0


def seal_all() -> int:
    """Seal batch after batch until nothing waits; returns how many events."""
    if not Outbox.objects.filter(reader=READER).exists():
        return 0
    sealer, total = Sealer(), 0
    while count := sealer.seal():
        total += count
    return total


class Sealer:
    """Seals batches. Between two of its own it remembers the tree it has just signed, and need not read it back.

    Every batch begins at the oldest row that waits, never where the last one ended: an event committed late has a lower number
    than those sealed meanwhile, and must still come before its subject's next one."""

    def __init__(self) -> None:
        self._signed: Frontier | None = None

    def seal(self, limit: int = BATCH) -> int:
        """As `seal` above."""
        try:
            return self._seal(limit)
        except UniqueViolation:  # a row was left for an event that is in the log already
            with connection.cursor() as cursor:
                cursor.execute(_CLEAR, [READER])
            return self._seal(limit)

    def _seal(self, limit: int) -> int:
        signed, self._signed = self._signed, None
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            head = _lock_head(cursor)
            events = _take(cursor, limit)
            if not events:
                return 0
            frontier = signed if signed and signed.size == head.size else _read_back(head)
            _close(cursor, head, frontier, _append(cursor, frontier, events))
        self._signed = frontier
        return len(events)


def _lock_head(cursor: Any) -> LogHead:
    cursor.execute(_LOCK)
    row = cursor.fetchone()
    if row is None:
        cursor.execute(_BEGIN, [settings.LOG_ORIGIN])
        cursor.execute(_LOCK)
        row = cursor.fetchone()
    return LogHead(origin=row[0], size=row[1])


def _take(cursor: Any, limit: int) -> list[tuple[int, str]]:
    cursor.execute(_TAKE, {"reader": READER, "limit": limit})
    found: list[tuple[int, str]] = cursor.fetchall()
    return found


def _read_back(head: LogHead) -> Frontier:
    """The tree so far, read from its stored hashes and held against the last signature."""
    checkpoint = last_checkpoint()
    if head.size != (checkpoint.size if checkpoint else 0):
        raise LogDamaged(f"the log head stands at {head.size}, the last checkpoint at {checkpoint.size if checkpoint else 0}")
    frontier = Frontier.at(head.size, StoredTree())
    if checkpoint and frontier.root() != trusted_head(checkpoint, head.origin).root:
        raise LogDamaged(f"the stored tree of {head.size} entries is not the one that was signed")
    return frontier


def _append(cursor: Any, frontier: Frontier, events: list[tuple[int, str]]) -> list[tuple[int, int, bytes]]:
    """Copy the entries in and grow the tree; returns the nodes to be kept."""
    leaves = [leaf_hash(payload.encode()) for _, payload in events]
    rows = [_COPY_ROW(3, 8, index, 8, event_id, 32, leaf) for index, ((event_id, _), leaf) in enumerate(zip(events, leaves, strict=True), frontier.size)]
    with cursor.copy(_COPY) as copy:
        copy.write(b"".join([_COPY_BEGIN, *rows, _COPY_END]))
    return frontier.extend(leaves, TILE_HEIGHT)


def _close(cursor: Any, head: LogHead, frontier: Frontier, nodes: list[tuple[int, int, bytes]]) -> None:
    """Sign the tree and write nodes, checkpoint and head."""
    at, signer = clock.now(), keys.current(LOG_KEY)
    tree_head = TreeHead(head.origin, frontier.size, frontier.root(), (SEALED_AT + timestamp(at),))
    note = sign_note(tree_head.text, VerifierKey(head.origin, signer.public), signer.sign)
    levels, indexes, hashes = ([node[column] for node in nodes] for column in range(3))
    cursor.execute(
        _CLOSE, {"levels": levels, "indexes": indexes, "hashes": hashes, "size": frontier.size, "root": tree_head.root, "note": note, "at": at}
    )
