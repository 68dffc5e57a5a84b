"""Acceptance: the buyer takes the binding offer, and the agreement both will sign is prepared from its terms."""

from __future__ import annotations

from uuid import UUID

from catalog.listing.recall import deals
from catalog.rights.encumbered import may_deal
from catalog.rights.lasting import right_stands
from catalog.zone.gate import use_of
from exchange.agreement import gather, permissions
from exchange.agreement.models import Agreement
from exchange.agreement.periods import LAPSE, SIGN_WITHIN
from exchange.agreement.states import State
from exchange.rules import signing
from exchange.rules.faces import odrl, text
from exchange.trade_request import gather as negotiation
from exchange.trade_request.models import TradeRequest
from exchange.trade_request.permissions import ACCEPT
from exchange.trade_request.states import State as Negotiation
from kernel.decision import Say
from kernel.errors import Conflict, WrongState
from kernel.money import share
from kernel.use_case import Act, use_case


@use_case
def accept(act: Act, request_id: UUID, *, number: int | None = None) -> TradeRequest:
    """The buyer accepts the offer as it stands; `number` names the proposal that was read.

    Errors: NotFound, Forbidden, WrongState (not offered, or the offer has ended), Conflict (another proposal stands), Refused."""
    request = act.find(TradeRequest, request_id, join=("consumer", "provider", "revision", "revision__rights"))
    act.authorise(ACCEPT, request)
    if request.state == Negotiation.OFFERED.value and request.until is not None and request.until <= act.now:
        raise WrongState(Say("The offer has ended."), remedy=Say("Start a new request for the same dataset."))
    act.require(negotiation.trading(act.now, (request.consumer, request.provider)))
    act.require(right_stands(request.revision, act.now))
    act.require(deals(request.revision))
    purpose = negotiation.latest(request).value.purpose_code
    act.require(may_deal(request.dataset_id, [purpose], request.consumer_id, act.now))
    act.require(use_of(request.revision, request.consumer_id, act.now, purpose))
    if number is not None and number != request.round:
        raise Conflict(Say("Proposal %(number)s is no longer the newest one.", {"number": number}), remedy=Say("Read the newest proposal, then accept that one."))
    until = act.now + SIGN_WITHIN
    act.move(request, Negotiation.ACCEPTED, until=until, accepted=request.round)
    agreement = _prepare(act, request)
    act.done_waiting(request)
    act.wait(agreement, organization=request.provider_id, act=permissions.SIGN, role="owner", until=until, on_expiry=LAPSE)
    data = {"agreement": str(agreement.pk), "number": request.round, "digest": agreement.digest}
    act.record("exchange.trade_request.accepted", request, data, parties=request.parties)
    return request


def _prepare(act: Act, request: TradeRequest) -> Agreement:
    terms = negotiation.latest(request).value
    deal = gather.deal(request, terms, act.now)
    agreement = Agreement(
        id=request.pk, request=request, consumer=request.consumer, provider=request.provider, dataset_id=request.dataset_id, revision=request.revision,
        offer_id=request.offer_id, number=request.round, terms=terms.as_json(), deal=deal.as_json(), text_zh=text.chinese(terms, deal), text_en=text.english(terms, deal),
        odrl=odrl.agreement(terms, deal), digest=signing.digest(terms, deal), price_minor=terms.price_minor, fee_minor=share(terms.price_minor, terms.fee_basis_points),
        currency=terms.currency, state=State.PREPARED.value, state_since=act.now, created=act.now,
    )
    agreement.save(force_insert=True)
    return agreement
