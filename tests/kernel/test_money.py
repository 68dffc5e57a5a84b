"""Money: whole minor units in, whole minor units out, nothing lost on the way."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from kernel.errors import Invalid
from kernel.money import EXPONENTS, LARGEST, Money, parse, share, split

minors = st.integers(min_value=0, max_value=LARGEST)
currencies = st.sampled_from(sorted(EXPONENTS))


@given(st.integers(min_value=-LARGEST, max_value=LARGEST), currencies)
def test_text_and_back(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert parse(money.amount, currency) == money
    assert Decimal(money.amount).scaleb(EXPONENTS[currency]) == minor


@given(st.text(max_size=40), currencies)
def test_any_text_is_money_or_invalid(text: str, currency: str) -> None:
    try:
        money = parse(text, currency)
    except Invalid:
        return
    assert Decimal(text) == Decimal(money.amount)


@pytest.mark.parametrize(
    "text",
    ["", " ", "1e3", "1e999999", "1e-999999", "NaN", "Infinity", "-Infinity", "sNaN", "1_000", "1,000", "１２", "٣", "0x10", "+1", " 1", "1 ", "1.", ".5", "1.2.3",
     "--1", "1.005", "0.1000000000000000000000000000001", "1" * 17, "9" * 400, "1\x00", "null", "1\n"],
)  # fmt: skip
def test_what_is_no_plain_number_is_invalid(text: str) -> None:
    with pytest.raises(Invalid):
        parse(text)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("0", "CNY", 0), ("-0.00", "CNY", 0), ("1234.5", "CNY", 123450), ("1234.50", "CNY", 123450), ("1.10000", "CNY", 110), ("-0.05", "CNY", -5), ("007", "JPY", 7),
     ("7.000", "JPY", 7), ("1.005", "KWD", 1005), ("10000000000000.00", "CNY", LARGEST)],
)  # fmt: skip
def test_plain_numbers(text: str, currency: str, minor: int) -> None:
    assert parse(text, currency) == Money(minor, currency)


def test_an_unknown_currency_is_invalid() -> None:
    for currency in ("XXX", "", "cny"):
        with pytest.raises(Invalid):
            parse("1", currency)


@given(minors, st.integers(min_value=0, max_value=10_000))
def test_a_share_is_the_exact_one_within_half_a_unit(minor: int, points: int) -> None:
    part = share(minor, points)
    assert 0 <= part <= minor
    assert abs(part * 10_000 - minor * points) <= 5_000


@given(minors, st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=20).filter(any))
def test_parts_sum_to_the_whole_and_are_fair(minor: int, weights: list[int]) -> None:
    parts = split(minor, weights)
    assert sum(parts) == minor
    total = sum(weights)
    assert all(abs(part * total - minor * weight) < total for part, weight in zip(parts, weights, strict=True))
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@pytest.mark.parametrize(("minor", "weights"), [(-1, [1]), (1, []), (1, [0, 0]), (1, [-1, 2])])
def test_split_refuses_nonsense(minor: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="split"):
        split(minor, weights)


@pytest.mark.parametrize(("minor", "points"), [(-1, 10), (1, -1), (1, 10_001)])
def test_share_refuses_nonsense(minor: int, points: int) -> None:
    with pytest.raises(ValueError, match="share"):
        share(minor, points)
