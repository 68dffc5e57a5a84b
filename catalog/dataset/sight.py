"""Whom a listed dataset is shown to beyond its grade: important data to verified organizations, a restricted zone's data to those
admitted to it. One rule for datasets, for revisions, for the search rows and for the search's own SQL. The grade it begins at is
catalog/rules/visibility.py's.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Organization
from catalog.zone.models import Zone, ZoneAdmission
from kernel import clock
from kernel.actor import Actor

Sql = tuple[str, tuple[Any, ...]]


def _verified(organization: UUID | None, at: datetime) -> QuerySet[Organization]:
    return Organization.objects.verified(at).filter(pk=organization)  # type: ignore[misc]  # None finds nothing


def _hidden(organization: UUID | None, at: datetime) -> QuerySet[Zone]:
    """Restricted zones which this organization neither runs nor is admitted to now."""
    rows = Zone.objects.filter(restricted=True)
    if organization is None:
        return rows
    admitted = ZoneAdmission.objects.in_force(at).filter(zone=OuterRef("pk"), organization_id=organization)
    return rows.filter(Q(operator=None) | ~Q(operator_id=organization)).filter(~Exists(admitted))


def verified_reader(actor: Actor) -> Exists:
    return Exists(_verified(actor.organization, clock.now()))


def verified_reader_sql(actor: Actor) -> Sql:
    """The same as a condition with its parameters."""
    return _filled("exists ({})", *_compiled_verified(), actor)


def outside_hidden_zones(actor: Actor, zone: str = "zone") -> Q:
    """Rows whose zone, if they lie in one, is not hidden from this actor; `zone` is the path to it."""
    return Q(**{f"{zone}__isnull": True}) | ~Q(**{f"{zone}__in": _hidden(actor.organization, clock.now()).values("pk")})


def outside_hidden_zones_sql(actor: Actor) -> Sql:
    """The same for search rows `e`: evaluated once a statement."""
    made = _compiled_open() if actor.organization is None else _compiled_hidden()
    return _filled("(e.zone_id in ({})) is not true", *made, actor)


def _filled(form: str, sql: str, slots: tuple[Any, ...], actor: Actor) -> Sql:
    values = {UUID: actor.organization, datetime: clock.now()}
    return form.format(sql), tuple(values.get(type(slot), slot) for slot in slots)


@cache
def _compiled_verified() -> Sql:
    return _verified(UUID(int=0), datetime.max.replace(tzinfo=UTC)).values("pk").query.sql_with_params()


@cache
def _compiled_hidden() -> Sql:
    return _hidden(UUID(int=0), datetime.max.replace(tzinfo=UTC)).values("pk").query.sql_with_params()


@cache
def _compiled_open() -> Sql:
    return _hidden(None, datetime.max.replace(tzinfo=UTC)).values("pk").query.sql_with_params()
