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

from kernel.actor import Actor
from kernel.canonical import canonical
from kernel.readers import readers_of
from kernel.statements import Statement, array

# $1 type and $2 id of the subject; $3, $4, $5 what stands in the payload before id, before previous and after seq; $6 readers;
# $7 parties. One statement: the number is drawn, the subject's last event looked up, the payload put together, and event, outbox
# rows and parties written. Under READ COMMITTED it sees the last event because the subject's row was locked before it began.
_WRITE = Statement("kernel_write_event", "text, text, text, text, text, text[], uuid[]", """
with last as (
  select subject_seq, encode(sha256('\\x00'::bytea || convert_to(payload, 'UTF8')), 'hex') as digest from kernel_event
  where subject_type = $1 and subject_id = $2 order by subject_seq desc limit 1
), drawn as (
  select nextval('kernel_event_id_seq') as id
), written as (
  insert into kernel_event (id, payload)
  select drawn.id, $3 || drawn.id || $4 || coalesce('"' || last.digest || '"', 'null')
                   || ',"seq":' || (coalesce(last.subject_seq, 0) + 1) || $5
  from drawn left join last on true
  returning id, payload
), outbox as (
  insert into kernel_outbox (event_id, reader) select written.id, unnest($6) from written
), party as (
  insert into kernel_eventparty (event_id, organization) select written.id, unnest($7) from written
)
select id, payload from written
""")


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
    ((event_id, payload),) = _WRITE.rows(
        kind,
        key,
        before_id[:-1].decode() + ',"id":"',
        f'","name":{_text(name)},"subject":{{"id":{_text(key)},"previous":',
        f',"type":{_text(kind)}}}}}',
        array(readers_of(name)),
        array(sorted({*parties})),
    )
    return Recorded(event_id, name, leaf_hash(payload).hex())


def _text(value: str) -> str:
    return canonical(value).decode()
