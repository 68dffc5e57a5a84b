"""Who may end what, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from exchange.rules.ending import TerminationFacts, WithdrawalFacts, termination, withdrawal

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_a_binding_offer_binds_until_its_day() -> None:
    assert not withdrawal(WithdrawalFacts(True, NOW, NOW + timedelta(seconds=1))).permitted
    assert withdrawal(WithdrawalFacts(True, NOW, NOW)).permitted
    assert withdrawal(WithdrawalFacts(True, NOW, None)).permitted
    assert withdrawal(WithdrawalFacts(False, NOW, NOW + timedelta(days=1))).permitted


def test_in_force_ends_by_one_party_only_before_anything_can_be_delivered() -> None:
    assert termination(TerminationFacts(in_force=False, delivery_blocked=False)).permitted
    assert termination(TerminationFacts(in_force=True, delivery_blocked=True)).permitted
    assert not termination(TerminationFacts(in_force=True, delivery_blocked=False)).permitted
