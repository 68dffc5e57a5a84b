"""The sections of the deal's page that combine slices: terms of two rounds, money, the timeline of all subjects, the record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _, gettext_noop

from exchange.agreement import show as agreeing
from exchange.desk.deal.gather import Deal
from exchange.export_case import words as case_words
from exchange.settlement.states import EscrowState
from exchange.trade_request import show as asking
from web.shapes import Buoy, Entry, Term

# what settlement, transfer and the door record on a deal: look and words, as in the slices' own tables
EVENTS: Mapping[str, tuple[str, str]] = {
    **asking.EVENTS,
    **agreeing.EVENTS,
    **case_words.EVENTS,
    "exchange.settlement.funded": ("done", gettext_noop("The price is in escrow")),
    "exchange.settlement.released": ("done", gettext_noop("The escrow was released to the provider")),
    "exchange.settlement.refunded": ("stop", gettext_noop("The escrow was refunded to the buyer")),
    "exchange.settlement.contested": ("wait", gettext_noop("The escrow is held until it is decided")),
    "exchange.settlement.decision_proposed": ("wait", gettext_noop("A decision on the escrow was proposed")),
    "exchange.settlement.decision_returned": ("wait", gettext_noop("The proposed decision was returned")),
    "exchange.clearance.issued": ("done", gettext_noop("The export was cleared")),
    "exchange.clearance.suspended": ("hold", gettext_noop("The clearance was suspended")),
    "exchange.clearance.reinstated": ("done", gettext_noop("The clearance is in force again")),
    "exchange.clearance.revoked": ("stop", gettext_noop("The clearance was revoked")),
    "exchange.clearance.expired": ("stop", gettext_noop("The period of the clearance is over")),
    "exchange.clearance.exhausted": ("done", gettext_noop("The clearance ended with the deal")),
    "exchange.clearance.alerted": ("wait", gettext_noop("The exporter was told of a change or a limit that comes near")),
    "exchange.clearance.filing_overdue": ("stop", gettext_noop("The contract was not filed in time: exports are held")),
    "exchange.clearance.filing_shown": ("done", gettext_noop("The filing of the contract is shown")),
    "exchange.export_declaration.declared": ("done", gettext_noop("An export declared itself")),
    "exchange.export_declaration.released": ("done", gettext_noop("A red export was released by a person")),
    "exchange.export_declaration.refused": ("stop", gettext_noop("A red export was refused by a person")),
    "exchange.export_declaration.delivered": ("done", gettext_noop("An export was entered as delivered")),
    "exchange.export_declaration.cancelled": ("stop", gettext_noop("A declared export was cancelled")),
    "exchange.transfer.waits": ("wait", gettext_noop("The delivery waits for its files or for the desk")),
    "exchange.transfer.files_ready": ("done", gettext_noop("A file was cut to the agreed fields")),
    "exchange.transfer.files_failed": ("stop", gettext_noop("A file could not be cut to the agreed fields")),
    "exchange.transfer.files_discarded": ("done", gettext_noop("The cut files were removed")),
    "exchange.transfer.requested": ("done", gettext_noop("The buyer asked for a delivery")),
    "exchange.transfer.started": ("done", gettext_noop("The delivery started")),
    "exchange.transfer.suspended": ("wait", gettext_noop("The delivery was suspended")),
    "exchange.transfer.link_issued": ("done", gettext_noop("A download link was issued")),
    "exchange.transfer.accessed": ("done", gettext_noop("A file was received for the first time")),
    "exchange.transfer.completed": ("done", gettext_noop("Everything has arrived")),
    "exchange.transfer.accepted": ("done", gettext_noop("The delivery was accepted")),
    "exchange.transfer.acceptance_postponed": ("wait", gettext_noop("The time to accept was extended")),
    "exchange.transfer.rejected": ("stop", gettext_noop("The delivery was rejected")),
    "exchange.transfer.terminated": ("stop", gettext_noop("The delivery was ended")),
    "kernel.act.refused": ("stop", gettext_noop("An act was refused by rule")),
}


def terms(deal: Deal) -> tuple[list[Term], str, str]:
    """The two newest proposals side by side, with the heads of their columns."""
    newest = deal.proposals[-1]
    before = deal.proposals[-2] if len(deal.proposals) > 1 else newest
    return asking.comparison(before.value, newest.value), _round(before), _round(newest)


def _round(proposal: Any) -> str:
    return _("Round %(number)s, by the %(side)s") % {"number": proposal.number, "side": _("provider") if proposal.side == "provider" else _("buyer")}


def money(deal: Deal) -> list[Entry]:
    """What was put in escrow and where it went, as the two statements show it."""
    escrow = deal.escrow
    if escrow is None:
        return []
    at = {event.name: datetime.fromisoformat(event.at) for event in reversed(deal.events)}
    held = escrow.state not in (EscrowState.RELEASED.value, EscrowState.REFUNDED.value)
    funded = at.get("exchange.settlement.funded", escrow.created)
    rows = [
        Entry(funded, _("Price into escrow, from the buyer"), credit=escrow.price_minor, state="wait" if held else "", state_label=_("held") if held else "")
    ]
    if escrow.state == EscrowState.RELEASED.value:
        when = at.get("exchange.settlement.released", escrow.state_since)
        rows += [
            Entry(when, _("Released to the provider"), debit=escrow.price_minor - escrow.fee_minor, state="done", state_label=_("released")),
            Entry(when, _("Platform fee, borne by the provider"), debit=escrow.fee_minor),
        ]
    elif escrow.state == EscrowState.REFUNDED.value:
        when = at.get("exchange.settlement.refunded", escrow.state_since)
        rows.append(Entry(when, _("Refunded to the buyer"), debit=escrow.price_minor, state="stop", state_label=_("refunded")))
    return rows


def timeline(deal: Deal, next_step: str) -> list[Buoy]:
    """Newest first, with what is awaited on top."""
    ahead = [Buoy("now", next_step)] if next_step else []
    return [*ahead, *asking.timeline((json.loads(event.payload) for event in reversed(deal.events)), EVENTS)]


def newest_sealed(deal: Deal) -> Any:
    """The newest event of the deal that is in the log, or None while none is sealed yet."""
    return next((event for event in deal.events if getattr(event, "entry", None) is not None), None)
