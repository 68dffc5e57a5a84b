"""Rows to the frozen facts that the rules on asking and trading may know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import Organization
from accounts.platform_rules.gather import current_number
from accounts.rules.standing import Standing, may_trade
from catalog.dataset.states import DatasetState
from catalog.models import DataField, Offer, OfferTaking
from catalog.offer.states import OfferState
from catalog.rules.policy import Policy, covers
from exchange.rules.asking import AskingFacts, wanted
from exchange.rules.terms import Terms
from exchange.trade_request.models import Proposal, TradeRequest
from kernel.decision import PERMITTED, Decision


def asking(offer: Offer, consumer: UUID | None) -> AskingFacts:
    """`offer` read with its dataset. One statement more where places are limited."""
    is_open = offer.state == OfferState.OPEN and offer.dataset.state == DatasetState.LISTED
    if is_open and offer.quantity is not None:
        is_open = OfferTaking.objects.filter(offer=offer, released=None).count() < offer.quantity
    return AskingFacts(consumer_is_provider=offer.dataset.provider_id == consumer, offer_open=is_open)


def trading(at: datetime, organizations: Iterable[Organization]) -> Decision:
    """May each of them trade now? One statement for the rules in force."""
    number = current_number(at)
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
