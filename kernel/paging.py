"""Keyset pages: no OFFSET anywhere, so a deep page costs what the first one costs."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import FieldError, ValidationError
from django.db import DataError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_noop

from kernel.decision import Say
from kernel.errors import Invalid

LIMIT = 100
LONGEST_CURSOR = 2_000
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """`items` in order; `next` and `previous` are opaque cursors or None."""

    items: list[M]
    next: str | None
    previous: str | None = None


def encode(values: Sequence[Any], *, back: bool = False) -> str:
    body = json.dumps([back, *[v.isoformat() if hasattr(v, "isoformat") else str(v) for v in values]], separators=(",", ":"))
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def decode(cursor: str, width: int) -> tuple[bool, list[str]]:
    """Errors: Invalid when the cursor was not made here."""
    if len(cursor) > LONGEST_CURSOR:
        raise _bad_cursor()
    try:
        back, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise _bad_cursor() from error
    if not isinstance(back, bool) or len(values) != width or not all(isinstance(v, str) and "\x00" not in v for v in values):
        raise _bad_cursor()
    return back, values


def _bad_cursor() -> Invalid:
    return Invalid(fields={"cursor": [Say(gettext_noop("This page marker is not valid. Start again from the first page."))]})


def _beyond(order: Sequence[str], values: Sequence[Any], *, back: bool) -> Q:
    """The rows after (or before) the marked one in the given order, as a row comparison spelled out."""
    query = Q()
    equal = Q()
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        descending = name.startswith("-") != back
        query |= equal & Q(**{f"{field}__{'lt' if descending else 'gt'}": value})
        equal &= Q(**{field: value})
    return query


def page(rows: QuerySet[M], order: Sequence[str], *, cursor: str | None = None, limit: int = 20) -> Page[M]:
    """One page of `rows` by `order` (field names, "-" for descending; the last one unique)."""
    limit = max(1, min(limit, LIMIT))
    back, values = decode(cursor, len(order)) if cursor else (False, [])
    try:
        found = list(seek(rows, order, values, back=back)[: limit + 1])
    except (ValidationError, ValueError, FieldError, OverflowError, DataError) as error:
        if not values:
            raise
        raise _bad_cursor() from error
    return cut(found, order, limit=limit, at=bool(values), back=back)


def seek(rows: QuerySet[M], order: Sequence[str], values: Sequence[Any], *, back: bool = False) -> QuerySet[M]:
    """`rows` in order from behind the marked values on. The first order field also gets a plain range bound, so that the index is
    entered at the marked place."""
    names = [_flip(name) for name in order] if back else list(order)
    if values:
        side = "lte" if order[0].startswith("-") != back else "gte"
        rows = rows.filter(Q(**{f"{order[0].lstrip('-')}__{side}": values[0]}) & _beyond(order, values, back=back))
    return rows.order_by(*names)


def cut(found: list[Any], order: Sequence[str], *, limit: int, at: bool, back: bool) -> Page[Any]:
    """The page of what was found with one row more than `limit`; `at` if it goes on from a mark, `back` if it was read backwards."""
    more = len(found) > limit
    items = found[:limit]
    if back:
        items.reverse()
    has_next = more if not back else at
    has_previous = at if not back else more
    return Page(
        items,
        _mark(items[-1], order, back=False) if items and has_next else None,
        _mark(items[0], order, back=True) if items and has_previous else None,
    )


def moment_and_id(cursor: str) -> tuple[bool, datetime, UUID]:
    """What a cursor of an order by time and id says: back or on, and from where. Errors: Invalid."""
    back, (at, pk) = decode(cursor, 2)
    try:
        return back, datetime.fromisoformat(at).astimezone(UTC), UUID(pk)
    except (ValueError, OverflowError) as error:
        raise _bad_cursor() from error


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _mark(row: Any, order: Sequence[str], *, back: bool) -> str:
    return encode([_value(row, name.lstrip("-")) for name in order], back=back)


def _value(row: Any, path: str) -> Any:
    if isinstance(row, dict):
        return row[path]
    for part in path.split("__"):
        row = getattr(row, part)
    return row
