"""Deposits and payouts: two persons, one bank reference, one posting, and every refusal with its reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.member import use_cases as members
from exchange.settlement import use_cases as settlement
from exchange.settlement.gather import open_money
from exchange.settlement.models import Deposit, LedgerTransaction, Payout
from exchange.settlement.posting import Kind
from kernel import clock, turns
from kernel.actor import SYSTEM, Actor
from kernel.errors import Conflict, Forbidden, FreshAuthenticationNeeded, Invalid, NotFound, Refused, WrongState
from kernel.models import Event
from kernel.money import Money
from tests.cast import Party
from tests.factories.money import claimed, held, institution, paid_in, proposed


def events(record: Any) -> list[str]:
    return list(Event.objects.filter(subject_id=str(record.pk)).order_by("id").values_list("name", flat=True))


def stale(actor: Actor) -> Actor:
    from dataclasses import replace

    return replace(actor, fresh=False)


def test_a_deposit_is_told_of_confirmed_by_another_person_and_booked_once(consumer: Party, operator: Party) -> None:
    deposit = claimed(consumer, operator, "250.00")
    assert held(consumer) == Money(0)
    [turn] = turns.waits_on(deposit)
    assert (turn.organization, turn.act, turn.role) == (operator.id, "deposit:confirm", "operator")
    settlement.confirm_deposit(operator.one, deposit.pk)
    assert held(consumer) == Money(25_000)
    assert not turns.waits_on(deposit).exists()
    assert events(deposit) == ["exchange.deposit.claimed", "exchange.deposit.confirmed"]
    with pytest.raises(WrongState):
        settlement.confirm_deposit(operator.two, deposit.pk)
    assert LedgerTransaction.objects.filter(deposit=deposit).count() == 1


def test_outsiders_and_other_roles_do_not_touch_a_deposit(consumer: Party, provider: Party, outsider: Party, operator: Party) -> None:
    deposit = claimed(consumer, operator)
    for stranger in (outsider.finance, provider.owner):
        with pytest.raises(NotFound):
            settlement.withdraw_deposit(stranger, deposit.pk)
        assert not Deposit.objects.visible_to(stranger).exists()
    for own in (consumer.trader, consumer.finance):
        with pytest.raises(Forbidden):
            settlement.confirm_deposit(own, deposit.pk)
    with pytest.raises(Forbidden):
        settlement.claim_deposit(
            consumer.trader, institution=institution(operator).pk, reference="X", amount=Money(1), value_date=clock.today()
        )
    with pytest.raises(NotFound):
        settlement.confirm_deposit(operator.one, uuid4())
    with pytest.raises(FreshAuthenticationNeeded):
        settlement.confirm_deposit(stale(operator.one), deposit.pk)
    with pytest.raises(Forbidden):
        settlement.confirm_deposit(SYSTEM, deposit.pk)


def test_one_person_cannot_confirm_what_they_told_of_whatever_they_act_as(consumer: Party, operator: Party) -> None:
    """A person may belong to the organization and to the exchange: their two hats are one natural person."""
    from dataclasses import replace

    deposit = claimed(consumer, operator)
    same = replace(operator.one, person=consumer.finance.person)
    with pytest.raises(Forbidden):
        settlement.confirm_deposit(same, deposit.pk)
    with pytest.raises(IntegrityError, match="deposit_two_persons"), transaction.atomic():
        Deposit.objects.filter(pk=deposit.pk).update(decided_by=consumer.finance.person)


def test_a_bank_reference_counts_once_unless_it_was_refused(consumer: Party, outsider: Party, operator: Party) -> None:
    first = claimed(outsider, operator, reference="SAME")
    with pytest.raises(Conflict) as error:
        claimed(outsider, operator, reference="SAME")
    assert error.value.code == "reference_used"
    settlement.refuse_deposit(operator.one, first.pk, remark="Not on the statement.")
    assert held(outsider) == Money(0)
    settlement.confirm_deposit(operator.one, claimed(consumer, operator, "10.00", reference="SAME").pk)
    assert held(consumer) == Money(1_000)
    settlement.withdraw_deposit(consumer.finance, claimed(consumer, operator, reference="OTHER").pk)
    claimed(outsider, operator, reference="OTHER")


def test_nobody_squats_on_a_bank_reference_and_one_payment_is_booked_once(consumer: Party, outsider: Party, operator: Party) -> None:
    squatted, real = claimed(outsider, operator, "10.00", reference="SAME"), claimed(consumer, operator, "10.00", reference="SAME")
    settlement.confirm_deposit(operator.one, real.pk)
    with pytest.raises(Conflict) as error:
        settlement.confirm_deposit(operator.two, squatted.pk)
    assert error.value.code == "reference_used"
    assert (held(consumer), held(outsider)) == (Money(1_000), Money(0))
    later = claimed(outsider, operator, "10.00", reference="LATER")  # nothing tells whether others have booked this one
    settlement.confirm_deposit(operator.two, later.pk)
    settlement.propose_deposit_reversal(operator.one, later.pk, remark="Another organization paid this.")
    settlement.confirm_deposit_reversal(operator.two, later.pk)
    settlement.confirm_deposit(operator.one, claimed(consumer, operator, "10.00", reference="LATER").pk)


def test_an_operator_does_not_book_the_money_of_an_organization_of_their_own(consumer: Party, operator: Party) -> None:
    deposit = claimed(consumer, operator, "10.00")
    members.enroll(SYSTEM, consumer.id, operator.user("one").pk, ["viewer"])
    for decide in (
        lambda: settlement.confirm_deposit(operator.one, deposit.pk), lambda: settlement.refuse_deposit(operator.one, deposit.pk, remark="x"),
    ):
        with pytest.raises(Refused) as error:
            decide()
        assert error.value.decision is not None
        assert error.value.decision.reasons[0].rule == "operator.own_case"
    settlement.confirm_deposit(operator.two, deposit.pk)
    with pytest.raises(Refused):
        settlement.propose_deposit_reversal(operator.one, deposit.pk, remark="x")
    payout = proposed(consumer, operator, "1.00", source=Kind.DEPOSIT)
    with pytest.raises(Refused):
        settlement.confirm_payout(operator.one, payout.pk, reference="OUT")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": Money(0)}, "amount"), ({"amount": Money(-5)}, "amount"), ({"reference": "  "}, "reference"), ({"reference": "a\nb"}, "reference"),
        ({"institution": uuid4()}, "institution"), ({"value_date": clock.LOCAL_ZONE}, "value_date"),
    ],
)  # fmt: skip
def test_a_deposit_s_input_is_checked(consumer: Party, operator: Party, changes: dict[str, Any], field: str) -> None:
    if field == "value_date":
        changes = {"value_date": clock.today() + timedelta(days=3)}
    with pytest.raises(Invalid) as error:
        claimed(consumer, operator, **changes)
    assert list(error.value.fields) == [field]


def test_a_confirmed_deposit_is_reversed_by_two_operators_unless_it_was_used(consumer: Party, operator: Party) -> None:
    deposit = paid_in(consumer, operator, "30.00")
    settlement.propose_deposit_reversal(operator.one, deposit.pk, remark="The bank took it back.")
    with pytest.raises(Forbidden):
        settlement.confirm_deposit_reversal(operator.one, deposit.pk)
    settlement.decline_deposit_reversal(operator.two, deposit.pk)
    assert held(consumer) == Money(3_000)
    settlement.propose_deposit_reversal(operator.two, deposit.pk, remark="It really did.")
    settlement.confirm_deposit_reversal(operator.one, deposit.pk)
    assert held(consumer) == Money(0)
    with pytest.raises(WrongState):
        settlement.confirm_deposit_reversal(operator.one, deposit.pk)

    used = paid_in(consumer, operator, "30.00")
    settlement.confirm_payout(operator.one, proposed(consumer, operator, "20.00").pk, reference="OUT-1")
    settlement.propose_deposit_reversal(operator.one, used.pk, remark="Late.")
    with pytest.raises(Refused):
        settlement.confirm_deposit_reversal(operator.two, used.pk)
    used.refresh_from_db()
    assert used.state == "reversal_proposed"


def test_a_payout_is_proposed_confirmed_by_another_person_and_booked_once(consumer: Party, operator: Party) -> None:
    paid_in(consumer, operator, "100.00")
    payout = proposed(consumer, operator, "60.00")
    assert held(consumer) == Money(10_000)
    settlement.confirm_payout(operator.one, payout.pk, reference="OUT-1")
    assert held(consumer) == Money(4_000)
    assert events(payout) == ["exchange.payout.proposed", "exchange.payout.paid"]
    with pytest.raises(WrongState):
        settlement.confirm_payout(operator.one, payout.pk, reference="OUT-2")
    other = proposed(consumer, operator, "10.00")
    with pytest.raises(Conflict):
        settlement.confirm_payout(operator.one, other.pk, reference="OUT-1")
    assert held(consumer) == Money(4_000)
    settlement.propose_payout_reversal(operator.two, payout.pk, remark="The bank sent it back.")
    settlement.confirm_payout_reversal(operator.one, payout.pk)
    assert held(consumer) == Money(10_000)


def test_no_more_is_asked_for_than_is_free(consumer: Party, operator: Party) -> None:
    paid_in(consumer, operator, "100.00")
    first = proposed(consumer, operator, "60.00")
    with pytest.raises(Refused) as error:
        proposed(consumer, operator, "60.00")
    assert error.value.decision is not None
    assert error.value.decision.reasons[0].rule == "settlement.payout_is_covered"
    settlement.withdraw_payout(consumer.finance, first.pk)
    second = proposed(consumer, operator, "60.00")
    with pytest.raises(Refused):
        proposed(consumer, operator, "1.00", source=Kind.PAYABLE)
    settlement.refuse_payout(operator.one, second.pk, remark="Wrong account number.")
    assert held(consumer) == Money(10_000)


def test_outsiders_and_other_roles_do_not_touch_a_payout(consumer: Party, outsider: Party, operator: Party) -> None:
    paid_in(consumer, operator, "100.00")
    payout = proposed(consumer, operator)
    with pytest.raises(NotFound):
        settlement.withdraw_payout(outsider.finance, payout.pk)
    with pytest.raises(Forbidden):
        settlement.withdraw_payout(consumer.trader, payout.pk)
    with pytest.raises(Forbidden):
        settlement.confirm_payout(consumer.owner, payout.pk, reference="X")
    with pytest.raises(FreshAuthenticationNeeded):
        settlement.propose_payout(stale(consumer.finance), institution=institution(operator).pk, source=Kind.DEPOSIT, amount=Money(1), bank_account="1")
    assert not Payout.objects.visible_to(outsider.owner).exists()


def test_an_institution_is_listed_once_by_the_operator(consumer: Party, operator: Party) -> None:
    found = institution(operator)
    with pytest.raises(Conflict):
        settlement.register_institution(operator.two, name_zh="甲", name_en="A", license_number=found.license_number, account_number="1")
    with pytest.raises(Forbidden):
        settlement.register_institution(consumer.owner, name_zh="甲", name_en="A", license_number="2", account_number="1")


def test_open_money_keeps_an_organization_from_closing(consumer: Party, operator: Party) -> None:
    assert open_money(consumer.id) == []
    claimed(consumer, operator)
    assert len(open_money(consumer.id)) == 1
    paid_in(consumer, operator)
    assert len(open_money(consumer.id)) == 2


def test_each_currency_has_its_own_account(consumer: Party, operator: Party) -> None:
    paid_in(consumer, operator, "10.00", "USD")
    assert (held(consumer, currency="USD"), held(consumer)) == (Money(1_000, "USD"), Money(0))
