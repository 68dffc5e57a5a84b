"""The cast itself: everyone stands where the other tests believe them to stand."""

from __future__ import annotations

from tests.cast import Party


def test_the_cast_is_verified_and_has_its_people(provider: Party, consumer: Party, overseas: Party, outsider: Party, regulator: Party, operator: Party) -> None:
    for party in (provider, consumer, overseas, outsider):
        assert party.again().state == "verified"
        assert party.organization.rules_accepted == 1
    assert provider.steward.roles == {"steward"}
    assert consumer.trader.organization == consumer.id
    assert overseas.organization.abroad and not provider.organization.abroad
    assert regulator.auditor.jurisdiction == "regulator" and operator.two.jurisdiction == "operator"
    assert operator.one.person != operator.two.person
