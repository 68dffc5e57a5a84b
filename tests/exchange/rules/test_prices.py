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


def group_of(deals: list[tuple[int, bool]]) -> Group:
    """As the database makes it: price, and whether it was a public list price; of enough organizations."""
    prices = sorted(price for price, _listed in deals)
    return Group(len(prices), 3, 3, 1, 1, prices[0], prices[(len(prices) - 1) // 2], prices[-1], frozenset(price for price, listed in deals if not listed))


PRICES = st.integers(1, 10**9) | st.builds(lambda digits, zeros: digits * 10**zeros, st.integers(1, 99), st.integers(0, 8))


@given(st.lists(st.tuples(PRICES, st.booleans()), min_size=5, max_size=12) | st.builds(lambda price, listed, n: [(price, listed)] * n, PRICES, st.booleans(), st.integers(5, 9)))
def test_no_figure_is_the_exact_price_of_a_deal(deals: list[tuple[int, bool]]) -> None:
    """Unless it was a public list price; and the same figures fit more than one price, so that nothing is read off all of them together."""
    shown, prices = told(group_of(deals)), {price for price, _listed in deals}
    assert shown is not None and shown.low < min(prices) and max(prices) < shown.high
    assert shown.median is None or shown.median not in {price for price, listed in deals if not listed}
    if len(prices) == 1 and not deals[0][1]:
        others = [one for one in range(shown.low + 1, min(shown.high, shown.low + 40)) if told(group_of([(one, False)] * len(deals))) == shown]
        near = [one for one in range(max(1, deals[0][0] - 40), deals[0][0] + 40) if told(group_of([(one, False)] * len(deals))) == shown]
        assert set(others) | set(near) != prices or shown.median is None


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
