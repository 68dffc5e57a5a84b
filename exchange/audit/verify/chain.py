"""The chain of each subject: an event names the digest of its subject's previous event, so order holds and a gap shows.

The latest digest of each subject is remembered, up to a limit; where it was forgotten, the previous event is looked up, many at a
time, on a connection of its own (the first one is streaming).
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from exchange.audit.verify.report import Report

REMEMBERED = 200_000
AT_ONCE = 1000

# The end of a canonical event: its id, name and subject. Names and ids need no escapes; what has some is read as JSON.
_END = re.compile(
    rb',"id":"(\d+)","name":"[^"\\]+","subject":\{"id":"([^"\\]+)","previous":(?:null|"([0-9a-f]{64})"),"seq":(\d+),"type":"([^"\\]+)"\}\}', re.ASCII
)
_MARK = b',"id":"'
_BEFORE = """
select asked.place, asked.id, encode(sha256('\\x00'::bytea || convert_to(event.payload, 'UTF8')), 'hex')
from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::int[]) asked(place, id, type, subject, seq)
left join kernel_event event on event.subject_type = asked.type and event.subject_id = asked.subject and event.subject_seq = asked.seq
order by asked.place
"""


class Chain:
    """Checks events in the order of the log, one by one."""

    def __init__(self, report: Report, remembered: int = REMEMBERED) -> None:
        self._report = report
        self._remembered = remembered
        self._last: dict[tuple[bytes, bytes], tuple[int, str]] = {}
        self._asked: list[tuple[int, int, str, str, int, str]] = []
        self._second: BaseDatabaseWrapper | None = None

    def check(self, place: int, event_id: int, payload: bytes, digest: str) -> None:
        """Hold one event against its id and its subject's previous event."""
        found = _END.fullmatch(payload, payload.rfind(_MARK))
        try:
            if found:
                id_text, subject, named, seq_text, kind = found.groups()
                own_id, seq, previous = int(id_text), int(seq_text), named.decode() if named else None
            else:
                own_id, subject, previous, seq, kind = _read(payload)
        except (ValueError, KeyError, TypeError, AttributeError):
            self._report.add(place, f"event {event_id}", "its payload is not an event")
            return
        if own_id != event_id:
            self._report.add(place, f"event {event_id}", f"its payload says that it is event {own_id}")
        key = (kind, subject)
        known = self._last.pop(key, None)
        self._last[key] = (seq, digest)
        if len(self._last) > self._remembered:
            for old in list(islice(self._last, self._remembered // 10 + 1)):
                del self._last[old]
        if known:
            if (seq - 1, previous) != known:
                self._report.add(place, f"event {event_id}", f"it does not follow event {known[0]} of its subject ({kind.decode()} {subject.decode()})")
        elif seq != 1 or previous is not None:
            self._asked.append((place, event_id, kind.decode(), subject.decode(), seq - 1, previous or ""))
            if len(self._asked) >= AT_ONCE:
                self._ask()

    def finish(self) -> None:
        self._ask()
        if self._second:
            self._second.close()

    def _ask(self) -> None:
        if not self._asked:
            return
        self._second = self._second or connection.copy()
        columns: list[list[Any]] = [list(column) for column in zip(*self._asked, strict=True)]
        with self._second.cursor() as cursor:
            cursor.execute(_BEFORE, columns[:5])
            rows = cursor.fetchall()
        expected = {place: previous for place, *_, previous in self._asked}
        for place, event_id, digest in rows:
            if digest != expected[place]:
                what = "the event before it of the same subject is gone" if digest is None else "it does not follow the event before it of the same subject"
                self._report.add(place, f"event {event_id}", what)
        self._asked = []


def _read(payload: bytes) -> tuple[int, bytes, str | None, int, bytes]:
    value = json.loads(payload)
    subject = value["subject"]
    return int(value["id"]), subject["id"].encode(), subject["previous"], int(subject["seq"]), subject["type"].encode()
