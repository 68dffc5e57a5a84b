"""Platform rules in versions: without the current one no trade."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.platform_rules import use_cases as platform_rules
from accounts.platform_rules.gather import may_trade, rules_accepted
from accounts.platform_rules.models import PlatformRules, RulesAcceptance
from kernel import clock, turns
from kernel.errors import Conflict, Forbidden, FreshAuthenticationNeeded, Invalid, NotFound
from tests.cast import Party


def test_a_new_version_stops_trade_until_it_is_accepted(provider: Party, consumer: Party, operator: Party) -> None:
    assert may_trade(provider.organization).permitted
    platform_rules.publish(operator.one, text_zh="二", text_en="Two")
    assert not rules_accepted(provider.organization).permitted
    assert may_trade(provider.organization).reasons[0].rule == "standing.rules_not_accepted"
    assert [turn.act for turn in turns.waits_on(provider.organization)] == ["platform_rules:accept"]
    platform_rules.accept(provider.owner, 2)
    assert may_trade(provider.again()).permitted and not turns.waits_on(provider.organization)
    assert not may_trade(consumer.organization).permitted


def test_a_version_to_come_can_be_accepted_before(provider: Party, operator: Party) -> None:
    day = clock.now() + timedelta(days=30)
    platform_rules.publish(operator.one, text_zh="二", text_en="Two", in_force_from=day)
    assert may_trade(provider.organization).permitted
    with clock.fixed(day):
        assert not may_trade(provider.organization).permitted
    platform_rules.accept(provider.owner, 2)
    with clock.fixed(day):
        assert may_trade(provider.again()).permitted


def test_accepting(provider: Party, operator: Party) -> None:
    with pytest.raises(Conflict):
        platform_rules.accept(provider.owner, 1)
    with pytest.raises(Invalid):
        platform_rules.accept(provider.owner, 7)
    platform_rules.publish(operator.one, text_zh="二", text_en="Two")
    with pytest.raises(Forbidden):
        platform_rules.accept(provider.steward, 2)
    assert RulesAcceptance.objects.filter(organization=provider.id).count() == 1


def test_publishing(provider: Party, operator: Party) -> None:
    with pytest.raises(Forbidden):
        platform_rules.publish(provider.owner, text_zh="二", text_en="Two")
    with pytest.raises(Invalid):
        platform_rules.publish(operator.one, text_zh="", text_en="Two")
    with pytest.raises(Invalid):
        platform_rules.publish(operator.one, text_zh="二", text_en="Two", in_force_from=clock.now() - timedelta(days=1))
    stale = operator.user("one")
    from accounts.actors import actor_of

    with pytest.raises(FreshAuthenticationNeeded):
        platform_rules.publish(actor_of(stale, operator.id), text_zh="二", text_en="Two")


def test_a_version_never_changes(operator: Party) -> None:
    for act in (lambda: PlatformRules.objects.update(text_en="x"), lambda: PlatformRules.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_nothing_to_accept_is_not_found(operator: Party) -> None:
    from kernel.actor import NOBODY

    with pytest.raises(NotFound):
        platform_rules.accept(NOBODY, 1)
