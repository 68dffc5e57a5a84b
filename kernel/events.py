"""Events: what happened, written in the act's own transaction, with one outbox row for each reader that wants it.

The payload is complete when recorded and never touched again: canonical JSON holding the event's id, time, name, subject
(with its order and the digest of that subject's previous event), actor, cause and data. No personal data goes in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kernel.actor import Actor
from kernel.canonical import canonical
from kernel.readers import readers_of

# One statement: the number is drawn, the subject's last event looked up, the payload put together, and event, outbox
# rows and parties written. Under READ COMMITTED it sees the last event because the subject's row was locked before it began.
_WRITE = """
with last as (
  select subject_seq, encode(sha256('\\x00'::bytea || convert_to(payload, 'UTF8')), 'hex') as digest from kernel_event
  where subject_type = %(kind)s and subject_id = %(key)s order by subject_seq desc limit 1
), drawn as (
  select nextval('kernel_event_id_seq') as id
), written as (
  insert into kernel_event (id, payload)
  select drawn.id, %(until_id)s::text || drawn.id || %(until_previous)s::text || coalesce('"' || last.digest || '"', 'null')
                   || ',"seq":' || (coalesce(last.subject_seq, 0) + 1) || %(rest)s::text
  from drawn left join last on true
  returning id, payload
), outbox as (
  insert into kernel_outbox (event_id, reader) select written.id, unnest(%(readers)s::text[]) from written
), party as (
  insert into kernel_eventparty (event_id, organization) select written.id, unnest(%(parties)s::uuid[]) from written
)
select id, payload from written
"""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded event: its id and the digest (RFC 6962 leaf hash) the subject's next event will name."""

    id: int
    name: str
    digest: str


def leaf_hash(payload: str) -> bytes:
    """SHA-256 of a zero byte and the payload's UTF-8 bytes: RFC 6962 section 2.1."""
    return hashlib.sha256(b"\x00" + payload.encode()).digest()


def subject_type(record: Any) -> str:
    """`exchange.TradeRequest`: the name a subject goes by in events, turns and holds."""
    return str(record._meta.label)


def timestamp(at: datetime) -> str:
    """RFC 3339 in UTC, of fixed width, so that text order is time order."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def write(
    name: str, subject: Any, *, actor: Actor, at: datetime, data: Mapping[str, Any], parties: Iterable[UUID], caused_by: int | None
) -> Recorded:
    """Write the event and its outbox rows. The subject's row must be locked (or new) in this transaction."""
    kind, key = subject_type(subject), str(subject.pk)
    # Canonical JSON orders keys by name; what only the database knows (id, previous, seq) is put in between these pieces.
    before_id = canonical({"actor": actor.as_json(), "at": timestamp(at), "caused_by": str(caused_by) if caused_by else None, "data": dict(data)})
    pieces = {
        "kind": kind,
        "key": key,
        "until_id": before_id[:-1].decode() + ',"id":"',
        "until_previous": f'","name":{_text(name)},"subject":{{"id":{_text(key)},"previous":',
        "rest": f',"type":{_text(kind)}}}}}',
        "readers": readers_of(name),
        "parties": sorted({*parties}),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, pieces)
        event_id, payload = cursor.fetchone()
    return Recorded(event_id, name, leaf_hash(payload).hex())


def _text(value: str) -> str:
    return canonical(value).decode()
