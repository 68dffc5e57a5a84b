"""Where a deal stands, in one sentence, and whose turn it is: the banner, the badges and the steps of the deal's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from exchange.agreement.show import badge as agreement_badge, condition_name
from exchange.agreement.states import State as Agreed
from exchange.desk.deal.gather import Deal
from exchange.desk.waiting import after, label
from exchange.settlement.states import EscrowState
from exchange.trade_request import show as asking
from exchange.trade_request.states import State
from exchange.transfer.states import Acceptance, State as Moving
from kernel.models import Turn
from web.shapes import Step


@dataclass(frozen=True, slots=True)
class Banner:
    """The whose-turn banner: a state, who, one sentence, and the four facts."""

    state: str
    who: str
    say: str
    waits_for: str
    since: Any = None
    until: Any = None
    then: str = ""
    yours: bool = False


def first_turn(deal: Deal, organization: UUID | None) -> Turn | None:
    """The wait to show: one's own first, then the oldest that a party or the operator has; the clock's own last."""
    known = [turn for turn in deal.turns if turn.role != "clock"]
    return next((turn for turn in known if turn.organization == organization), known[0] if known else None)


def banner(deal: Deal, organization: UUID | None) -> Banner:
    turn = first_turn(deal, organization)
    since = deal.request.state_since if deal.agreement is None else max(deal.request.state_since, deal.agreement.state_since)
    if turn is None:
        state = "stop" if deal.request.state == State.TERMINATED.value else "done"
        return Banner(state, _("Nobody has to act"), sentence(deal), _("nobody"), since=since)
    yours = turn.organization == organization
    party = deal.party(turn.organization)
    name = _("You") if yours else (party.name if party else _("The exchange"))
    who = _("Your turn: %(act)s") % {"act": label(turn.act)} if yours else _("Waits for %(name)s: %(act)s") % {"name": name, "act": label(turn.act)}
    return Banner("now" if yours else "wait", who, sentence(deal), name, since=turn.since, until=turn.until, then=after(turn), yours=yours)


def sentence(deal: Deal) -> str:
    """One sentence that says where things stand."""
    agreement = deal.agreement
    if agreement is not None and agreement.state == Agreed.TERMINATED.value:
        return _("The agreement was ended early; access has stopped.")
    if deal.request.state == State.VERIFIED.value:
        missing = [condition_name(row.kind) for row in deal.conditions if not row.met and row.blocks == "effect"]
        return _("Both have signed. Before it takes effect: %(conditions)s.") % {"conditions": _("; ").join(missing)}
    return _delivery(deal) if deal.request.state == State.FINALIZED.value else asking.sentence(deal.request)


def _delivery(deal: Deal) -> str:
    if deal.agreement is not None and deal.agreement.state == Agreed.COMPLETED.value:
        return _("Delivered, accepted and settled: the deal is complete.")
    if deal.agreement is not None and deal.agreement.state == Agreed.EXPIRED.value:
        return _("The agreement's term has ended; access has stopped.")
    if any(row.kind == "border_clearance" and not row.met for row in deal.conditions):
        return _("The agreement is in force, but this is an export of data: nothing is delivered until border clearance is there.")
    if deal.escrow is not None and deal.escrow.state in (EscrowState.CONTESTED.value, EscrowState.DECISION_PROPOSED.value):
        return _("The delivery was rejected after data had been served: the exchange decides what happens to the escrow.")
    newest = deal.transfers[0] if deal.transfers else None
    if newest is None:
        return _("The agreement is in force; the buyer may ask for the delivery.")
    if newest.acceptance == Acceptance.REJECTED.value:
        return _("The delivery was rejected; access has ended.")
    if newest.acceptance in (Acceptance.ACCEPTED.value, Acceptance.SILENT.value):
        return _("The delivery is accepted and paid; further deliveries are possible within the term.")
    if newest.state == Moving.SUSPENDED.value:
        return _("The delivery is suspended.")
    if newest.state == Moving.REQUESTED.value:
        return _("A delivery was asked for and has not started yet.")
    return _("The delivery is under way; the buyer checks it and accepts or rejects.")


def steps(deal: Deal) -> list[Step]:
    """Request, negotiation, signatures, effect, delivery, acceptance and settlement."""
    state, agreement = deal.request.state, deal.agreement
    order = [State.REQUESTED.value, State.OFFERED.value, State.ACCEPTED.value, State.AGREED.value, State.VERIFIED.value, State.FINALIZED.value]
    reached = order.index(state) if state in order else -1
    served = any(transfer.started for transfer in deal.transfers)
    settled = agreement is not None and (
        agreement.state == Agreed.COMPLETED.value or any(t.acceptance in (Acceptance.ACCEPTED.value, Acceptance.SILENT.value) for t in deal.transfers)
    )
    done = [True, reached >= 2, reached >= 4, reached >= 5, served and settled, settled]
    notes = [
        "", _("%(count)s rounds") % {"count": deal.request.round}, "", "", _("%(count)s deliveries") % {"count": len(deal.transfers)} if deal.transfers else "", "",
    ]
    titles = [_("Request"), _("Negotiation"), _("Signatures"), _("In effect"), _("Delivery"), _("Acceptance and settlement")]
    current = next((index for index, finished in enumerate(done) if not finished), len(done))
    ended = state == State.TERMINATED.value or (agreement is not None and agreement.state in (Agreed.TERMINATED.value, Agreed.EXPIRED.value))
    return [
        Step(title, "done" if done[i] else ("now" if i == current and not ended else "todo"), note) for i, (title, note) in enumerate(zip(titles, notes, strict=True))
    ]


def badges(deal: Deal) -> list[tuple[str, str]]:
    """State badges of the page's head, as (state, words): the agreement's once it is past the negotiation."""
    over = deal.agreement is not None and deal.agreement.state not in (Agreed.PREPARED.value, Agreed.IN_FORCE.value)
    shown = [agreement_badge(deal.agreement) if over and deal.agreement else asking.badge(deal.request)]
    if any(row.kind == "border_clearance" and not row.met for row in deal.conditions) and not over:
        shown.append(("wait", _("Border clearance needed")))
    return shown
