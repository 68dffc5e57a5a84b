"""Who sees a listed dataset: one rule for datasets, for the search rows and for the search's own SQL.

Grade, the provider's choice (`visibility`) and the zone decide together. Anyone sees what is public, of a general grade and outside
restricted zones. Beyond that a reader must be a verified organization, a named one where the provider named its readers, and
admitted where the zone is restricted. The grade it begins at is catalog/rules/visibility.py's.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Organization
from catalog.rules.visibility import PUBLIC_LIMIT, Visibility
from catalog.zone.models import Zone, ZoneAdmission
from kernel import clock
from kernel.actor import Actor

Sql = tuple[str, tuple[Any, ...]]


def shown_to(actor: Actor, *, dataset: str, zone: str) -> Q:
    """What this reader sees of listed rows, which have `grade` and `visibility`; `dataset` is the column with the dataset's key, `zone` the path to the zone."""
    public = Q(grade__lte=PUBLIC_LIMIT, visibility=Visibility.PUBLIC)
    inside = outside_hidden_zones(actor, zone)
    if actor.organization is None:
        return inside & public
    readers = apps.get_model("catalog", "DatasetReader")._default_manager
    named: Any = Exists(readers.filter(dataset=OuterRef(dataset), organization_id=actor.organization))
    return inside & (public | (Q(verified_reader(actor)) & (~Q(visibility=Visibility.NAMED) | Q(named))))


def shown_to_sql(actor: Actor) -> Sql:
    """The same for search rows `e`, their providers' own among them, with its parameters."""
    public, limit = "(e.grade <= %s and e.visibility = 'public')", (int(PUBLIC_LIMIT),)
    inside, zones = _outside_hidden_zones_sql(actor)
    if actor.organization is None:
        return f"({public} and {inside})", (*limit, *zones)
    verified, values = _filled("exists ({})", *_compiled_verified(), actor)
    named = "exists (select 1 from catalog_datasetreader n where n.organization_id = %s and n.dataset_id = e.dataset_id)"
    sql = f"(e.provider_id = %s or (({public} or ({verified} and (e.visibility <> 'named' or {named}))) and {inside}))"
    return sql, (actor.organization, *limit, *values, actor.organization, *zones)


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


def outside_hidden_zones(actor: Actor, zone: str = "zone") -> Q:
    """Rows whose zone, if they lie in one, is not hidden from this actor; `zone` is the path to it."""
    return Q(**{f"{zone}__isnull": True}) | ~Q(**{f"{zone}__in": _hidden(actor.organization, clock.now()).values("pk")})


def _outside_hidden_zones_sql(actor: Actor) -> Sql:
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
