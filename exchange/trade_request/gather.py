"""Rows to the frozen facts that the rules on asking and trading may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import Organization
from accounts.platform_rules.gather import current_number
from accounts.rules.standing import Standing, may_trade
from catalog.dataset.states import DatasetState
from catalog.models import DataField, Offer
from catalog.offer.states import OfferState
from catalog.rules.policy import Policy, covers
from exchange.rules.asking import AskingFacts, wanted
from exchange.rules.terms import Terms
from exchange.trade_request import hot
from exchange.trade_request.models import Proposal, TradeRequest
from exchange.trade_request.states import ENDED
from kernel.decision import PERMITTED, Decision, Say


@dataclass(frozen=True, slots=True)
class Asker:
    """A buyer before an offer: who it is, which platform rules are in force, how many places are held, which of the wanted fields do not exist."""

    organization: Organization
    rules_current: int
    places_held: int
    unknown_fields: list[str]


def asker(at: datetime, offer: Offer, consumer: UUID, names: Iterable[str]) -> Asker:
    """Everything that a request is judged on beside the offer itself: one statement, two where only some fields are wanted."""
    organization, rules_current, places_held = hot.asker(consumer, offer, at)
    names = set(names)
    unknown = unknown_fields(offer.dataset.current_id, names) if names and offer.dataset.current_id else sorted(names)
    return Asker(organization, rules_current, places_held, unknown)


def asking(offer: Offer, who: Asker) -> AskingFacts:
    """`offer` read with its dataset."""
    is_open = offer.state == OfferState.OPEN and offer.dataset.state == DatasetState.LISTED
    free = offer.quantity is None or who.places_held < offer.quantity
    return AskingFacts(consumer_is_provider=offer.dataset.provider_id == who.organization.pk, offer_open=is_open and free)


def trading(at: datetime, organizations: Iterable[Organization], number: int | None = None) -> Decision:
    """May each of them trade now? `number` is that of the platform rules in force; one statement where it is not known yet."""
    number = current_number(at) if number is None else number
    for one in organizations:
        decision = may_trade(Standing(one.state, one.verified_until, one.rules_accepted, number, at))
        if not decision.permitted:
            return decision
    return PERMITTED


def within(offer: Offer, terms: Terms, offered: Terms | None = None) -> Decision:
    """Does what the buyer asks for stay inside the offer, or inside what the provider has offered since?"""
    decision = covers(Policy.from_json(offer.policy), wanted(terms))
    if not decision.permitted and offered is not None and covers(wanted(offered), wanted(terms)).permitted:
        return PERMITTED
    return decision


def unknown_fields(revision: UUID, names: Iterable[str]) -> list[str]:
    """Names that the revision's dictionary does not have. No statement when there are none to look up."""
    names = set(names)
    if not names:
        return []
    return sorted(names - set(DataField.objects.filter(revision_id=revision, name__in=names).values_list("name", flat=True)))


def latest(request: TradeRequest) -> Proposal:
    return Proposal.objects.get(request=request, number=request.round)


def open_negotiations(organization: UUID) -> list[Say]:
    """What an organization must finish before it closes: one sentence, or none."""
    rows = TradeRequest.objects.filter(Q(consumer_id=organization) | Q(provider_id=organization)).exclude(state__in=[state.value for state in ENDED])
    count = rows.values("pk")[:100].count()
    return [Say("Negotiations that have not ended: %(count)s.", {"count": count})] if count else []
