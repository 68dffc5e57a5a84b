"""The clock: what now is, and who may move it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import DoorError, Invalid
from kernel.models import ClockOffset, Event
from kernel.upkeep import move_clock

YEAR_END = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    clock.forget_offset()


def test_fixed_holds_and_gives_back() -> None:
    with clock.fixed(YEAR_END):
        assert clock.now() == YEAR_END
        with clock.fixed(YEAR_END + timedelta(days=1)):
            assert clock.now() == YEAR_END + timedelta(days=1)
        assert clock.now() == YEAR_END


def test_today_is_the_day_in_shanghai() -> None:
    with clock.fixed(YEAR_END):
        assert clock.today().isoformat() == "2027-01-01"


def test_now_is_aware_utc(db: None) -> None:
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_move_clock_moves_now_and_records(db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert move_clock(SYSTEM, timedelta(days=45)) == timedelta(days=45)
    assert clock.now() - datetime.now(UTC) > timedelta(days=44)
    assert Event.objects.get(name="kernel.clock.moved").subject_type == "kernel.ClockOffset"
    assert move_clock(SYSTEM, timedelta(days=1)) == timedelta(days=46)


@pytest.mark.parametrize("by", [timedelta(0), timedelta(days=-1), timedelta(days=4000)])
def test_only_forward(db: None, by: timedelta) -> None:
    with pytest.raises(Invalid):
        move_clock(SYSTEM, by)
    assert not ClockOffset.objects.exists()


def test_a_real_clock_does_not_move(db: None, settings: Settings) -> None:
    settings.CLOCK_MOVABLE = False
    with pytest.raises(DoorError):
        move_clock(SYSTEM, timedelta(days=1))
    with pytest.raises(CommandError):
        call_command("move_clock", "--days", "1")


def test_a_real_clock_ignores_the_offset(db: None, settings: Settings) -> None:
    ClockOffset.objects.create(pk=1, offset=timedelta(days=400))
    settings.CLOCK_MOVABLE = False
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_other_processes_follow_within_half_a_second(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_read_every", 0.5)  # as it is outside tests
    assert clock.offset() == timedelta()
    ClockOffset.objects.create(pk=1, offset=timedelta(hours=3))
    clock._offset_read = (clock._offset_read[0] - 0.6, clock._offset_read[1])
    assert clock.offset() == timedelta(hours=3)
