"""Working days, months and what is said where the calendar is not published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from exchange.rules.border.calendar import LAST_YEAR, after, ahead, guessed, months, working
from exchange.rules.border.deadlines import EVENTS, due

D = date.fromisoformat


@pytest.mark.parametrize(("event", "on", "day"), [
    ("completeness_check", "2026-03-02", "2026-03-09"),
    ("acceptance", "2026-04-30", "2026-05-13"),
    ("assessment", "2026-09-01", "2026-11-09"),
    ("reevaluation_request", "2026-02-09", "2026-03-06"),
    ("contract_filing", "2026-09-30", "2026-10-20"),
    ("filing_check", "2026-02-13", "2026-03-12"),
    ("filing_completion", "2026-06-10", "2026-06-25"),
    ("certificate_report", "2026-12-31", "2027-01-08"),
    ("assessment_validity", "2024-02-29", "2027-02-28"),
    ("assessment_validity", "2026-03-01", "2029-03-01"),
    ("record_retention", "2028-02-29", "2031-02-28"),
    ("record_retention", "2025-02-28", "2028-02-28"),
    ("certificate_renewal", "2026-08-31", "2029-02-28"),
    ("certificate_renewal", "2026-03-15", "2028-09-15"),
    ("certificate_renewal", "2024-02-29", "2026-08-28"),
    ("extension_window_opens", "2027-05-10", "2027-02-15"),
])
def test_due(event: str, on: str, day: str) -> None:
    answer = due(event, D(on))
    assert answer.day == D(day) and answer.article and answer.certainty


def test_make_up_days_are_working_days() -> None:
    assert working(D("2026-09-20")) and working(D("2026-02-14")) and not working(D("2026-10-01")) and working(D("2026-10-10"))
    assert not working(D("2026-02-17")) and working(D("2026-02-25"))


def test_past_the_horizon_it_is_said() -> None:
    on = date(LAST_YEAR + 1, 3, 1)
    answer = due("completeness_check", on)
    assert answer.day == after(on, 5) and any("not published" in str(note) for note in answer.note)
    assert any("not published" in str(note) for note in due("assessment", date(LAST_YEAR, 12, 1)).note)
    assert not any("not published" in str(note) for note in due("completeness_check", date(LAST_YEAR, 12, 1)).note)
    assert not working(date(LAST_YEAR + 1, 3, 6)) or date(LAST_YEAR + 1, 3, 6).weekday() < 5
    assert guessed(date(LAST_YEAR, 12, 31), date(LAST_YEAR + 1, 1, 1)) and guessed(date(1990, 1, 1), date(2020, 1, 1)) and not guessed(date(2020, 1, 1), date(2021, 1, 1))


def test_the_open_points_are_said() -> None:
    assert due("extension_window_opens", D("2026-12-18")).note and due("assessment_validity", D("2024-03-21")).note and not due("assessment_validity", D("2024-03-22")).note
    assert due("assessment", D("2026-01-05")).note and not due("acceptance", D("2026-01-05")).note


def test_counting() -> None:
    start = D("2026-01-05")
    for count in range(1, 80):
        day = after(start, count)
        assert working(day) and sum(working(start + timedelta(days=each)) for each in range(1, (day - start).days + 1)) == count
        assert ahead(day, count) <= start + timedelta(days=1) or working(start + timedelta(days=1)) is False
    with pytest.raises(ValueError, match="at least one"):
        after(start, 0)
    with pytest.raises(KeyError):
        due("no such event", start)
    assert len(EVENTS) == 12


@pytest.mark.parametrize(("day", "count", "then"), [
    ("2026-01-31", 1, "2026-02-28"), ("2026-01-31", 2, "2026-03-31"), ("2026-12-15", 1, "2027-01-15"), ("2026-11-30", 1, "2026-12-30"), ("2026-01-31", -1, "2025-12-31"),
    ("2026-03-31", -1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2026-12-31", 12, "2027-12-31"), ("2026-12-31", 0, "2026-12-31"),
])
def test_months(day: str, count: int, then: str) -> None:
    assert months(D(day), count) == D(then)
