"""Values in the reader's form."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from kernel import clock
from kernel.money import Money
from web.components import formats

NOW = datetime(2026, 9, 16, 2, 44, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "currency", "zh", "en"),
    [
        (64_000_000, "CNY", "¥640,000.00", "CNY\u00a0640,000.00"),
        (-123_450, "CNY", "\u2212¥1,234.50", "CNY\u00a0\u22121,234.50"),
        (-123_450, "", "\u22121,234.50", "\u22121,234.50"),
        (9_900, "JPY", "JPY\u00a09,900", "JPY\u00a09,900"),
        (1_234_567, "KWD", "KWD\u00a01,234.567", "KWD\u00a01,234.567"),
        (5, "CNY", "¥0.05", "CNY\u00a00.05"),
        (Money(100, "SGD"), "", "SGD\u00a01.00", "SGD\u00a01.00"),
        (None, "CNY", "", ""),
    ],
)
def test_money(value: object, currency: str, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert formats.money(value, currency) == zh
    with translation.override("en"):
        assert formats.money(value, currency) == en


def test_times() -> None:
    with translation.override("zh-hans"):
        assert "2026-09-16\u00a010:44" in formats.when(NOW)
        assert "2026 年 9 月 16 日" in formats.day(date(2026, 9, 16), "long")
    with translation.override("en"):
        assert "16\u00a0Sep\u00a02026 10:44" in formats.when(NOW)
        assert 'datetime="2026-09-16T10:44:00+08:00"' in formats.when(NOW)
    assert formats.when("<b>") == "&lt;b&gt;"
    assert formats.when(None) == ""


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (timedelta(days=3), "in 3 days"), (timedelta(days=-1), "1 day ago"), (timedelta(hours=5, minutes=1), "in 5 hours"),
        (timedelta(minutes=-20), "20 minutes ago"), (timedelta(seconds=20), "now"),
    ],
)
def test_until(gap: timedelta, words: str) -> None:
    with clock.fixed(NOW), translation.override("en"):
        assert formats.until(NOW + gap) == words
        assert formats.until(date(2026, 9, 16)) == "today"


@pytest.mark.parametrize(("size", "words"), [(0, "0 B"), (999, "999 B"), (1_000, "1 KB"), (12_345, "12.3 KB"), (999_600, "1 MB"), (1_840_000_000, "1.84 GB")])
def test_bytes(size: int, words: str) -> None:
    assert formats.bytes_(size) == words.replace(" ", "\u00a0")


def test_the_rest() -> None:
    assert formats.percent(0.989) == "98.9%"
    assert formats.percent(1) == "100%"
    assert formats.number(1_234_567) == "1,234,567"
    assert (formats.number(499, 500), formats.number(500, 500)) == ("499", "500+")
    assert ">51d0…b7e9<" in formats.sha256("51d0" + "0" * 56 + "b7e9")
    assert formats.lines("one\n\ntwo") == ["one", "two"]
