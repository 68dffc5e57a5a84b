"""What pages show of a negotiation: its state in words, terms as rows, rounds side by side, the timeline, and who may do what.

Built for the deal page, which combines slices and is assembled above; pages of this slice use the same functions. Every
function takes rows already read; only those that say so ask the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_noop

from exchange.rules.faces.table import diff, table
from exchange.rules.terms import Terms
from exchange.trade_request import permissions
from exchange.trade_request.models import Message, Proposal, TradeRequest
from exchange.trade_request.states import State
from kernel.actor import Actor
from kernel.models import Event, Turn
from kernel.permissions import Permission, allowed
from web.places import places
from web.shapes import Buoy, Term

# state -> look and words
STATES: dict[str, tuple[str, str]] = {
    State.REQUESTED: ("wait", gettext_noop("Requested")),
    State.OFFERED: ("wait", gettext_noop("Binding offer")),
    State.ACCEPTED: ("now", gettext_noop("Accepted, to be signed")),
    State.AGREED: ("now", gettext_noop("Signed by the provider")),
    State.VERIFIED: ("now", gettext_noop("Signed by both")),
    State.FINALIZED: ("done", gettext_noop("In force")),
    State.TERMINATED: ("stop", gettext_noop("Ended without agreement")),
}
SENTENCES: dict[str, str] = {
    State.REQUESTED: gettext_noop("The buyer has asked; the provider answers with a binding offer or declines."),
    State.OFFERED: gettext_noop("The provider's offer binds it; the buyer accepts, counters or declines."),
    State.ACCEPTED: gettext_noop("The terms are settled; the provider signs first."),
    State.AGREED: gettext_noop("The provider has signed and the place in the offer is held; the buyer signs."),
    State.VERIFIED: gettext_noop("Both have signed; it comes into force when the open conditions are met."),
    State.FINALIZED: gettext_noop("The agreement is in force."),
    State.TERMINATED: gettext_noop("The negotiation has ended."),
}
CODES: dict[str, str] = {
    "declined": gettext_noop("Declined"),
    "withdrawn": gettext_noop("Taken back"),
    "expired": gettext_noop("The time to act ran out"),
    "terminated": gettext_noop("Ended by a party"),
    "delivery_rejected": gettext_noop("The delivery was rejected"),
}
SIDES: dict[str, str] = {"provider": gettext_noop("Provider"), "consumer": gettext_noop("Buyer")}
# event -> buoy and words
EVENTS: dict[str, tuple[str, str]] = {
    "exchange.trade_request.submitted": ("done", gettext_noop("The buyer asked")),
    "exchange.trade_request.offered": ("done", gettext_noop("The provider sent a binding offer")),
    "exchange.trade_request.countered": ("done", gettext_noop("The buyer sent a counter-proposal")),
    "exchange.trade_request.accepted": ("done", gettext_noop("The buyer accepted")),
    "exchange.trade_request.declined": ("stop", gettext_noop("Declined")),
    "exchange.trade_request.withdrawn": ("stop", gettext_noop("Taken back")),
    "exchange.trade_request.expired": ("stop", gettext_noop("The time to answer ran out")),
    "exchange.trade_request.message_sent": ("done", gettext_noop("A message was sent")),
}
EXPIRIES: dict[str, str] = {
    "trade_request.expire": gettext_noop("The negotiation ends by itself."),
    "agreement.lapse": gettext_noop("The agreement lapses and the offer is free again."),
    "agreement.expire": gettext_noop("The agreement ends."),
}
SUBJECTS = ("exchange.TradeRequest", "exchange.Agreement")


@dataclass(frozen=True, slots=True)
class Button:
    """One act that stands open to this reader now; `effect` names what it does in law."""

    label: str
    url: str
    tone: str = ""
    effect: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """An open turn in words. `yours` when the reader's organization must act, `able` when this person may."""

    act: str
    waits_for: str
    since: datetime
    until: datetime | None
    then: str
    yours: bool
    able: bool


def deal_url(organization: UUID | None, pk: UUID) -> str:
    """The deal's page, which stands above this slice: its address is part of the contract."""
    return f"/workspace/{organization}/deals/{pk}/"


def side_of(actor: Actor, deal: Any) -> str:
    """provider, consumer, or "" for those who only look on."""
    if permissions.is_provider(actor, deal):
        return "provider"
    return "consumer" if permissions.is_consumer(actor, deal) else ""


def badge(request: TradeRequest) -> tuple[str, str]:
    look, words = STATES[request.state]
    return look, _(words)


def sentence(request: TradeRequest) -> str:
    if request.state == State.TERMINATED.value and request.code in CODES:
        return f"{_(SENTENCES[request.state])} {_(CODES[request.code])}."
    return _(SENTENCES[request.state])


def terms_rows(terms: Terms) -> list[tuple[str, str]]:
    """Label and value of every term, for a definition list."""
    return [(str(row.label), _shown(row.name, row.value)) for row in table(terms)]


def comparison(before: Terms, after: Terms) -> list[Term]:
    """Two rounds as rows of the diff component, changed ones first."""
    return [Term(str(row.label), _shown(row.name, row.before), _shown(row.name, row.after)) for row in diff(before, after)]


def _shown(name: str, value: Any) -> str:
    """A term's value for a reader: places by their names, a dash for nothing."""
    return places(str(value).split(", ")) if name.endswith("_countries") and str(value) else str(value) or "—"


def rounds(request: TradeRequest) -> list[Proposal]:
    """All proposals, oldest first. One statement."""
    return list(Proposal.objects.filter(request=request).order_by("number"))


def messages(request: TradeRequest, limit: int = 50) -> list[Message]:
    """The newest messages, oldest of them first. One statement."""
    return list(Message.objects.filter(request=request).select_related("organization").order_by("-at", "-id")[:limit])[::-1]


def events(pk: UUID) -> list[dict[str, Any]]:
    """Payloads of the deal's events, oldest first: negotiation and agreement have one id. One statement."""
    rows = Event.objects.filter(subject_type__in=SUBJECTS, subject_id=str(pk)).order_by("id").values_list("payload", flat=True)
    return [json.loads(payload) for payload in rows]


def timeline(payloads: Iterable[Mapping[str, Any]], words: Mapping[str, tuple[str, str]] = EVENTS) -> list[Buoy]:
    """Buoys of the events that have words, newest first."""
    found = []
    for one in payloads:
        if one["name"] in words:
            state, text = words[one["name"]]
            number = one["data"].get("number")
            note = _("Proposal %(number)s") % {"number": number} if number else ""
            found.append(Buoy(state, _(text), datetime.fromisoformat(one["at"]), note))  # type: ignore[arg-type]
    return found[::-1]


def waits(actor: Actor, deal: Any, turns: Iterable[Turn]) -> list[Wait]:
    """Open turns in words. `deal` is the request or agreement, read with both organizations."""
    names = {deal.consumer_id: deal.consumer.name, deal.provider_id: deal.provider.name}
    found = []
    for turn in turns:
        if turn.organization not in names:
            continue  # a wait for the clock
        permission = settings.PERMISSIONS.get(turn.act)
        yours = turn.organization == actor.organization
        able = yours and permission is not None and allowed(actor, permission, deal).permitted
        label = _(permission.label) if permission and permission.label else turn.act
        then = _(EXPIRIES[turn.on_expiry]) if turn.on_expiry in EXPIRIES else ""
        found.append(Wait(label, names[turn.organization], turn.since, turn.until, then, yours, able))
    return found


def buttons(actor: Actor, request: TradeRequest) -> list[Button]:
    """What this actor may do in the negotiation now, with the legal effect of each."""
    side = side_of(actor, request)
    if not side:
        return []
    found: list[Button] = []

    def offer(permission: Permission, name: str, label: str, effect: str, tone: str = "") -> None:
        if allowed(actor, permission, request).permitted:
            found.append(Button(label, reverse(name, args=[actor.organization, request.pk]), tone, effect))

    requested, offered = request.state == State.REQUESTED.value, request.state == State.OFFERED.value
    if side == "provider" and requested:
        offer(permissions.OFFER, "trade_request.propose", _("Answer with a binding offer"), _("What you send binds you. The buyer sees it at once."), "primary")
        offer(permissions.DECLINE, "trade_request.decline", _("Decline"), _("Ends the negotiation."))
    if side == "consumer" and offered:
        offer(permissions.ACCEPT, "agreement.accept", _("Accept the offer"), _("Settles the terms. Both then sign the agreed text."), "primary")
        offer(permissions.COUNTER, "trade_request.propose", _("Send a counter-proposal"), _("The offer falls; the provider may answer with a new one."))
        offer(permissions.DECLINE, "trade_request.decline", _("Decline"), _("Ends the negotiation."))
    if side == "consumer" and requested:
        offer(permissions.WITHDRAW, "trade_request.withdraw", _("Take the request back"), _("Ends the negotiation."))
    return found


def titles(request: TradeRequest) -> dict[str, str]:
    """The deal's own words: dataset and parties."""
    return {"dataset": request.revision.title, "provider": request.provider.name, "consumer": request.consumer.name}

