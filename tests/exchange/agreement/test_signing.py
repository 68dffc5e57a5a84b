"""Acceptance and the two signatures: what they freeze, whom they bind, which key made them."""

from __future__ import annotations

import base64
import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from catalog.listing import use_cases as listings
from catalog.models import AccessGrant, OfferTaking
from catalog.rights import use_cases as rights
from catalog.rules.review import CHECKLIST
from exchange.agreement import use_cases as agreements
from exchange.agreement.models import Agreement, Condition, Signature
from exchange.rules import signing
from exchange.trade_request import use_cases as requests
from exchange.trade_request.states import State
from kernel import clock, keys, turns
from kernel.actor import SYSTEM, ActorKind
from kernel.errors import Conflict, Forbidden, FreshAuthenticationNeeded, Invalid, NotFound, Refused, WrongState
from kernel.models import Event
from tests.cast import Party
from tests.factories.catalog import dataset_listed, dataset_ready, offer_of
from tests.factories.trade import FORM, agreement_again, agreement_in, detached, signing_key, trade_request_in


def events_of(agreement: Agreement) -> list[str]:
    rows = Event.objects.filter(subject_id=str(agreement.pk), subject_type="exchange.Agreement").order_by("id")
    return [name.removeprefix("exchange.agreement.") for name in rows.values_list("name", flat=True)]


def test_an_ended_right_is_neither_asked_for_nor_accepted_nor_signed(provider: Party, consumer: Party, operator: Party) -> None:
    dataset = dataset_ready(provider)
    last = clock.today() + timedelta(days=2)
    rights.state(provider.steward, dataset.pk, basis="own", statement_zh="自有", statement_en="Own", valid_until=last)
    listings.submit(provider.steward, dataset.pk)
    listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
    accepted = trade_request_in(State.ACCEPTED, provider, consumer, operator, dataset=dataset)
    offered = trade_request_in(State.OFFERED, provider, consumer, operator, dataset=dataset)
    with clock.fixed(clock.now() + timedelta(days=4)):
        for act in (
            lambda: agreements.sign(provider.owner, accepted.pk), lambda: agreements.accept(consumer.trader, offered.pk),
            lambda: requests.submit(consumer.trader, offer_of(dataset).pk, FORM),
        ):
            with pytest.raises(Refused) as error:
                act()
            assert error.value.decision is not None
            assert error.value.decision.reasons[0].rule == "rights.lasting" and error.value.remedy
    assert agreements.sign(provider.owner, accepted.pk).request.state == "AGREED"
    with clock.fixed(clock.now() + timedelta(days=4)), pytest.raises(Refused):
        agreements.sign(consumer.owner, accepted.pk)


def test_acceptance_prepares_the_agreement_and_it_is_the_providers_turn(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreement_in(State.ACCEPTED, provider, consumer, operator)
    assert agreement.pk == agreement.request_id
    assert (agreement.state, agreement.request.state) == ("prepared", "ACCEPTED")
    assert agreement.digest == signing.digest(agreement.value, agreement.parties_and_subject)
    assert (agreement.price_minor, agreement.fee_minor) == (120_000, 1_800)
    assert "北京示例数据有限公司" in agreement.text_zh and "Beijing Sample Buyer" in agreement.text_en
    turn = turns.waits_on(agreement).get()
    assert (turn.organization, turn.role, turn.on_expiry) == (provider.id, "owner", "agreement.lapse")


def test_what_is_frozen_the_database_keeps(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreement_in(State.ACCEPTED, provider, consumer, operator)
    for changed in ({"terms": {}}, {"text_zh": ""}, {"digest": "0" * 64}, {"price_minor": 1}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Agreement.objects.filter(pk=agreement.pk).update(**changed)


def test_both_sign_with_the_hosted_key_and_the_price_is_awaited(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreement_in(State.VERIFIED, provider, consumer, operator)
    assert agreement.state == "prepared" and agreement.signed
    assert events_of(agreement) == ["signed_by_provider", "signed_by_consumer"]
    for row in Signature.objects.filter(agreement=agreement):
        assert row.key_kind == "hosted"
        said = signing.statement(str(agreement.pk), row.side, agreement.digest)
        assert keys.verify(base64.b64decode(row.public_key), base64.b64decode(row.signature), said)
    assert OfferTaking.objects.get(agreement=agreement.pk).released is None
    conditions = {row.kind: row for row in Condition.objects.filter(agreement=agreement)}
    assert set(conditions) == {"signature_provider", "signature_consumer", "escrow"}
    assert conditions["signature_provider"].met and conditions["signature_consumer"].met and not conditions["escrow"].met
    turn = turns.waits_on(agreement).get()
    assert (turn.organization, turn.role, turn.act) == (consumer.id, "finance", "agreement:fund")
    assert conditions["escrow"].until == turn.until == agreement.request.until
    assert not AccessGrant.objects.exists()


def test_a_free_agreement_comes_into_force_with_the_second_signature(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreement_in(State.FINALIZED, provider, consumer, operator)
    assert agreement.in_force and agreement.request.state == "FINALIZED"
    assert agreement.in_force_from is not None
    assert agreement.in_force_until == agreement.in_force_from + timedelta(days=180)
    assert events_of(agreement) == ["signed_by_provider", "signed_by_consumer", "came_into_force"]
    assert AccessGrant.objects.get().until == agreement.in_force_until
    assert turns.waits_on(agreement).get().act == "transfer:request"
    with pytest.raises(WrongState):
        agreements.expire(SYSTEM, agreement.pk)
    with clock.fixed(agreement.in_force_until):
        agreements.expire(SYSTEM, agreement.pk)
        with pytest.raises(WrongState):
            agreements.expire(SYSTEM, agreement.pk)
    assert agreement_again(agreement.pk).state == "expired"
    assert not turns.waits_on(agreement).exists() and not turns.waits_on(agreement.request).exists()


def test_who_may_sign_and_when(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    agreement = agreement_in(State.ACCEPTED, provider, consumer, operator)
    with pytest.raises(NotFound):
        agreements.sign(outsider.owner, agreement.pk)
    for actor in (provider.steward, consumer.trader, operator.one):
        with pytest.raises(Forbidden):
            agreements.sign(actor, agreement.pk)
    with pytest.raises(WrongState):
        agreements.sign(consumer.owner, agreement.pk)
    stale = type(provider.owner)(**{name: getattr(provider.owner, name) for name in provider.owner.__slots__} | {"fresh": False})
    with pytest.raises(FreshAuthenticationNeeded):
        agreements.sign(stale, agreement.pk)
    assert not Signature.objects.exists()
    agreements.sign(provider.owner, agreement.pk)
    with pytest.raises(WrongState):
        agreements.sign(provider.owner, agreement.pk)
    assert events_of(agreement).count("signed_by_provider") == 1


def test_an_own_key_signs_by_a_detached_signature(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreement_in(State.ACCEPTED, provider, consumer, operator)
    key, private = signing_key(provider.owner)
    other, other_private = signing_key(consumer.owner)
    client = type(provider.owner)(**{name: getattr(provider.owner, name) for name in provider.owner.__slots__} | {"kind": ActorKind.CLIENT, "scopes": frozenset({"agreement:sign"})})
    with pytest.raises(Forbidden, match="hosted key"):
        agreements.sign(client, agreement.pk)
    good = detached(private, agreement, "provider")
    for wrong_key, wrong in ((key.pk, detached(private, agreement, "consumer")), (key.pk, detached(other_private, agreement, "provider")), (other.pk, good), (uuid.uuid4(), good), (key.pk, "?")):
        with pytest.raises(Invalid):
            agreements.sign(client, agreement.pk, key=wrong_key, signature=wrong)
    agreements.sign(client, agreement.pk, key=key.pk, signature=good)
    row = Signature.objects.get()
    assert (row.key_kind, row.key, row.side) == ("own", key.pk, "provider")
    agreements.retire_key(consumer.owner, other.pk)
    with pytest.raises(Invalid):
        agreements.sign(consumer.owner, agreement.pk, key=other.pk, signature=detached(other_private, agreement, "consumer"))


def test_an_exclusive_offer_is_taken_once_and_termination_frees_it(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    dataset = dataset_listed(provider, operator, exclusive=True)
    first = trade_request_in(State.ACCEPTED, provider, consumer, operator, dataset=dataset)
    second = trade_request_in(State.ACCEPTED, provider, outsider, operator, dataset=dataset)
    agreements.sign(provider.owner, first.pk)
    with pytest.raises(Conflict) as error:
        agreements.sign(provider.owner, second.pk)
    assert error.value.code == "taken"
    with pytest.raises(Exception, match="not open"):
        requests.submit(outsider.trader, offer_of(dataset).pk, FORM)
    ended = agreements.terminate(consumer.owner, first.pk, reason="We need it no longer.")
    assert (ended.state, ended.code, agreement_again(first.pk).request.state) == ("terminated", "terminated", "TERMINATED")
    assert events_of(ended)[-1] == "terminated" and not turns.waits_on(ended).exists()
    agreements.sign(provider.owner, second.pk)
    with pytest.raises(WrongState):
        agreements.terminate(consumer.owner, first.pk)


def test_an_unsigned_agreement_lapses(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreement_in(State.AGREED, provider, consumer, operator)
    with pytest.raises(WrongState):
        agreements.lapse(SYSTEM, agreement.pk)
    assert agreement.request.until is not None
    with clock.fixed(agreement.request.until):
        with pytest.raises(WrongState, match="run out"):
            agreements.sign(consumer.owner, agreement.pk)
        done = agreements.lapse(SYSTEM, agreement.pk)
    assert (done.state, done.code, agreement_again(done.pk).request.code) == ("terminated", "expired", "expired")
    assert OfferTaking.objects.get(agreement=agreement.pk).released is not None


def test_what_is_in_force_is_not_ended_by_one_party(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    agreement = agreement_in(State.FINALIZED, provider, consumer, operator)
    with pytest.raises(NotFound):
        agreements.terminate(outsider.owner, agreement.pk)
    with pytest.raises(Forbidden):
        agreements.terminate(consumer.trader, agreement.pk)
    with pytest.raises(Exception, match="one party alone"):
        agreements.terminate(consumer.owner, agreement.pk)
    with pytest.raises(Forbidden):
        agreements.complete(provider.owner, agreement.pk)
    assert agreements.complete(SYSTEM, agreement.pk).state == "completed"
    assert not turns.waits_on(agreement.request).exists()


def test_keys_are_registered_once_with_proof(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    key, private = signing_key(provider.owner)
    proof = base64.b64encode(private.sign(signing.possession(str(consumer.id), key.public_key))).decode()
    with pytest.raises(Conflict):
        agreements.register_key(consumer.owner, name="Copied", public_key=key.public_key, signature=proof)
    with pytest.raises(Invalid):
        agreements.register_key(provider.owner, name="No proof", public_key=base64.b64encode(b"\x00" * 32).decode(), signature=proof)
    with pytest.raises(Forbidden):
        agreements.register_key(provider.steward, name="x", public_key=key.public_key, signature=proof)
    with pytest.raises(NotFound):
        agreements.retire_key(outsider.owner, key.pk)
    agreements.retire_key(provider.owner, key.pk)
    with pytest.raises(WrongState):
        agreements.retire_key(provider.owner, key.pk)
    names = list(Event.objects.filter(subject_id=str(key.pk)).order_by("id").values_list("name", flat=True))
    assert names == ["exchange.signing_key.registered", "exchange.signing_key.retired"]
