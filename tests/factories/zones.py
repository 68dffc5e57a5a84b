"""Zones with their operator, admissions to them, and service providers, by the acts people perform."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.intermediary import use_cases as intermediaries
from accounts.models import ServiceProvider
from catalog.operation import use_cases as operation
from catalog.zone import use_cases as zones
from catalog.zone.models import Zone, ZoneAdmission, ZoneAuthorization
from kernel import clock
from tests.cast import Party


def zone_opened(operator: Party, run_by: Party | None = None, **over: Any) -> Zone:
    said: dict[str, Any] = {"code": "health", "name_zh": "健康专区", "name_en": "Health zone", "kind": "institutions"}
    return zones.open_zone(operator.one, **(said | {"operator": run_by.id if run_by else None} | over))


def authorized(operator: Party, zone: Zone, holder: Party, days: int = 30) -> ZoneAuthorization:
    today = clock.today()
    return operation.authorize(
        operator.one, zone.pk, organization=holder.id, authority="Municipal bureau", document_number="2026-1", document_date=today, document_sha256="ab" * 32, since=today,
        until=today + timedelta(days=days),
    )  # fmt: skip


def applied(user: Party, zone: Zone, *purposes: str) -> ZoneAdmission:
    return zones.apply(user.owner, zone.pk, purposes=purposes or ("analysis",), statement="Studies of delays.")


def admitted(runner: Party, user: Party, zone: Zone, *purposes: str, days: int = 30) -> ZoneAdmission:
    asked = applied(user, zone, *purposes)
    return zones.admit(runner.owner, asked.pk, purposes=purposes or ("analysis",), until=clock.now() + timedelta(days=days))


def service_provider(operator: Party, party: Party, *kinds: str, days: int = 90) -> ServiceProvider:
    """The party on the register of service providers."""
    return intermediaries.register(operator.one, organization=party.id, kinds=kinds or ("assessment",), evidence="L-1", until=clock.today() + timedelta(days=days))
