"""Escrow: funded once by the buyer, released minus the fee, refunded, or decided by two operators."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.member import use_cases as members
from exchange.agreement import use_cases as agreements
from exchange.settlement import ledger, use_cases as settlement
from exchange.settlement.models import Escrow, LedgerAccount, LedgerEntry
from exchange.settlement.posting import Book, Kind
from exchange.transfer import use_cases as transfers
from kernel import turns
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, FreshAuthenticationNeeded, NotFound, Refused, WrongState
from kernel.models import Event
from kernel.money import Money
from tests.cast import Party
from tests.factories.money import free, funded, held, paid_in, proposed, received, transfer_in
from tests.factories.trade import agreement_again, agreement_in


def in_escrow(agreement: object) -> Money:
    return ledger.balance(Book(Kind.ESCROW, "CNY", agreement=agreement.pk))  # type: ignore[attr-defined]


def test_funding_moves_the_price_and_puts_the_agreement_into_force(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreement_in("VERIFIED", provider, consumer, operator)
    paid_in(consumer, operator, agreement.price.amount)
    settlement.fund(consumer.finance, agreement.pk)
    assert agreement_again(agreement.pk).in_force
    assert (held(consumer), in_escrow(agreement)) == (Money(0), agreement.price)
    names = list(Event.objects.filter(name__startswith="exchange.").order_by("id").values_list("name", flat=True))
    assert names[-3:] == ["exchange.settlement.funded", "exchange.agreement.condition_met", "exchange.agreement.came_into_force"]
    with pytest.raises(WrongState):
        settlement.fund(consumer.finance, agreement.pk)
    assert LedgerEntry.objects.filter(transaction__kind="fund").count() == 2


def test_who_may_fund_and_when(provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    agreement = agreement_in("VERIFIED", provider, consumer, operator)
    paid_in(consumer, operator, agreement.price.amount)
    with pytest.raises(NotFound):
        settlement.fund(outsider.finance, agreement.pk)
    for actor in (provider.finance, consumer.trader, operator.one, SYSTEM):
        with pytest.raises(Forbidden):
            settlement.fund(actor, agreement.pk)
    with pytest.raises(FreshAuthenticationNeeded):
        settlement.fund(replace(consumer.finance, fresh=False), agreement.pk)
    agreements.terminate(consumer.owner, agreement.pk)
    with pytest.raises(WrongState):
        settlement.fund(consumer.finance, agreement.pk)


def test_before_both_have_signed_nothing_is_funded(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreement_in("AGREED", provider, consumer, operator)
    paid_in(consumer, operator, agreement.price.amount)
    with pytest.raises(WrongState):
        settlement.fund(consumer.finance, agreement.pk)
    assert held(consumer) == agreement.price


def test_a_deposit_that_does_not_cover_the_price_leaves_everything_as_it_was(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreement_in("VERIFIED", provider, consumer, operator)
    paid_in(consumer, operator, "1.00")
    with pytest.raises(Refused) as error:
        settlement.fund(consumer.finance, agreement.pk)
    assert error.value.decision is not None
    assert error.value.decision.facts["balance"] == Money(100)
    assert not Escrow.objects.filter(pk=agreement.pk).exists()
    assert not agreement_again(agreement.pk).in_force
    assert held(consumer) == Money(100)


def test_what_is_free_is_not_funded(provider: Party, consumer: Party, operator: Party) -> None:
    with pytest.raises(WrongState):
        settlement.fund(consumer.finance, free(provider, consumer, operator).pk)


def test_release_pays_the_provider_minus_the_fee_and_both_statements_agree(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator)
    transfer = transfer_in("STARTED", provider, consumer, operator, agreement=agreement)
    transfers.accept(consumer.trader, transfer.pk)
    price, fee = agreement.price, agreement.fee
    assert 0 < fee.minor < price.minor
    assert in_escrow(agreement) == Money(0)
    assert held(provider, Kind.PAYABLE) == Money(price.minor - fee.minor)
    assert sum(LedgerAccount.objects.filter(kind="fee").values_list("balance_minor", flat=True)) == fee.minor

    def statement(actor: object) -> dict[str, int]:
        rows = LedgerEntry.objects.visible_to(actor).filter(transaction__agreement=agreement).select_related("account", "transaction")  # type: ignore[arg-type]
        return {f"{row.transaction_id} {row.account.kind}": row.amount_minor for row in rows}

    buyer, seller, everything = statement(consumer.finance), statement(provider.finance), statement(operator.one)
    shared = set(buyer) & set(seller)
    assert {key: buyer[key] for key in shared} == {key: seller[key] for key in shared}
    assert sorted(buyer[key] for key in shared) == [-price.minor, price.minor]
    assert [value for key, value in buyer.items() if key not in shared] == [-price.minor]
    assert [value for key, value in seller.items() if key not in shared] == [price.minor - fee.minor]
    assert sum(everything.values()) == 0
    assert set(everything) - set(buyer) - set(seller) == {key for key in everything if key.endswith(" fee")}


def test_release_and_refund_are_nobody_s_own_acts(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator)
    for actor in (provider.owner, consumer.owner, operator.one):
        for act in (settlement.release, settlement.refund, settlement.contest):
            with pytest.raises(Forbidden):
                act(actor, agreement.pk)


@pytest.mark.parametrize("outcome", ["release", "refund"])
def test_a_contested_escrow_is_decided_by_two_operators(provider: Party, consumer: Party, outsider: Party, operator: Party, outcome: str) -> None:
    agreement = funded(provider, consumer, operator)
    transfer = transfer_in("STARTED", provider, consumer, operator, agreement=agreement)
    received(consumer.trader, transfer)
    transfers.reject(consumer.trader, transfer.pk, code="incomplete", note="Half of the rows are missing.")
    escrow = Escrow.objects.get(pk=agreement.pk)
    assert escrow.state == "contested"
    assert [turn.act for turn in turns.waits_on(escrow)] == ["escrow:propose_decision"]
    with pytest.raises(NotFound):
        settlement.propose_decision(outsider.owner, agreement.pk, outcome=outcome, reasons="Because.")
    with pytest.raises(Forbidden):
        settlement.propose_decision(provider.owner, agreement.pk, outcome=outcome, reasons="Because.")
    with pytest.raises(WrongState):
        settlement.confirm_decision(operator.two, agreement.pk)
    settlement.propose_decision(operator.one, agreement.pk, outcome=outcome, reasons="We compared the digests.")
    with pytest.raises(Forbidden):
        settlement.confirm_decision(operator.one, agreement.pk)
    settlement.return_decision(operator.two, agreement.pk)
    settlement.propose_decision(operator.two, agreement.pk, outcome=outcome, reasons="We compared them again.")
    assert in_escrow(agreement) == agreement.price
    settlement.confirm_decision(operator.one, agreement.pk)
    assert in_escrow(agreement) == Money(0)
    found = agreement_again(agreement.pk)
    if outcome == "release":
        assert (found.state, held(provider, Kind.PAYABLE).minor) == ("completed", agreement.price_minor - agreement.fee_minor)
    else:
        assert (found.state, found.code, held(consumer).minor) == ("terminated", "delivery_rejected", agreement.price_minor + 12_345)
    assert not turns.waits_on(escrow).exists()
    with pytest.raises((WrongState, Forbidden)):
        settlement.confirm_decision(operator.two, agreement.pk)


def test_the_second_operator_confirms_only_what_it_read(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator)
    settlement.contest(SYSTEM, agreement.pk)
    settlement.propose_decision(operator.one, agreement.pk, outcome="release", reasons="We compared the digests.")
    with pytest.raises(Conflict):
        settlement.confirm_decision(operator.two, agreement.pk, outcome="refund")
    assert in_escrow(agreement) == agreement.price


def test_an_operator_of_one_of_the_parties_leaves_the_escrow_to_others(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator)
    settlement.contest(SYSTEM, agreement.pk)
    members.enroll(SYSTEM, provider.id, operator.user("one").pk, ["viewer"])
    with pytest.raises(Refused):
        settlement.propose_decision(operator.one, agreement.pk, outcome="release", reasons="We compared the digests.")
    settlement.propose_decision(operator.two, agreement.pk, outcome="release", reasons="We compared the digests.")
    for decide in (settlement.confirm_decision, settlement.return_decision):
        with pytest.raises(Refused):
            decide(operator.one, agreement.pk)


def test_what_was_asked_to_be_paid_out_cannot_fund_a_deal(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = agreement_in("VERIFIED", provider, consumer, operator)
    paid_in(consumer, operator, agreement.price.amount)
    proposed(consumer, operator, "1.00")
    with pytest.raises(Refused):
        settlement.fund(consumer.finance, agreement.pk)
