"""At which clearances the watch looks, and that those on which it fails hold up no other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.organization.models import Organization
from exchange.agreement import use_cases as agreements
from exchange.clearance import tasks, use_cases as clearances
from exchange.clearance.models import Clearance
from exchange.clearance.tasks import watch
from exchange.determination import use_cases as determinations
from kernel import clock
from kernel.actor import SYSTEM
from tests.cast import Party


def test_the_watch_looks_only_where_something_may_have_changed(provider: Party, overseas: Party, operator: Party, django_assert_num_queries: Any, cleared: Clearance) -> None:
    clearance = cleared
    watch()
    assert watch() == 0
    clearance.refresh_from_db()
    assert clearance.next_look > clock.now()
    with django_assert_num_queries(4):  # what its reader waits for, in a transaction of its own, and whose time has come
        assert watch() == 0
    agreements.state_outside(provider.owner, ordinary=1_500_000, sensitive=0)
    determinations.repeat(SYSTEM, clearance.agreement_id, occasion="statement")
    assert watch() == 1, "an event wakes it"
    quiet = clearances.reinstate(operator.one, clearance.pk, cause="Looked at.")
    assert watch() == 0
    Organization.objects.filter(pk=overseas.id).update(country="US")
    assert watch() == 0, "of what no event tells"
    with clock.fixed(clock.now() + timedelta(days=1, minutes=1)):
        assert watch() == 1, "it is looked at once a day"
    quiet.refresh_from_db()
    assert quiet.state == "suspended"


def test_clearances_that_always_fail_hold_up_no_other(provider: Party, overseas: Party, operator: Party, monkeypatch: pytest.MonkeyPatch, cleared: Clearance) -> None:
    clearance = cleared
    Organization.objects.filter(pk=overseas.id).update(country="US")
    real = tasks.alert
    monkeypatch.setattr(tasks, "alert", lambda actor, pk: 1 / 0)
    assert watch() == 0
    monkeypatch.setattr(tasks, "alert", real)
    assert watch() == 0, "it rests"
    with clock.fixed(clock.now() + timedelta(minutes=2)):
        assert watch() == 1
    clearance.refresh_from_db()
    assert clearance.state == "suspended"
