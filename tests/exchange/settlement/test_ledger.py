"""The ledger in the database: what it refuses by itself, whoever writes."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from exchange.settlement import ledger
from exchange.settlement.models import LedgerAccount, LedgerEntry, LedgerTransaction
from exchange.settlement.posting import Book, Kind, Leg
from kernel.errors import Refused
from kernel.money import Money
from tests.cast import Party
from tests.factories.money import held, paid_in

NOW = datetime(2026, 1, 5, tzinfo=UTC)


def move(giver: Party, taker: Party, minor: int) -> uuid.UUID:
    legs = [Leg(Book(Kind.DEPOSIT, "CNY", giver.id), -minor), Leg(Book(Kind.DEPOSIT, "CNY", taker.id), minor)]
    with transaction.atomic():
        return ledger.post("transfer", legs, at=NOW)


def check_now() -> None:
    """What the database checks at each commit, asked now: the test itself never commits."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def forged(account: LedgerAccount, seq: int, balance: int) -> LedgerTransaction:
    """An attacker's transaction, and the account's row made to fit it."""
    LedgerAccount.objects.filter(pk=account.pk).update(balance_minor=balance, seq=seq)
    return LedgerTransaction.objects.create(kind="forged", at=NOW)


def test_balances_are_stored_and_entries_number_each_account(provider: Party, consumer: Party, operator: Party) -> None:
    paid_in(consumer, operator, "100.00")
    move(consumer, provider, 2_500)
    move(consumer, provider, 500)
    check_now()
    assert (held(consumer), held(provider)) == (Money(7_000), Money(3_000))
    account = LedgerAccount.objects.get(organization=consumer.id)
    found = list(LedgerEntry.objects.filter(account=account).order_by("seq").values_list("seq", "amount_minor", "balance_minor"))
    assert found == [(1, 10_000, 10_000), (2, -2_500, 7_500), (3, -500, 7_000)]
    assert held(consumer, Kind.PAYABLE) == Money(0)


def test_no_account_goes_below_zero(provider: Party, consumer: Party, operator: Party) -> None:
    paid_in(consumer, operator, "1.00")
    with pytest.raises(Refused) as error:
        move(consumer, provider, 101)
    assert error.value.decision is not None
    assert error.value.decision.reasons[0].rule == "settlement.account_covers"
    assert held(consumer) == Money(100)
    with pytest.raises(IntegrityError, match="ledger_never_below_zero"), transaction.atomic():
        LedgerAccount.objects.filter(organization=consumer.id).update(balance_minor=-1)


def test_a_transaction_that_does_not_sum_to_zero_cannot_be_committed(consumer: Party, operator: Party) -> None:
    paid_in(consumer, operator, "1.00")
    account = LedgerAccount.objects.get(organization=consumer.id)
    with pytest.raises(DatabaseError, match="does not sum to zero"), transaction.atomic():
        done = forged(account, 2, 150)
        LedgerEntry.objects.create(transaction=done, account=account, seq=2, amount_minor=50, balance_minor=150)
        check_now()


def test_currencies_do_not_pay_for_each_other(consumer: Party, operator: Party) -> None:
    paid_in(consumer, operator, "1.00", "CNY")
    paid_in(consumer, operator, "1.00", "USD")
    first, second = LedgerAccount.objects.filter(organization=consumer.id).order_by("currency")
    with pytest.raises(DatabaseError, match="does not sum to zero"), transaction.atomic():
        done = forged(first, 2, 50)
        forged(second, 2, 150)
        LedgerEntry.objects.create(transaction=done, account=first, seq=2, amount_minor=-50, balance_minor=50)
        LedgerEntry.objects.create(transaction=done, account=second, seq=2, amount_minor=50, balance_minor=150)
        check_now()


@pytest.mark.parametrize(("seq", "amount", "balance"), [(3, -100, 0), (2, -100, 1), (2, -40, 60)])
def test_an_entry_that_does_not_follow_its_predecessor_cannot_be_committed(consumer: Party, provider: Party, operator: Party, seq: int, amount: int, balance: int) -> None:
    """A number left out, a balance that is not the last one plus the amount, an account's row that says something else."""
    paid_in(consumer, operator, "1.00")
    paid_in(provider, operator, "1.00")
    account, other = (LedgerAccount.objects.get(organization=party.id) for party in (consumer, provider))
    with pytest.raises(DatabaseError, match="ledger entry|stored balance"), transaction.atomic():
        forged(account, seq, 0)
        done = forged(other, 2, 100 - amount)
        LedgerEntry.objects.create(transaction=done, account=other, seq=2, amount_minor=-amount, balance_minor=100 - amount)
        LedgerEntry.objects.create(transaction=done, account=account, seq=seq, amount_minor=amount, balance_minor=balance)
        check_now()


@pytest.mark.parametrize("changes", [{"balance_minor": 101}, {"seq": 0}, {"seq": 2}, {"balance_minor": 0, "seq": 0}])
def test_a_stored_balance_cannot_be_changed_alone(consumer: Party, operator: Party, changes: dict[str, int]) -> None:
    paid_in(consumer, operator, "1.00")
    check_now()
    with pytest.raises(DatabaseError, match="stored balance"), transaction.atomic():
        LedgerAccount.objects.filter(organization=consumer.id).update(**changes)
        check_now()


def test_an_account_cannot_begin_with_money(consumer: Party, operator: Party) -> None:
    with pytest.raises(DatabaseError, match="stored balance"), transaction.atomic():
        LedgerAccount.objects.create(id=uuid.uuid4(), kind="deposit", currency="CNY", organization_id=consumer.id, balance_minor=5, created=NOW)
        check_now()


@pytest.mark.parametrize("table", ["exchange_ledgerentry", "exchange_ledgertransaction"])
@pytest.mark.parametrize("statement", ["update {} set id = id", "delete from {}", "truncate {} cascade"])
def test_entries_and_transactions_are_written_once(consumer: Party, operator: Party, table: str, statement: str) -> None:
    paid_in(consumer, operator)
    check_now()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_an_account_keeps_its_name_and_stays(consumer: Party, provider: Party, operator: Party) -> None:
    paid_in(consumer, operator)
    check_now()
    rows = LedgerAccount.objects.filter(organization=consumer.id)
    for changes in ({"organization": provider.id}, {"kind": "payable"}, {"currency": "USD"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**changes)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


def test_a_posting_is_reversed_once(consumer: Party, provider: Party, operator: Party) -> None:
    paid_in(consumer, operator, "5.00")
    done = LedgerTransaction.objects.get(pk=move(consumer, provider, 300))
    with transaction.atomic():
        ledger.reverse(done, at=NOW)
    check_now()
    assert (held(consumer), held(provider)) == (Money(500), Money(0))
    with pytest.raises((IntegrityError, Refused)), transaction.atomic():
        ledger.reverse(done, at=NOW)
    move(consumer, provider, 300)
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.reverse(done, at=NOW)


def test_a_posting_and_a_balance_cost_the_same_however_long_the_history(
    consumer: Party, provider: Party, operator: Party, django_assert_num_queries: object, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    paid_in(consumer, operator, "100.00")
    with django_capture_on_commit_callbacks(execute=True):
        move(consumer, provider, 100)
    for _ in range(3):
        with django_assert_num_queries(4):  # type: ignore[operator]  # lock, write, and the savepoint around them
            move(consumer, provider, 100)
        with django_assert_num_queries(1):  # type: ignore[operator]
            held(consumer)
