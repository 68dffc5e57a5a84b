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

_NEXT = """
select nextval('kernel_event_id_seq'), last.subject_seq, last.payload
from (select 1) one
left join lateral (
  select subject_seq, payload from kernel_event
  where subject_type = %s and subject_id = %s order by subject_seq desc limit 1
) last on true
"""
_WRITE = """
with written as (insert into kernel_event (id, payload) values (%s, %s) returning id),
     readers as (insert into kernel_outbox (event_id, reader) select written.id, unnest(%s::text[]) from written)
insert into kernel_eventparty (event_id, organization) select written.id, unnest(%s::uuid[]) from written
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
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [kind, key])
        event_id, last_seq, last_payload = cursor.fetchone()
        payload = canonical(
            {
                "id": str(event_id),
                "at": timestamp(at),
                "name": name,
                "subject": {
                    "type": kind,
                    "id": key,
                    "seq": (last_seq or 0) + 1,
                    "previous": leaf_hash(last_payload).hex() if last_payload else None,
                },
                "actor": actor.as_json(),
                "caused_by": str(caused_by) if caused_by else None,
                "data": dict(data),
            }
        ).decode()
        cursor.execute(_WRITE, [event_id, payload, readers_of(name), sorted({*parties})])
    return Recorded(event_id, name, leaf_hash(payload).hex())
