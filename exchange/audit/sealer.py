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

from exchange.audit.models import Checkpoint, LogHead, Node
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

# A row left for an event that is in the log already is cleared away, not sealed again.
_TAKE = """
with taken as (
  delete from kernel_outbox where id = any(array(select id from kernel_outbox where reader = %s order by event_id limit %s))
  returning event_id
)
select event.id, event.payload from taken join kernel_event event on event.id = taken.event_id
where not exists (select from exchange_log_entry entry where entry.event_id = event.id)
order by event.id
"""
_COPY = "copy exchange_log_entry (index, event_id, leaf_hash) from stdin (format binary)"
_COPY_BEGIN, _COPY_END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_COPY_ROW = Struct(">hiqiqi32s").pack


def seal(limit: int = BATCH) -> int:
    """Seal up to `limit` waiting events; returns how many. Errors: LogDamaged, and then nothing was taken."""
    if not Outbox.objects.filter(reader=READER).exists():
        return 0
    with transaction.atomic(durable=True):
        head = _lock_head()
        events = _take(limit)
        if events:
            frontier = _frontier(head)
            _append(head, frontier, events)
            _sign(head, frontier)
        return len(events)


def seal_all() -> int:
    """Seal batch after batch until nothing waits; returns how many events."""
    total = 0
    while count := seal():
        total += count
    return total


def _lock_head() -> LogHead:
    head = LogHead.objects.select_for_update().first()
    if head is None:
        LogHead.objects.bulk_create([LogHead(origin=settings.LOG_ORIGIN)], ignore_conflicts=True)
        head = LogHead.objects.select_for_update().get()
    return head


def _take(limit: int) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [READER, limit])
        return cursor.fetchall()


def _frontier(head: LogHead) -> Frontier:
    """The tree so far, read from its stored hashes and held against the last signature."""
    checkpoint = last_checkpoint()
    if head.size != (checkpoint.size if checkpoint else 0):
        raise LogDamaged(f"the log head stands at {head.size}, the last checkpoint at {checkpoint.size if checkpoint else 0}")
    frontier = Frontier.at(head.size, StoredTree())
    if checkpoint and frontier.root() != trusted_head(checkpoint, head.origin).root:
        raise LogDamaged(f"the stored tree of {head.size} entries is not the one that was signed")
    return frontier


def _append(head: LogHead, frontier: Frontier, events: list[tuple[int, str]]) -> None:
    rows, nodes = [_COPY_BEGIN], []
    for event_id, payload in events:
        leaf = leaf_hash(payload.encode())
        rows.append(_COPY_ROW(3, 8, frontier.size, 8, event_id, 32, leaf))
        nodes += [Node(level=level, index=index, hash=value) for level, index, value in frontier.add(leaf) if level and level % TILE_HEIGHT == 0]
    with connection.cursor() as cursor:
        copied: Any = cursor
        with copied.copy(_COPY) as copy:
            copy.write(b"".join([*rows, _COPY_END]))
    Node.objects.bulk_create(nodes)
    LogHead.objects.filter(pk=head.pk).update(size=frontier.size)


def _sign(head: LogHead, frontier: Frontier) -> None:
    at = clock.now()
    signer = keys.current(LOG_KEY)
    tree_head = TreeHead(head.origin, frontier.size, frontier.root(), (SEALED_AT + timestamp(at),))
    note = sign_note(tree_head.text, VerifierKey(head.origin, signer.public), signer.sign)
    Checkpoint.objects.bulk_create([Checkpoint(size=frontier.size, root=tree_head.root, note=note, at=at)])
