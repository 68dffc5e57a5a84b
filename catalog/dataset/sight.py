"""Whether the reader's organization is verified now, which important data is shown to: one rule for datasets, for the search rows
and for the search's own SQL. The grade it begins at is catalog/rules/visibility.py's.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, QuerySet

from accounts.models import Organization
from kernel import clock
from kernel.actor import Actor


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
