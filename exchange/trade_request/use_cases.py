"""The acts of a negotiation up to acceptance, which the agreement serves because it prepares the agreed text.

A provider's proposal is a binding offer and a buyer's is a request or counter-request; proposing the same terms is how a
provider agrees with a request as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from catalog.rights.lasting import right_lasts
from catalog.rules.questions import answered
from catalog.zone.gate import use_of
from exchange.determination import permissions as exporting, use_cases as determination
from exchange.determination.gather import live
from exchange.determination.models import FactSheet, SubjectSet
from exchange.rules import asking, ending
from exchange.rules.signing import CONSUMER, PROVIDER
from exchange.rules.terms import Terms
from exchange.trade_request import border, drafting, gather, hot, permissions
from exchange.trade_request.models import MESSAGE_LENGTH, Message, Proposal, TradeRequest
from exchange.trade_request.states import NEGOTIATING, Code, State
from kernel import turns
from kernel.decision import Say
from kernel.errors import Invalid, NotFound, WrongState
from kernel.state_words import state_word
from kernel.use_case import Act, use_case

ANSWER_WITHIN = timedelta(days=14)
BINDS_FOR_DAYS = 14
LONGEST_BINDING_DAYS = 60
EXPIRY = "trade_request.expire"
SUMMARY = ("consumer", "provider", "revision")


@use_case
def submit(act: Act, offer_id: UUID, form: Mapping[str, Any], *, answers: Sequence[str] = ()) -> TradeRequest:
    """A buyer asks for a dataset under an offer, and answers the provider's questions (each becomes a message of the deal). Errors: NotFound, Invalid, Refused (rule or policy)."""
    offer = hot.offer(act, offer_id)
    act.authorise(permissions.CREATE, offer)
    terms = drafting.asked(offer, form)
    who = gather.asker(act.now, offer, permissions.acting(act.actor), terms.data_fields)
    consumer, provider = who.organization, offer.dataset.provider
    act.require(asking.asking(gather.asking(offer, who)))
    act.require(gather.trading(act.now, (consumer, provider), who.rules_current))
    revision = offer.dataset.current
    assert revision is not None  # noqa: S101 - the offer of a dataset that was never listed is seen by nobody else
    act.require(right_lasts(revision, act.now))
    act.require(use_of(revision, consumer.pk, act.now, terms.purpose_code))
    drafting.check(terms, offer, who.unknown_fields)
    act.require(gather.within(offer, terms))
    given = answered(revision.questions, answers) if revision.questions or answers else []
    request = TradeRequest(
        consumer=consumer, provider=provider, dataset=offer.dataset, revision=revision, offer=offer, state=State.REQUESTED.value,
        state_since=act.now, created=act.now, until=act.now + ANSWER_WITHIN, price_minor=terms.price_minor, currency=terms.currency,
    )
    hot.write(request, Proposal(request=request, number=1, side=CONSUMER, terms=terms.as_json(), at=act.now, person=act.actor.person))
    act.created(request)
    _keep_answers(act, request, revision.questions, given)
    _provider_answers(act, request)
    data = {"offer": str(offer.pk), "dataset": str(request.dataset_id), "revision": str(request.revision_id), "number": 1}
    act.record("exchange.trade_request.submitted", request, data, parties=request.parties)
    return request


def _keep_answers(act: Act, request: TradeRequest, questions: Sequence[Mapping[str, Any]], answers: Sequence[str]) -> None:
    rows = [
        Message(request=request, organization_id=request.consumer_id, person=act.actor.person, text=f"{question['zh']} / {question['en']}\n{text}", at=act.now)
        for question, text in zip(questions, answers, strict=True)
        if text
    ]
    if rows:
        Message.objects.bulk_create(rows)


@use_case
def propose(act: Act, request_id: UUID, changes: Mapping[str, Any], *, binds_days: int = BINDS_FOR_DAYS) -> TradeRequest:
    """The provider sends a binding offer, or the buyer counters it. What `changes` does not name stays as last proposed.

    Errors: NotFound, Forbidden, WrongState (not this side's turn), Invalid, Refused."""
    request = act.find(TradeRequest, request_id, join=(*SUMMARY, "offer"))
    by_provider = permissions.is_provider(act.actor, request)
    act.authorise(permissions.OFFER if by_provider else permissions.COUNTER, request)
    _still_open(act, request)
    act.require(gather.trading(act.now, (request.consumer, request.provider)))
    last = gather.latest(request)
    terms = drafting.changed(last.value, changes)
    drafting.check(terms, request.offer, gather.unknown_fields(request.revision_id, terms.data_fields))
    if by_provider:
        return _offer(act, request, terms, binds_days)
    return _counter(act, request, terms, last.value)


def _offer(act: Act, request: TradeRequest, terms: Terms, binds_days: int) -> TradeRequest:
    if not 1 <= binds_days <= LONGEST_BINDING_DAYS:
        raise Invalid(fields={"binds_days": [Say("A whole number from %(least)s to %(most)s.", {"least": 1, "most": LONGEST_BINDING_DAYS})]})
    until = act.now + timedelta(days=binds_days)
    number = request.round + 1
    act.move(request, State.OFFERED, until=until, round=number, price_minor=terms.price_minor, currency=terms.currency)
    _write_proposal(act, request, number, PROVIDER, terms, until=until)
    act.done_waiting(request)
    act.wait(request, organization=request.consumer_id, act=permissions.ACCEPT, role="trader", until=until, on_expiry=EXPIRY)
    act.record("exchange.trade_request.offered", request, {"number": number}, parties=request.parties)
    return request


def _counter(act: Act, request: TradeRequest, terms: Terms, offered: Terms) -> TradeRequest:
    if request.state == State.OFFERED.value and terms == offered:
        raise Invalid(Say("These are the terms of the offer as it stands."), remedy=Say("Accept the offer, or change at least one term."))
    number = request.round + 1
    act.move(request, State.REQUESTED, until=act.now + ANSWER_WITHIN, round=number, price_minor=terms.price_minor, currency=terms.currency)
    act.require(gather.within(request.offer, terms, offered))
    _write_proposal(act, request, number, CONSUMER, terms)
    act.done_waiting(request)
    _provider_answers(act, request)
    act.record("exchange.trade_request.countered", request, {"number": number}, parties=request.parties)
    return request


@use_case
def decline(act: Act, request_id: UUID, *, reason: str = "") -> TradeRequest:
    """Whoever's turn it is says no to what the other side proposed. Errors: NotFound, Forbidden, WrongState."""
    request = act.find(TradeRequest, request_id, join=SUMMARY)
    act.authorise(permissions.DECLINE, request)
    _negotiating(request)
    if permissions.is_provider(act.actor, request) != (request.state == State.REQUESTED.value):
        raise WrongState(Say("It is the other side's turn to answer."), remedy=Say("Wait for the answer, or take your own request back."))
    return _end(act, request, Code.DECLINED, "exchange.trade_request.declined", reason)


@use_case
def withdraw(act: Act, request_id: UUID, *, reason: str = "") -> TradeRequest:
    """The buyer takes the request back; the provider its offer, once that no longer binds. Errors: as above, Refused."""
    request = act.find(TradeRequest, request_id, join=SUMMARY)
    act.authorise(permissions.WITHDRAW, request)
    _negotiating(request)
    by_provider = permissions.is_provider(act.actor, request)
    if by_provider and request.state == State.REQUESTED.value:
        raise WrongState(Say("There is no offer of yours to take back."), remedy=Say("Decline the request, or answer it with an offer."))
    act.require(ending.withdrawal(ending.WithdrawalFacts(by_provider, act.now, request.until)))
    return _end(act, request, Code.WITHDRAWN, "exchange.trade_request.withdrawn", reason)


@use_case
def expire(act: Act, request_id: UUID) -> TradeRequest:
    """The clock ends a negotiation whose answer did not come in time. Errors: WrongState when it is not due."""
    request = act.find(TradeRequest, request_id, join=SUMMARY)
    act.authorise(permissions.EXPIRE, request)
    _negotiating(request)
    if not turns.waits_on(request).filter(until__lte=act.now, on_expiry=EXPIRY).exists():
        raise WrongState(Say("This is not due yet."))
    return _end(act, request, Code.EXPIRED, "exchange.trade_request.expired", "")


@use_case
def send_message(act: Act, request_id: UUID, *, text: str) -> Message:
    """A plain line to the other party. Errors: NotFound, Forbidden, Invalid, WrongState (the negotiation has failed)."""
    request = act.find(TradeRequest, request_id, join=SUMMARY)
    act.authorise(permissions.MESSAGE, request)
    if request.state == State.TERMINATED.value:
        raise WrongState(Say("This negotiation has ended."), remedy=Say("Start a new request for the same dataset."))
    text = text.replace("\r\n", "\n").strip()
    if not 1 <= len(text) <= MESSAGE_LENGTH:
        raise Invalid(fields={"text": [Say("Write 1 to %(most)s characters.", {"most": MESSAGE_LENGTH})]})
    message = Message(request=request, organization_id=permissions.acting(act.actor), person=act.actor.person, text=text, at=act.now)
    message.save(force_insert=True)
    # the words stay out of the log, which keeps no personal data
    act.record("exchange.trade_request.message_sent", request, {"message": str(message.pk)}, parties=request.parties)
    return message


@use_case
def describe_export(
    act: Act, request_id: UUID, facts: Mapping[str, Any], *, ordinary: int | None = None, sensitive: int | None = None, list_claim: Mapping[str, Any] | None = None
) -> FactSheet:
    """The provider says the facts of this export, how many persons it sends, and which sector and scenario of a list it claims; after
    its signature the export is determined again.

    Errors: NotFound (the buyer's side sees no such thing), Forbidden, Invalid (every wrong fact named), WrongState (the negotiation failed)."""
    request = act.find(TradeRequest, request_id, join=SUMMARY)
    if permissions.is_consumer(act.actor, request):
        raise NotFound
    act.authorise(exporting.DESCRIBE, request)
    if request.state == State.TERMINATED.value:
        raise WrongState(Say("This negotiation has ended."), remedy=Say("Start a new request for the same dataset."))
    sheet = determination.describe(act, request.pk, request.provider_id, facts, ordinary=ordinary, sensitive=sensitive, claim=list_claim)
    if live(request.pk) is not None:
        determination.renew(act, request.pk, border.of_request(request, gather.latest(request).value))
    act.record("exchange.trade_request.export_described", request, {"version": sheet.version}, parties=[request.provider_id])
    return sheet


@use_case
def hand_in_persons(act: Act, request_id: UUID, identifiers: Iterable[str], *, sensitive: bool, replace: bool = False) -> SubjectSet:
    """The provider hands in identifiers of the persons this export sends, to be counted exactly; only keyed digests are kept.

    Errors: NotFound, Forbidden, Invalid, WrongState (counted already at the signature, or the negotiation failed)."""
    request = act.find(TradeRequest, request_id, join=SUMMARY)
    if permissions.is_consumer(act.actor, request):
        raise NotFound
    act.authorise(exporting.HAND_IN, request)
    if request.state == State.TERMINATED.value:
        raise WrongState(Say("This negotiation has ended."), remedy=Say("Start a new request for the same dataset."))
    subjects = determination.submit_subjects(act, request.pk, request.provider_id, identifiers, sensitive=sensitive, replace=replace)
    act.record("exchange.trade_request.persons_handed_in", request, {}, parties=[request.provider_id])
    return subjects


def _write_proposal(act: Act, request: TradeRequest, number: int, side: str, terms: Terms, **more: Any) -> None:
    Proposal(request=request, number=number, side=side, terms=terms.as_json(), at=act.now, person=act.actor.person, **more).save(force_insert=True)


def _provider_answers(act: Act, request: TradeRequest) -> None:
    act.wait(request, organization=request.provider_id, act=permissions.OFFER, role="steward", until=request.until, on_expiry=EXPIRY)


def _negotiating(request: TradeRequest) -> None:
    if request.state not in NEGOTIATING:
        raise WrongState(
            Say("This negotiation is in state %(state)s and can no longer be ended this way.", {"state": state_word(request.state)}),
            remedy=Say("See the deal's page: an agreement that is prepared is terminated, not withdrawn."),
        )


def _still_open(act: Act, request: TradeRequest) -> None:
    if request.state in NEGOTIATING and request.until is not None and request.until <= act.now:
        raise WrongState(Say("The time to answer has run out."), remedy=Say("Start a new request for the same dataset."))


def _end(act: Act, request: TradeRequest, code: Code, event: str, reason: str) -> TradeRequest:
    reason = reason.strip()
    if len(reason) > MESSAGE_LENGTH:
        raise Invalid(fields={"reason": [Say("At most %(most)s characters.", {"most": MESSAGE_LENGTH})]})
    act.move(request, State.TERMINATED, code=code.value, reason=reason, until=None)
    act.done_waiting(request)
    act.record(event, request, {"code": code.value}, parties=request.parties)
    return request

