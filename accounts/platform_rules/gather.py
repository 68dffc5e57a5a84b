"""Which platform rules apply, and an organization's standing: the frozen facts of accounts.rules.standing."""

from __future__ import annotations

from datetime import datetime

from accounts.organization.models import Organization
from accounts.platform_rules.models import PlatformRules
from accounts.rules import standing
from kernel import clock
from kernel.decision import Decision


def current_number(at: datetime | None = None) -> int:
    """The number of the rules in force; 0 before any."""
    return PlatformRules.objects.in_force(at or clock.now()).values_list("number", flat=True).first() or 0


def facts(organization: Organization, at: datetime | None = None) -> standing.Standing:
    """One small statement: the number in force."""
    at = at or clock.now()
    return standing.Standing(organization.state, organization.verified_until, organization.rules_accepted, current_number(at), at)


def may_trade(organization: Organization, at: datetime | None = None) -> Decision:
    """Verified, not run out, rules accepted: for `act.require` in every trade act."""
    return standing.may_trade(facts(organization, at))


def rules_accepted(organization: Organization, at: datetime | None = None) -> Decision:
    """The last of the three alone."""
    return standing.rules_accepted(facts(organization, at))
