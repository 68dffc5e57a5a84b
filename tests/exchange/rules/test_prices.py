"""Prices are told of large groups only, roughly, and a year never gives away what its quarters hide."""

from __future__ import annotations

from datetime import date

from hypothesis import given, strategies as st

from exchange.rules.prices import LEAST_UNIT, STEP, Group, Period, downward, ended, may_be_told, nearest, told, upward

ENOUGH = Group(6, 3, 3, 3, 2, 120_000, 255_000, 990_000)


def test_small_or_lopsided_groups_are_hidden() -> None:
    assert told(ENOUGH) is not None
    for smaller in (Group(4, 3, 3, 2, 2, 1, 1, 1), Group(9, 2, 3, 4, 4, 1, 1, 1), Group(9, 3, 2, 4, 4, 1, 1, 1), Group(9, 5, 5, 5, 2, 1, 1, 1), Group(9, 5, 5, 2, 5, 1, 1, 1)):
        assert told(smaller) is None
        assert told(ENOUGH, smaller) is None, "what a year holds beyond its told quarters is a group of its own"
    assert told(ENOUGH, ENOUGH) == told(ENOUGH)


def test_figures_are_rough() -> None:
    shown = told(ENOUGH)
    assert shown is not None and (shown.deals, shown.low, shown.median, shown.high) == (5, 100_000, 260_000, 1_000_000)


@given(st.integers(1, 10**15), st.integers(1, 3))
def test_rounding_holds_the_amount_between(minor: int, digits: int) -> None:
    down, near, up = downward(minor, digits), nearest(minor, digits), upward(minor, digits)
    assert down <= minor <= up and down <= near <= up and (up == down or up - down == max(LEAST_UNIT, 10 ** (len(str(minor)) - digits)))
    assert downward(down, digits) == down and len(str(near).rstrip("0")) <= digits


PRICES = st.integers(1, 10**9) | st.builds(lambda digits, zeros: digits * 10**zeros, st.integers(1, 99), st.integers(0, 8))


def group_of(prices: list[int]) -> Group:
    """As the database makes it, of enough organizations."""
    prices = sorted(prices)
    return Group(len(prices), 3, 3, 1, 1, prices[0], prices[(len(prices) - 1) // 2], prices[-1])


@given(st.lists(PRICES, min_size=5, max_size=12))
def test_the_range_holds_every_deal(prices: list[int]) -> None:
    shown = told(group_of(prices))
    assert shown is not None and shown.low <= min(prices) and max(prices) < shown.high and shown.low <= shown.median <= shown.high


@given(PRICES, st.integers(5, 9))
def test_one_price_for_all_is_not_given_away(price: int, deals: int) -> None:
    """All figures together, the median among them, fit other prices as well."""
    near = [one for one in range(max(1, price - 1), price + 2) if one != price and told(group_of([one] * deals)) == told(group_of([price] * deals))]
    assert near


@given(st.builds(Group, *[st.integers(0, 12)] * 5, *[st.integers(1, 10**9)] * 3))
def test_what_is_told_is_always_of_enough(group: Group) -> None:
    shown = told(group)
    assert (shown is not None) == may_be_told(group)
    if shown:
        assert group.deals >= shown.deals >= 5 and shown.deals % STEP == 0 and group.providers >= 3 and group.buyers >= 3


def test_periods_that_are_over_come_in_order() -> None:
    names = [period.name for period in ended(date(2025, 8, 20), date(2026, 4, 1), 40)]
    assert names == ["2025-Q3", "2025-Q4", "2025", "2026-Q1"]
    assert (Period(2026, 4).until, Period(2026, 0).until, Period(2026, 1).until) == (date(2027, 1, 1), date(2027, 1, 1), date(2026, 4, 1))
