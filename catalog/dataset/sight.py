"""Who sees a listed dataset: one rule for datasets, for the search rows and for the search's own SQL.

Grade and the provider's choice (`visibility`) decide together. Anyone sees what is public and of a general grade. Beyond that a
reader must be a verified organization, and a named one where the provider named its readers. The grade it begins at is
catalog/rules/visibility.py's.
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
from kernel import clock
from kernel.actor import Actor


def public() -> Q:
    """What nobody-in-particular sees of listed rows."""
    return Q(grade__lte=PUBLIC_LIMIT, visibility=Visibility.PUBLIC)


def beyond_the_public(actor: Actor, dataset: str) -> Q:
    """What this reader sees of listed rows whose dataset's key is the column `dataset`."""
    readers = apps.get_model("catalog", "DatasetReader")._default_manager
    named: Any = Exists(readers.filter(dataset=OuterRef(dataset), organization_id=actor.organization))  # type: ignore[misc]  # None finds nothing
    return Q(verified_reader(actor)) & (~Q(visibility=Visibility.NAMED) | Q(named))


def sight_sql(actor: Actor, table: str) -> tuple[str, tuple[Any, ...]]:
    """The same as a condition on `table` (columns grade, visibility, dataset_id, provider_id) with its parameters."""
    anyone, limit = f"({table}.grade <= %s and {table}.visibility = 'public')", (int(PUBLIC_LIMIT),)
    if actor.organization is None:
        return anyone, limit
    verified, values = verified_reader_sql(actor)
    named = f"exists (select 1 from catalog_datasetreader n where n.organization_id = %s and n.dataset_id = {table}.dataset_id)"  # noqa: S608 - constant SQL
    sql = f"({anyone} or {table}.provider_id = %s or ({verified} and ({table}.visibility <> 'named' or {named})))"
    return sql, (*limit, actor.organization, *values, actor.organization)


def _verified(organization: UUID | None, at: datetime) -> QuerySet[Organization]:
    return Organization.objects.verified(at).filter(pk=organization)  # type: ignore[misc]  # None finds nothing


def verified_reader(actor: Actor) -> Exists:
    return Exists(_verified(actor.organization, clock.now()))


def verified_reader_sql(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """The same as a condition with its parameters."""
    sql, slots = _compiled()
    values = {UUID: actor.organization, datetime: clock.now()}
    return f"exists ({sql})", tuple(values.get(type(slot), slot) for slot in slots)


@cache
def _compiled() -> tuple[str, tuple[Any, ...]]:
    return _verified(UUID(int=0), datetime.max.replace(tzinfo=UTC)).values("pk").query.sql_with_params()
