"""The sections of the deal's page as shapes for components: conditions, terms side by side, money, delivery, record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from exchange.desk import words
from exchange.desk.deal.gather import Deal
from exchange.rules.faces.table import diff, table
from exchange.settlement.states import EscrowState
from web.shapes import Buoy, Condition, ConditionGroup, Entry, Term


def condition_groups(deal: Deal, organization: UUID | None) -> list[ConditionGroup]:
    """Conditions by what they block, open ones first."""
    groups: list[ConditionGroup] = []
    for blocks, title in (("effect", _("Blocks taking effect")), ("delivery", _("Blocks delivery"))):
        rows = sorted((row for row in deal.conditions if row.blocks == blocks), key=lambda row: (row.met, row.since))
        if rows:
            groups.append(ConditionGroup(title, [_condition(deal, row, organization) for row in rows]))
    return groups


def _condition(deal: Deal, row: Any, organization: UUID | None) -> Condition:
    what, why = words.condition(row.kind)
    party = deal.party(row.organization_id)
    yours = row.organization_id == organization and not row.met
    return Condition(
        "done" if row.met else ("now" if yours else "wait"),
        what,
        waits_for=_("You") if yours else (party.name if party else _("The exchange")),
        since=row.since,
        until=row.met_at if row.met else row.until,
        why=why,
        note=_("met") if row.met else "",
        yours=yours,
    )


def terms(deal: Deal) -> tuple[list[Term], str, str]:
    """The two newest proposals side by side with the heads of their columns; the only one beside itself is shown once."""
    newest = deal.proposals[-1]
    before = deal.proposals[-2] if len(deal.proposals) > 1 else newest
    rows = [Term(str(row.label), str(row.before), str(row.after)) for row in diff(before.value, newest.value)]
    return rows, _round(deal, before), _round(deal, newest)


def plain_terms(deal: Deal) -> Sequence[tuple[str, str]]:
    return [(str(row.label), str(row.value)) for row in table(deal.proposals[-1].value) if str(row.value)]


def _round(deal: Deal, proposal: Any) -> str:
    side = _("provider") if proposal.side == "provider" else _("buyer")
    return _("Round %(number)s, by the %(side)s") % {"number": proposal.number, "side": side}


def money(deal: Deal) -> list[Entry]:
    """What was put in escrow and where it went, as the two statements show it."""
    escrow = deal.escrow
    if escrow is None:
        return []
    at = {event.name: datetime.fromisoformat(event.at) for event in reversed(deal.events)}
    rows = [Entry(at.get("exchange.settlement.funded", escrow.created), _("Price into escrow, from the buyer"), credit=escrow.price_minor)]
    if escrow.state == EscrowState.RELEASED.value:
        when = at.get("exchange.settlement.released", escrow.state_since)
        rows += [
            Entry(when, _("Released to the provider"), debit=escrow.price_minor - escrow.fee_minor, state="done", state_label=_("released")),
            Entry(when, _("Platform fee, borne by the provider"), debit=escrow.fee_minor),
        ]
    elif escrow.state == EscrowState.REFUNDED.value:
        when = at.get("exchange.settlement.refunded", escrow.state_since)
        rows.append(Entry(when, _("Refunded to the buyer"), debit=escrow.price_minor, state="stop", state_label=_("refunded")))
    else:
        rows[0] = Entry(rows[0].when, rows[0].text, credit=escrow.price_minor, state="wait", state_label=_("held"))
    return rows


def timeline(deal: Deal, next_step: str) -> list[Buoy]:
    """Newest first, with what is awaited on top."""
    ahead = [Buoy("now", next_step)] if next_step else []
    return [*ahead, *(Buoy(words.buoy(event.name), words.event(event.name), datetime.fromisoformat(event.at)) for event in deal.events)]


def newest_sealed(deal: Deal) -> Any:
    """The newest event of the deal that is in the log, or None while none is sealed yet."""
    return next((event for event in deal.events if getattr(event, "entry", None) is not None), None)
