"""The chain of each subject: an event names the digest of its subject's previous event, so order holds and a gap shows.

The latest digest of each subject is remembered, up to a limit; where it was forgotten, the previous event is looked up, many at a
time, on a connection of its own (the first one is streaming).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from exchange.audit.verify.report import Report
from exchange.audit.verify.stream import Apart, Piece

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
    """Checks events in the order of the log. Of each subject it remembers what the next event must say: its number and a digest."""

    def __init__(self, report: Report, apart: Apart, remembered: int = REMEMBERED) -> None:
        self._report = report
        self._apart = apart
        self._remembered = remembered
        self._last: dict[bytes, tuple[int, bytes]] = {}
        self._asked: list[tuple[int, int, str, str, int, str]] = []

    def check(self, piece: Piece, digests: Sequence[bytes]) -> None:
        """Hold each event of the piece against its id and its subject's previous event; `digests` are their leaf hashes."""
        last, match = self._last, _END.fullmatch
        for place, event_id, payload, digest in zip(piece.indexes, piece.event_ids, piece.payloads, digests, strict=True):
            if payload is None:
                continue
            found = match(payload, payload.rfind(_MARK))
            own_id, subject, previous, seq_text, kind = found.groups() if found else _read(payload)
            try:
                seq = int(seq_text)
                if int(own_id) != event_id:
                    self._report.add(place, f"event {event_id}", f"its payload says that it is event {int(own_id)}")
            except ValueError:
                self._report.add(place, f"event {event_id}", "its payload is not an event")
                continue
            key = kind + subject
            known = last.get(key)
            if known:
                if (seq, previous) != known:
                    self._report.add(place, f"event {event_id}", f"it does not follow the event before it of its subject ({kind.decode()} {subject.decode()})")
            elif seq != 1 or previous is not None:
                self._asked.append((place, event_id, kind.decode(), subject.decode(), seq - 1, (previous or b"").decode()))
            last[key] = (seq + 1, digest.hex().encode())
        if len(last) > self._remembered:
            for old in list(islice(last, len(last) - self._remembered // 2)):
                del last[old]
        if len(self._asked) >= AT_ONCE:
            self._ask()

    def finish(self) -> None:
        """Look up what is still to be looked up."""
        if self._asked:
            self._ask()

    def _ask(self) -> None:
        columns: list[list[Any]] = [list(column) for column in zip(*self._asked, strict=True)]
        rows = self._apart.rows(_BEFORE, columns[:5])
        expected = {place: previous for place, *_, previous in self._asked}
        for place, event_id, digest in rows:
            if digest != expected[place]:
                what = "the event before it of the same subject is gone" if digest is None else "it does not follow the event before it of the same subject"
                self._report.add(place, f"event {event_id}", what)
        self._asked = []


def _read(payload: bytes) -> tuple[bytes, bytes, bytes | None, bytes, bytes]:
    """The same five parts of a payload that is not written as usual; empty ones if it is no event at all."""
    try:
        value = json.loads(payload)
        subject = value["subject"]
        own_id, name, previous, seq, kind = value["id"], subject["id"], subject["previous"], subject["seq"], subject["type"]
        return own_id.encode(), name.encode(), previous.encode() if previous is not None else None, str(seq).encode(), kind.encode()
    except (ValueError, KeyError, TypeError, AttributeError):
        return b"", b"", None, b"", b""
