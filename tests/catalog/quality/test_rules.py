"""Measures as pure arithmetic: never flattered, unknown where nothing can be said, and promises compared to the last digit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st

from catalog.rules.durations import is_duration, later
from catalog.rules.measuring import Column, Facts, File, measure, share
from catalog.rules.quality import SHARES, Dimension, Measure, Promise, compared, of_percent, percent, promised, score
from kernel.errors import Invalid

DAY = date(2026, 3, 1)


def facts(*files: File, **over: Any) -> Facts:
    return Facts(**({"files": files, "dictionary": {"id": "code", "n": "integer"}, "frequency": "monthly", "updated_on": DAY, "today": DAY, "promise": Promise()} | over))


def file(rows: int = 10, present: int = 10, distinct: int = 10, *, keys: tuple[str, ...] = (), exact: bool = True, valid: Fraction | None = None) -> File:
    return File("f.csv", rows, (Column("id", "code", rows, distinct, exact, None), Column("n", "integer", present, 3, True, valid)), keys)


def found(given_: Facts) -> dict[str, Measure]:
    return {str(one.dimension): one for one in measure(given_)}


def test_the_formulas() -> None:
    told = found(facts(file(present=7, keys=("id",), valid=Fraction(6, 7)), today=DAY + timedelta(days=62)))
    values = {name: one.value for name, one in told.items()}
    assert values == {"completeness": "0.8500", "validity": "0.8571", "uniqueness": "1.0000", "consistency": "1.0000", "timeliness": "0.5000", "accessibility": "1.0000"}
    assert (told["completeness"].part, told["completeness"].whole) == (17, 20)
    assert score(tuple(told.values())) == 86


@pytest.mark.parametrize(
    ("given_", "reasons"),
    [
        (facts(), {"completeness": "no_files", "accessibility": "no_files"}),
        (facts(file(), File("g.csv")), {"completeness": "unscanned", "validity": "unscanned", "uniqueness": "unscanned", "consistency": "unscanned", "accessibility": "untried"}),
        (facts(File("f", 0, (Column("id", "text", 0, 0, True, None),))), {"completeness": "no_rows", "uniqueness": "no_rows"}),
        (facts(file(), frequency="irregular"), {"validity": "no_typed", "uniqueness": "no_key", "timeliness": "no_interval"}),
        (facts(file(), updated_on=None, dictionary={}), {"timeliness": "no_date", "consistency": "no_dictionary"}),
        (facts(file(exact=False), promise=Promise(key="id")), {"uniqueness": "key_estimated"}),
        (facts(file(), promise=Promise(key="gone")), {"uniqueness": "key_missing"}),
        (facts(File("x.xlsx", code="form")), {"accessibility": "untried", "completeness": "unscanned"}),
    ],
)
def test_unknown_is_never_one(given_: Facts, reasons: dict[str, str]) -> None:
    told = found(given_)
    assert {name: told[name].reason for name in reasons} == reasons
    assert all(told[name].value is None for name in reasons)
    assert score(tuple(told.values())) is None or sum(one.value is not None for one in told.values()) >= 4


def test_a_broken_file_cannot_be_had_and_a_wrong_type_does_not_agree() -> None:
    assert found(facts(file(), File("g.csv", code="cut")))["accessibility"].value == "0.5000"
    assert found(facts(file(), dictionary={"id": "code", "n": "date", "more": "text"}))["consistency"].value == "0.3333"
    assert found(facts(file(distinct=9), promise=Promise(key="id")))["uniqueness"].value == "0.9000"


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_share_is_rounded_down(part: int, whole: int) -> None:
    part = min(part, whole)
    told = Decimal(share(part, whole))
    exact = Fraction(part, whole)
    assert Fraction(told) <= exact < Fraction(told) + Fraction(1, 10_000)
    assert (told == 1) == (part == whole)


@given(st.dictionaries(st.sampled_from(SHARES), st.integers(0, 10_000).map(lambda n: f"{n / 10_000:.4f}"), min_size=1), st.integers(0, 10_000))
def test_a_promise_is_kept_from_its_least_share_on(said: dict[str, str], measured: int) -> None:
    promise = promised(said)
    assert Promise.from_json(promise.as_json()) == promise == promised(promise.as_json())
    assert all(of_percent(Decimal(percent(share))) == share for name, share in promise.as_json().items())
    value = f"{Decimal(measured) / 10_000:.4f}"
    for one in compared(promise, [Measure(Dimension(name), value) for name in said], None, DAY):
        assert one.kept == (Decimal(value) >= Decimal(said[one.name]))
    assert all(one.kept is None for one in compared(promise, [Measure(Dimension(name), None, "unscanned") for name in said], None, DAY))


def test_what_cannot_be_promised() -> None:
    with pytest.raises(Invalid) as caught:
        promised({"completeness": "1.01", "validity": "0.99999", "uniqueness": "nan", "consistency": "1e-1x", "update_every": "P1H", "key": "k" * 81, "beauty": "1"})
    assert set(caught.value.fields) == {"completeness", "validity", "uniqueness", "consistency", "update_every", "key", "beauty"}
    assert promised({"completeness": " ", "key": None}) == Promise()
    assert promised({"completeness": "-0", "validity": "1.000"}).as_json() == {"completeness": "0", "validity": "1"}


def test_durations_by_the_calendar() -> None:
    assert later(date(2026, 1, 31), "P1M") == date(2026, 2, 28) and later(date(2024, 2, 29), "P1Y") == date(2025, 2, 28)
    assert later(DAY, "PT36H") == DAY + timedelta(days=2) and later(DAY, "P2W") == DAY + timedelta(days=14)
    assert [is_duration(text) for text in ("P1D", "P999Y", "P0D", "P1M1D", "")] == [True, False, False, False, False]
    (late,) = compared(Promise(update_every="P1M"), (), DAY, date(2026, 4, 2))
    (just,) = compared(Promise(update_every="P1M"), (), DAY, date(2026, 4, 1))
    assert (late.kept, just.kept) == (False, True)
