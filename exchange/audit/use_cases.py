"""Acts on the log. There is one: an auditor reads entries, and that look is itself recorded."""

from __future__ import annotations

from exchange.audit.models import Entry, LogHead
from exchange.audit.permissions import READ_ENTRIES
from exchange.audit.tiles import Tile, bundle, width_at
from kernel.errors import NotFound
from kernel.use_case import Act, use_case

ENTRIES_READ = "exchange.audit.entries_read"


@use_case
def read_entries(act: Act, tile: Tile) -> bytes:
    """The entry bundle at that address (C2SP tlog-tiles). Errors: NotFound, for everyone who is not an auditor too."""
    head = act.find(LogHead, 1)
    act.authorise(READ_ENTRIES, head)
    if tile.width > width_at(0, tile.number, head.size):
        raise NotFound
    entries = Entry.objects.filter(index__gte=tile.start, index__lt=tile.start + tile.width).order_by("index")
    payloads: list[str] = list(entries.values_list("event__payload", flat=True))
    act.record(ENTRIES_READ, head, {"bundle": tile.path})
    return bundle(payload.encode() for payload in payloads)
