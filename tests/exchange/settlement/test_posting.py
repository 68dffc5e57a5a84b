"""Postings as arithmetic: whatever the amounts, every posting sums to zero and a reversal undoes it."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from exchange.settlement import posting
from exchange.settlement.posting import FEE_SHARDS, Book, Kind, Leg, Unbalanced
from kernel.money import share

BUYER, PROVIDER, BANK, DEAL = (UUID(int=n) for n in range(1, 5))
amounts = st.integers(1, 10**15)


def totals(*postings: posting.Legs) -> Counter[Book]:
    found: Counter[Book] = Counter()
    for legs in postings:
        for leg in legs:
            found[leg.book] += leg.minor
    return found


@given(amounts, st.integers(0, 10_000), st.uuids())
def test_a_whole_deal_leaves_nothing_in_escrow_and_splits_to_the_last_unit(price: int, points: int, deal: UUID) -> None:
    fee = share(price, points)
    paid_in = posting.deposited(BUYER, BANK, price, "CNY", deposit=deal)
    funded = posting.funded(deal, BUYER, price, "CNY")
    released = posting.released(deal, PROVIDER, price, fee, "CNY")
    for legs in (paid_in, funded, released):
        assert sum(leg.minor for leg in legs) == 0
    after = totals(paid_in, funded, released)
    by_kind = Counter({kind: sum(minor for book, minor in after.items() if book.kind is kind) for kind in Kind})
    assert by_kind == Counter({Kind.CASH: -price, Kind.PAYABLE: price - fee, Kind.FEE: fee, Kind.DEPOSIT: 0, Kind.ESCROW: 0})


@given(amounts)
def test_a_refund_undoes_the_funding(price: int) -> None:
    after = totals(posting.funded(DEAL, BUYER, price, "CNY"), posting.refunded(DEAL, BUYER, price, "CNY"))
    assert not any(after.values())


@given(st.lists(st.tuples(st.sampled_from(["CNY", "USD", "JPY"]), st.integers(-(10**9), 10**9).filter(bool)), min_size=1, max_size=8))
def test_legs_pass_exactly_when_each_currency_sums_to_zero(given_legs: list[tuple[str, int]]) -> None:
    legs = [Leg(Book(Kind.DEPOSIT, currency, UUID(int=n)), minor) for n, (currency, minor) in enumerate(given_legs, 1)]
    sums: Counter[str] = Counter()
    for currency, minor in given_legs:
        sums[currency] += minor
    if any(sums.values()):
        with pytest.raises(Unbalanced):
            posting.checked(legs)
    else:
        assert totals(posting.checked(legs), posting.reversed_legs(legs)) == Counter({leg.book: 0 for leg in legs})


def test_legs_on_one_account_become_one() -> None:
    book, other = Book(Kind.DEPOSIT, "CNY", BUYER), Book(Kind.PAYABLE, "CNY", BUYER)
    assert posting.checked([Leg(book, 5), Leg(book, 2), Leg(other, -7)]) == (Leg(book, 7), Leg(other, -7))


@pytest.mark.parametrize("legs", [[], [Leg(Book(Kind.DEPOSIT, "CNY", BUYER), 0)], [Leg(Book(Kind.DEPOSIT, "CNY", BUYER), 5), Leg(Book(Kind.DEPOSIT, "CNY", BUYER), -5)]])
def test_a_posting_that_moves_nothing_is_refused(legs: list[Leg]) -> None:
    with pytest.raises(Unbalanced):
        posting.checked(legs)


@pytest.mark.parametrize("minor", [0, -1])
def test_no_amount_below_one_unit_moves(minor: int) -> None:
    for make in (posting.funded, posting.refunded):
        with pytest.raises(ValueError, match="above zero"):
            make(DEAL, BUYER, minor, "CNY")
    with pytest.raises(ValueError, match="above zero"):
        posting.deposited(BUYER, BANK, minor, "CNY", deposit=DEAL)


def test_the_fee_is_never_more_than_the_price_and_a_payout_comes_from_own_money() -> None:
    with pytest.raises(ValueError, match="between"):
        posting.released(DEAL, PROVIDER, 10, 11, "CNY")
    with pytest.raises(ValueError, match="paid out"):
        posting.paid_out(PROVIDER, BANK, 10, "CNY", source=Kind.ESCROW, payout=DEAL)


@given(st.uuids())
def test_a_deal_keeps_its_shard(deal: UUID) -> None:
    assert posting.shard_of(deal) == posting.shard_of(deal)
    assert 0 <= posting.shard_of(deal) < FEE_SHARDS
