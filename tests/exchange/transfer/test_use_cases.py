"""The acts of a delivery: who, when, what is spent, and how the money follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from exchange.agreement import use_cases as agreements
from exchange.settlement.models import Escrow
from exchange.settlement.posting import Kind
from exchange.transfer import use_cases as transfers
from exchange.transfer.models import Transfer
from exchange.transfer.tasks import close_ended
from kernel import clock, holds, turns
from kernel.actor import SYSTEM, Actor
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.models import Event
from tests.cast import Party
from tests.factories.catalog import dataset_listed
from tests.factories.money import free, funded, held, received, transfer_in
from tests.factories.trade import ABROAD, ANYWHERE, agreement_again, agreement_in


def events(record: Any) -> list[str]:
    return [name.rpartition(".")[2] for name in Event.objects.filter(subject_id=str(record.pk)).order_by("id").values_list("name", flat=True)]


def opened(actor: Actor, transfer_id: Any) -> Transfer:
    return received(actor, Transfer.objects.get(pk=transfer_id))


def rules(error: Any) -> list[str]:
    return [reason.rule for reason in error.value.decision.reasons]


def test_a_delivery_from_request_to_acceptance(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator, form={"count": 1})
    assert [turn.act for turn in turns.waits_on(agreement)] == ["transfer:request"]
    transfer = transfers.request(consumer.trader, agreement.pk)
    assert not turns.waits_on(agreement).exists()
    transfer = transfers.start(consumer.trader, transfer.pk)
    assert (transfer.number, transfer.acceptance) == (1, "pending")
    [turn] = turns.waits_on(transfer)
    assert (turn.organization, turn.act, turn.on_expiry) == (consumer.id, "transfer:accept", "transfer.accept_by_silence")
    assert turn.until == transfer.accept_by
    received(consumer.trader, transfer)
    transfers.accept(consumer.trader, transfer.pk)
    transfer.refresh_from_db()
    assert (transfer.state, transfer.acceptance) == ("COMPLETED", "accepted")
    assert events(transfer) == ["requested", "started", "accessed", "accepted"]
    assert not turns.waits_on(transfer).exists()
    assert agreement_again(agreement.pk).state == "completed"
    assert held(provider, Kind.PAYABLE).minor == agreement.price_minor - agreement.fee_minor
    for again in (transfers.accept, transfers.start, transfers.suspend, transfers.complete, transfers.terminate):
        with pytest.raises((WrongState, Refused)):
            again(consumer.trader, transfer.pk)
    with pytest.raises(WrongState):
        transfers.reject(consumer.trader, transfer.pk, code="other", note="Too late.")


def test_asking_and_starting_in_one_act(provider: Party, consumer: Party, operator: Party) -> None:
    transfer = transfers.deliver(consumer.trader, funded(provider, consumer, operator).pk)
    assert (transfer.state, transfer.number) == ("STARTED", 1)


def test_outsiders_and_wrong_sides(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator)
    with pytest.raises(NotFound):
        transfers.request(outsider.trader, agreement.pk)
    for actor in (provider.owner, consumer.finance, operator.one, SYSTEM):
        with pytest.raises(Forbidden):
            transfers.request(actor, agreement.pk)
    transfer = transfer_in("STARTED", provider, consumer, operator, agreement=agreement)
    acts: list[tuple[Any, dict[str, Any]]] = [
        (transfers.start, {}), (transfers.suspend, {}), (transfers.complete, {}), (transfers.terminate, {}), (transfers.accept, {}),
        (transfers.reject, {"code": "other", "note": "No."}), (transfers.issue_link, {}), (opened, {}),
    ]  # fmt: skip
    for act, given in acts:
        with pytest.raises(NotFound):
            act(outsider.trader, transfer.pk, **given)
    for act, given in acts[2:3] + acts[4:]:
        with pytest.raises(Forbidden):
            act(provider.owner, transfer.pk, **given)
        with pytest.raises(Forbidden):
            act(consumer.finance, transfer.pk, **given)
    assert not Transfer.objects.visible_to(outsider.owner).exists()


def test_one_open_delivery_at_a_time_and_the_count_is_spent_at_the_start(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator, form={"count": 2})
    first = transfers.deliver(consumer.trader, agreement.pk)
    with pytest.raises(Conflict):
        transfers.request(consumer.trader, agreement.pk)
    transfers.suspend(provider.steward, first.pk)
    transfers.start(provider.steward, first.pk)
    transfers.issue_link(consumer.trader, first.pk)
    first.refresh_from_db()
    assert first.number == 1
    transfers.accept(consumer.trader, first.pk)
    assert agreement_again(agreement.pk).in_force
    second = transfers.deliver(consumer.trader, agreement.pk)
    assert second.number == 2
    transfers.terminate(provider.steward, second.pk)
    third = transfers.deliver(consumer.trader, agreement.pk)
    assert third.number == 2, "a delivery of which nothing was served is not spent"
    transfers.accept(consumer.trader, third.pk)
    assert agreement_again(agreement.pk).state == "completed"
    with pytest.raises(Refused) as error:
        transfers.request(consumer.trader, agreement.pk)
    assert set(rules(error)) == {"R-ACCESS-FORCE", "R-ACCESS-COUNT"}


def test_a_served_delivery_does_not_just_end(provider: Party, consumer: Party, operator: Party, started: Transfer) -> None:
    transfer = started
    received(consumer.trader, transfer)
    for actor in (provider.steward, consumer.trader):
        with pytest.raises(WrongState):
            transfers.terminate(actor, transfer.pk)


def test_whoever_suspended_resumes_and_only_the_provider_stops_the_clock(provider: Party, consumer: Party, operator: Party, started: Transfer) -> None:
    transfer = started
    due = transfer.accept_by
    transfers.suspend(consumer.trader, transfer.pk)
    assert turns.waits_on(transfer).exists()
    with pytest.raises(Forbidden):
        transfers.start(provider.steward, transfer.pk)
    assert transfers.start(consumer.trader, transfer.pk).accept_by == due
    transfers.suspend(provider.steward, transfer.pk)
    assert not turns.waits_on(transfer).exists()
    with pytest.raises(Forbidden):
        transfers.start(consumer.trader, transfer.pk)
    with pytest.raises(Refused) as error:
        transfers.issue_link(consumer.trader, transfer.pk)
    assert rules(error) == ["R-ACCESS-STARTED"]
    with clock.fixed(clock.now() + timedelta(days=2)):
        resumed = transfers.start(provider.steward, transfer.pk)
    assert resumed.accept_by is not None
    assert due is not None
    assert timedelta(days=1, hours=23) < resumed.accept_by - due < timedelta(days=2, hours=1)
    assert turns.waits_on(transfer).count() == 1


def test_completion_ends_access_and_leaves_the_word_open(provider: Party, consumer: Party, operator: Party) -> None:
    transfer = transfer_in("COMPLETED", provider, consumer, operator)
    with pytest.raises(Refused):
        transfers.issue_link(consumer.trader, transfer.pk)
    assert transfers.accept(consumer.trader, transfer.pk).acceptance == "accepted"


def test_silence_is_acceptance_by_the_clock(provider: Party, consumer: Party, operator: Party, started: Transfer) -> None:
    transfer = started
    with pytest.raises(WrongState):
        transfers.accept_by_silence(SYSTEM, transfer.pk)
    with pytest.raises(Forbidden):
        transfers.accept_by_silence(provider.owner, transfer.pk)
    assert transfer.accept_by is not None
    with clock.fixed(transfer.accept_by):
        transfers.accept_by_silence(SYSTEM, transfer.pk)
    transfer.refresh_from_db()
    assert (transfer.state, transfer.acceptance) == ("COMPLETED", "silent")
    assert held(provider, Kind.PAYABLE).minor > 0


def test_while_a_hold_stands_silence_says_nothing(provider: Party, consumer: Party, operator: Party, started: Transfer) -> None:
    transfer = started
    holds.place(transfer.agreement, scope=holds.DELIVERY, cause="Under examination", at=clock.now(), by=None)
    assert transfer.accept_by is not None
    with clock.fixed(transfer.accept_by):
        transfers.accept_by_silence(SYSTEM, transfer.pk)
        transfer.refresh_from_db()
    assert transfer.acceptance == "pending"
    assert transfer.accept_by == turns.waits_on(transfer).get().until
    assert events(transfer)[-1] == "acceptance_postponed"


def test_a_rejection_before_any_byte_gives_the_price_back_by_itself(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator)
    before = held(consumer).minor
    transfer = transfer_in("STARTED", provider, consumer, operator, agreement=agreement)
    for wrong in ({"code": "unheard of", "note": "x"}, {"code": "other", "note": " "}):
        with pytest.raises(Invalid):
            transfers.reject(consumer.trader, transfer.pk, **wrong)
    transfers.reject(consumer.trader, transfer.pk, code="not_delivered", note="The link never answered.")
    transfer.refresh_from_db()
    assert (transfer.state, transfer.acceptance, transfer.code) == ("TERMINATED", "rejected", "not_delivered")
    assert held(consumer).minor == before + agreement.price_minor
    assert Escrow.objects.get(pk=agreement.pk).state == "refunded"
    assert agreement_again(agreement.pk).state == "terminated"
    with pytest.raises(Refused):
        transfers.request(consumer.trader, agreement.pk)


def test_a_rejection_after_bytes_ends_access_and_holds_the_price(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator)
    transfer = transfer_in("STARTED", provider, consumer, operator, agreement=agreement)
    received(consumer.trader, transfer)
    transfers.reject(consumer.trader, transfer.pk, code="not_as_described", note="Other columns than agreed.")
    assert Escrow.objects.get(pk=agreement.pk).state == "contested"
    assert agreement_again(agreement.pk).in_force
    with pytest.raises(Refused) as error:
        transfers.request(consumer.trader, agreement.pk)
    assert "R-ACCESS-CONTESTED" in rules(error)


def test_a_free_agreement_is_delivered_accepted_and_rejected_without_escrow(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = free(provider, consumer, operator, form={"count": 1})
    transfer = transfers.deliver(consumer.trader, agreement.pk)
    transfers.accept(consumer.trader, transfer.pk)
    assert agreement_again(agreement.pk).state == "completed"
    assert not Escrow.objects.filter(pk=agreement.pk).exists()


def test_a_free_delivery_rejected_after_bytes_only_ends(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = free(provider, consumer, operator)
    transfer = transfers.deliver(consumer.trader, agreement.pk)
    received(consumer.trader, transfer)
    transfers.reject(consumer.trader, transfer.pk, code="not_usable", note="No reader opens it.")
    assert agreement_again(agreement.pk).in_force
    assert transfers.deliver(consumer.trader, agreement.pk).number == 2


def test_before_it_is_in_force_nothing_is_delivered(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreement_in("VERIFIED", provider, consumer, operator)
    with pytest.raises(Refused) as error:
        transfers.request(consumer.trader, agreement.pk)
    assert "R-ACCESS-FORCE" in rules(error)


def test_an_export_stops_at_the_border(provider: Party, overseas: Party, operator: Party) -> None:
    dataset = dataset_listed(provider, operator, price_minor=0, policy=ANYWHERE)
    agreement = agreement_in("FINALIZED", provider, overseas, operator, dataset=dataset, form=ABROAD)
    with pytest.raises(Refused) as error:
        transfers.request(overseas.trader, agreement.pk)
    assert rules(error) == ["R-BORDER-CLEARANCE"]
    assert "SG" in str(error.value)


def test_the_term_ends_access(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator)
    transfer = transfer_in("STARTED", provider, consumer, operator, agreement=agreement)
    assert agreement.in_force_until is not None
    with clock.fixed(agreement.in_force_until), pytest.raises(Refused) as error:
        transfers.issue_link(consumer.trader, transfer.pk)
    assert rules(error) == ["R-ACCESS-TERM"]


@pytest.mark.parametrize("place", ["agreement", "dataset", "consumer", "provider", "transfer"])
@pytest.mark.parametrize("scope", [holds.ACT, holds.DELIVERY])
def test_a_hold_anywhere_stops_access(provider: Party, consumer: Party, operator: Party, place: str, scope: str, started: Transfer) -> None:
    transfer = started
    subject = transfer if place == "transfer" else transfer.agreement if place == "agreement" else getattr(transfer.agreement, place)
    holds.place(subject, scope=scope, cause="Under examination", at=clock.now(), by=None)
    for act in (transfers.issue_link, opened):
        with pytest.raises(Refused) as error:
            act(consumer.trader, transfer.pk)
        assert rules(error) == ["hold.standing"]
    holds.lift(subject, cause="Under examination", at=clock.now(), by=None)
    transfers.issue_link(consumer.trader, transfer.pk)


def test_an_agreement_that_lapses_after_funding_gives_the_price_back(provider: Party, consumer: Party, operator: Party) -> None:
    """The escrow was funded, the agreement ended before anything was served: found by the clock."""
    agreement = funded(provider, consumer, operator)
    before = held(consumer).minor
    transfer = transfer_in("STARTED", provider, consumer, operator, agreement=agreement)
    with pytest.raises(WrongState):
        transfers.close(SYSTEM, agreement.pk)
    assert agreement.in_force_until is not None
    with clock.fixed(agreement.in_force_until):
        agreements.expire(SYSTEM, agreement.pk)
    assert close_ended() == 1
    assert close_ended() == 0
    transfer.refresh_from_db()
    assert (transfer.state, transfer.acceptance) == ("TERMINATED", "none")
    assert held(consumer).minor == before + agreement.price_minor
    assert not turns.waits_on(transfer).exists()


def test_when_bytes_were_served_the_word_stays_open_after_the_end(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator)
    transfer = transfer_in("STARTED", provider, consumer, operator, agreement=agreement)
    received(consumer.trader, transfer)
    assert agreement.in_force_until is not None
    with clock.fixed(agreement.in_force_until):
        agreements.expire(SYSTEM, agreement.pk)
    assert close_ended() == 1
    assert close_ended() == 0
    assert Escrow.objects.get(pk=agreement.pk).state == "held"
    transfers.accept(consumer.trader, transfer.pk)
    assert Escrow.objects.get(pk=agreement.pk).state == "released"
    assert agreement_again(agreement.pk).state == "expired"


def test_the_log_gets_no_words_of_persons(provider: Party, consumer: Party, operator: Party, started: Transfer) -> None:
    transfer = started
    transfers.reject(consumer.trader, transfer.pk, code="other", note="Ask canary-4711 for the details.")
    assert not Event.objects.filter(payload__contains="canary-4711").exists()
