"""The monthly return as a paper: the sums by destination and the exports they are made of, in one language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from exchange.clearance import register
from exchange.clearance.register import Flow
from exchange.clearance.words import LANES, badge
from exchange.export_case.pdf.document import Block, Document, head, note
from kernel.clock import LOCAL_ZONE
from web.places import place

MOST_ROWS = 300
BREAK = "\u200b"
"""Where a long number may go on in the next line."""


def monthly(rows: Any, found: list[Flow], *, year: int, month: int, who: str, language: str) -> Document:
    """`rows` are the month's deliveries; `who` is the organization whose return it is."""
    period = f"{year}-{month:02d}"
    total = register.total(found)
    sums = [(_("Destination"), _("Exports"), _("Persons, ordinary"), _("Persons, sensitive"), _("Bytes"))]
    sums += [(place(flow.destination) or _("All"), f"{flow.exports:,}", f"{flow.ordinary:,}", f"{flow.sensitive:,}", f"{flow.bytes:,}") for flow in (*found, total)]
    lines = [(_("Declaration"), _("Delivered"), _("To"), _("Lane"), _("Persons"), _("Bytes"))]
    shown = rows.select_related("recipient").order_by("delivered", "id")[:MOST_ROWS]
    lines += [
        (row.number.replace("-", f"-{BREAK}"), row.delivered.astimezone(LOCAL_ZONE).strftime("%m-%d %H:%M"), f"{row.recipient.name} ({place(row.destination)})", badge(LANES, row.lane)[1], _persons(row), f"{row.bytes:,}")
        for row in shown
    ]
    blocks = [
        head(_("By destination"), 2), Block("table", rows=tuple(sums), headed=True), head(_("Exports"), 2), Block("table", rows=tuple(lines), headed=True),
    ]  # fmt: skip
    if total.exports > MOST_ROWS:
        blocks.append(note(_("The first %(shown)s of %(all)s exports; all of them are in the CSV.") % {"shown": MOST_ROWS, "all": total.exports}))
    blocks.append(note(_("Persons are counted once a year for each deal. Times are those of Beijing.")))
    source = _("The exchange's own return, made from the register of exports; no authority prescribes its form.")
    return Document(_("Monthly return of exports %(period)s: %(who)s") % {"period": period, "who": who}, language, source, period, tuple(blocks))


def _persons(row: Any) -> str:
    words = f"{row.new_ordinary:,}" + (f" + {row.new_sensitive:,}" if row.new_sensitive else "")
    return _("%(count)s, counted before") % {"count": words} if row.repeat else words
