"""The acts of a negotiation: each works, is refused to others, happens once and leaves one event."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from catalog.models import Dataset
from exchange.agreement import use_cases as agreements
from exchange.trade_request import use_cases as requests
from exchange.trade_request.models import Message, Proposal, TradeRequest
from exchange.trade_request.states import State
from kernel import clock, turns
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.models import Event
from tests.cast import Party
from tests.factories.catalog import offer_of
from tests.factories.trade import ABROAD, FORM, trade_request_in


def events_of(request: TradeRequest) -> list[str]:
    return list(Event.objects.filter(subject_id=str(request.pk)).order_by("id").values_list("name", flat=True))


def again(request: TradeRequest) -> TradeRequest:
    return TradeRequest.objects.get(pk=request.pk)


def test_a_buyer_asks_and_it_is_the_providers_turn(provider: Party, consumer: Party, operator: Party) -> None:
    request = trade_request_in(State.REQUESTED, provider, consumer, operator)
    assert (request.state, request.round, request.price.amount) == ("REQUESTED", 1, "1200.00")
    assert events_of(request) == ["exchange.trade_request.submitted"]
    turn = turns.waits_on(request).get()
    assert (turn.organization, turn.role, turn.until) == (provider.id, "steward", request.until)
    terms = Proposal.objects.get(request=request).value
    assert (terms.term_days, terms.count, terms.fee_basis_points, terms.redistribution) == (180, 2, 150, False)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"purpose": ""}, "purpose"),
        ({"purpose_code": "gossip"}, "purpose_code"),
        ({"recipients": []}, "recipients"),
        ({"storage_countries": ["XX"]}, "storage_countries"),
        ({"data_fields": ["no_such_field"]}, "data_fields"),
        ({"currency": "USD"}, "currency"),
        ({"price_minor": -1}, "price"),
        ({"term_days": 0}, "term_days"),
        ({"legal_basis": "none"}, "legal_basis"),
    ],
)
def test_a_form_with_mistakes_names_the_field(provider: Party, consumer: Party, operator: Party, form: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as error:
        trade_request_in(State.REQUESTED, provider, consumer, operator, form=form)
    assert field in error.value.fields
    assert not TradeRequest.objects.exists()


@pytest.mark.parametrize(
    ("form", "rule"),
    [({"purpose_code": "product"}, "policy.purposes"), (ABROAD, "policy.countries"), ({"term_days": 366}, "policy.term"), ({"count": None}, "policy.count"), ({"redistribution": True}, "policy.redistribution")],
)
def test_asking_beyond_the_offer_is_refused_by_rule(provider: Party, consumer: Party, operator: Party, form: dict[str, Any], rule: str) -> None:
    with pytest.raises(Refused) as error:
        trade_request_in(State.REQUESTED, provider, consumer, operator, form=form)
    assert error.value.decision is not None and [reason.rule for reason in error.value.decision.reasons] == [rule]


def test_one_does_not_ask_for_ones_own(provider: Party, operator: Party, listed: Dataset) -> None:
    offer = offer_of(listed)
    with pytest.raises(Refused, match="your own"):
        requests.submit(provider.owner, offer.pk, FORM)


def test_who_may_ask(provider: Party, consumer: Party, operator: Party, listed: Dataset) -> None:
    offer = offer_of(listed)
    with pytest.raises(Forbidden):
        requests.submit(consumer.finance, offer.pk, FORM)
    with pytest.raises(Forbidden):
        requests.submit(operator.one, offer.pk, FORM)


def test_proposals_go_both_ways_and_are_kept(provider: Party, consumer: Party, operator: Party) -> None:
    request = trade_request_in(State.OFFERED, provider, consumer, operator, changes={"price_minor": 150_000})
    requests.propose(consumer.trader, request.pk, {"price_minor": 130_000, "data_fields": ["delay", "flight_no"]})
    requests.propose(provider.steward, request.pk, {"price_minor": 135_000}, binds_days=3)
    found = again(request)
    assert (found.state, found.round, found.price_minor) == ("OFFERED", 4, 135_000)
    assert found.until == found.state_since + timedelta(days=3)
    rows = list(Proposal.objects.filter(request=request).order_by("number"))
    assert [(row.number, row.side, row.value.price_minor) for row in rows] == [(1, "consumer", 120_000), (2, "provider", 150_000), (3, "consumer", 130_000), (4, "provider", 135_000)]
    assert rows[3].value.data_fields == ("delay", "flight_no")
    assert events_of(request) == [f"exchange.trade_request.{verb}" for verb in ("submitted", "offered", "countered", "offered")]
    assert turns.waits_on(request).get().organization == consumer.id


def test_the_same_terms_back_are_how_a_provider_agrees(provider: Party, consumer: Party, operator: Party) -> None:
    request = trade_request_in(State.OFFERED, provider, consumer, operator)
    first, second = Proposal.objects.filter(request=request).order_by("number")
    assert first.value == second.value


def test_a_buyer_does_not_counter_with_the_same_terms(provider: Party, consumer: Party, operator: Party) -> None:
    request = trade_request_in(State.OFFERED, provider, consumer, operator)
    with pytest.raises(Invalid, match="as it stands"):
        requests.propose(consumer.trader, request.pk, {})


def test_a_provider_may_grant_more_than_its_offer_and_the_buyer_may_take_that(provider: Party, consumer: Party, operator: Party) -> None:
    request = trade_request_in(State.OFFERED, provider, consumer, operator, changes={"term_days": 500})
    with pytest.raises(Refused):
        requests.propose(consumer.trader, request.pk, {"term_days": 501})
    assert requests.propose(consumer.trader, request.pk, {"price_minor": 1}).state == "REQUESTED"


@pytest.mark.parametrize("who", ["consumer.finance", "provider.finance", "provider.viewer"])
def test_wrong_roles_may_not_propose(provider: Party, consumer: Party, operator: Party, who: str) -> None:
    request = trade_request_in(State.REQUESTED, provider, consumer, operator)
    party, role = who.split(".")
    with pytest.raises(Forbidden):
        requests.propose(getattr({"consumer": consumer, "provider": provider}[party], role), request.pk, {})


def test_out_of_turn_is_the_wrong_state(provider: Party, consumer: Party, operator: Party) -> None:
    request = trade_request_in(State.REQUESTED, provider, consumer, operator)
    with pytest.raises(WrongState):
        requests.propose(consumer.trader, request.pk, {"price_minor": 1})
    with pytest.raises(WrongState):
        agreements.accept(consumer.trader, request.pk)
    with pytest.raises(WrongState):
        requests.decline(consumer.trader, request.pk)
    requests.propose(provider.steward, request.pk, {})
    with pytest.raises(WrongState):
        requests.propose(provider.steward, request.pk, {})


def test_outsiders_find_nothing(provider: Party, consumer: Party, outsider: Party, operator: Party, regulator: Party) -> None:
    request = trade_request_in(State.OFFERED, provider, consumer, operator)
    acts = [
        lambda actor: requests.propose(actor, request.pk, {}),
        lambda actor: requests.decline(actor, request.pk),
        lambda actor: requests.withdraw(actor, request.pk),
        lambda actor: requests.send_message(actor, request.pk, text="hello"),
        lambda actor: agreements.accept(actor, request.pk),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act(outsider.owner)
        with pytest.raises(Forbidden):
            act(operator.one)
    assert not TradeRequest.objects.visible_to(outsider.owner).exists()
    assert TradeRequest.objects.visible_to(regulator.auditor).count() == 1


def test_decline_ends_it_with_a_code(provider: Party, consumer: Party, operator: Party) -> None:
    request = trade_request_in(State.OFFERED, provider, consumer, operator)
    done = requests.decline(consumer.trader, request.pk, reason="Too dear.")
    assert (done.state, done.code, done.reason, done.until) == ("TERMINATED", "declined", "Too dear.", None)
    assert not turns.waits_on(request).exists()
    assert events_of(request)[-1] == "exchange.trade_request.declined"
    with pytest.raises(WrongState):
        requests.decline(consumer.trader, request.pk)
    assert len(events_of(request)) == 3


def test_a_buyer_withdraws_but_a_binding_offer_binds(provider: Party, consumer: Party, operator: Party) -> None:
    request = trade_request_in(State.OFFERED, provider, consumer, operator)
    with pytest.raises(Refused) as error:
        requests.withdraw(provider.owner, request.pk)
    assert error.value.decision is not None and error.value.decision.reasons[0].rule == "R-OFFER-BINDS"
    assert requests.withdraw(consumer.trader, request.pk).code == "withdrawn"


def test_the_clock_ends_what_is_not_answered(provider: Party, consumer: Party, operator: Party) -> None:
    request = trade_request_in(State.REQUESTED, provider, consumer, operator)
    with pytest.raises(WrongState):
        requests.expire(SYSTEM, request.pk)
    assert request.until is not None
    with clock.fixed(request.until + timedelta(seconds=1)):
        with pytest.raises(WrongState, match="run out"):
            requests.propose(provider.steward, request.pk, {})
        done = requests.expire(SYSTEM, request.pk)
        with pytest.raises(WrongState):
            requests.expire(SYSTEM, request.pk)
    assert (done.state, done.code) == ("TERMINATED", "expired")
    assert events_of(request) == ["exchange.trade_request.submitted", "exchange.trade_request.expired"]


def test_nobody_but_the_clock_expires(provider: Party, consumer: Party, operator: Party) -> None:
    request = trade_request_in(State.REQUESTED, provider, consumer, operator)
    with pytest.raises(Forbidden):
        requests.expire(provider.owner, request.pk)


def test_an_offer_that_has_ended_is_not_accepted(provider: Party, consumer: Party, operator: Party) -> None:
    request = trade_request_in(State.OFFERED, provider, consumer, operator)
    assert request.until is not None
    with clock.fixed(request.until), pytest.raises(WrongState, match="ended"):
        agreements.accept(consumer.trader, request.pk)


def test_accepting_another_proposal_than_the_newest_is_a_conflict(provider: Party, consumer: Party, operator: Party) -> None:
    request = trade_request_in(State.OFFERED, provider, consumer, operator)
    with pytest.raises(Conflict):
        agreements.accept(consumer.trader, request.pk, number=1)
    assert agreements.accept(consumer.trader, request.pk, number=2).state == "ACCEPTED"


def test_messages_are_plain_limited_and_not_in_the_log(provider: Party, consumer: Party, operator: Party) -> None:
    request = trade_request_in(State.REQUESTED, provider, consumer, operator)
    requests.send_message(provider.steward, request.pk, text="  Which crews?\r\nHow many? ")
    assert Message.objects.get().text == "Which crews?\nHow many?"
    with pytest.raises(Invalid):
        requests.send_message(consumer.trader, request.pk, text=" \n ")
    with pytest.raises(Invalid):
        requests.send_message(consumer.trader, request.pk, text="x" * 2001)
    payload = Event.objects.filter(subject_id=str(request.pk)).latest("id").payload
    assert "crews" not in payload and "message_sent" in payload
