"""The register of exports read for pages and returns: flows by destination, and the sums of a month. Only what was delivered counts.

One organization's own exports are counted as they are read; all of them are added up from days counted in the background.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from exchange.clearance.models import ExportDay, ExportDeclaration
from exchange.clearance.states import Declared
from kernel.clock import LOCAL_ZONE

COLUMNS = (
    "number", "delivered", "exporter", "recipient", "destination", "clearance", "path", "lane", "method", "fields", "persons_ordinary", "persons_sensitive", "same_persons_again", "bytes",
)


@dataclass(frozen=True, slots=True)
class Flow:
    """What went to one destination: exports by what is in them (no persons, ordinary data, sensitive data), persons counted once, bytes."""

    destination: str
    kinds: tuple[int, int, int]
    ordinary: int
    sensitive: int
    bytes: int

    @property
    def exports(self) -> int:
        return sum(self.kinds)


def month(year: int, number: int) -> tuple[datetime, datetime]:
    """The first moment of a month in Asia/Shanghai, and of the next one."""
    after = (year + 1, 1) if number == 12 else (year, number + 1)
    return datetime(year, number, 1, tzinfo=LOCAL_ZONE), datetime(*after, 1, tzinfo=LOCAL_ZONE)


def delivered(rows: QuerySet[Any], since: datetime, until: datetime) -> QuerySet[Any]:
    return rows.filter(state=Declared.DELIVERED.value, delivered__gte=since, delivered__lt=until)


def flows(rows: QuerySet[Any]) -> list[Flow]:
    """By destination, the largest first. One statement over rows already narrowed."""
    new = Q(repeat=False)
    sums = rows.order_by().values("destination").annotate(
        persons=Sum("ordinary", filter=new, default=0), exposed=Sum("sensitive", filter=new, default=0), size=Sum("bytes", default=0),
        plain=Count("pk", filter=Q(ordinary=0, sensitive=0)), personal=Count("pk", filter=Q(ordinary__gt=0, sensitive=0)), delicate=Count("pk", filter=Q(sensitive__gt=0)),
    )  # fmt: skip
    found = [Flow(row["destination"], (row["plain"], row["personal"], row["delicate"]), row["persons"], row["exposed"], row["size"]) for row in sums]
    return _largest_first(found)


def added_up(days: Iterable[ExportDay]) -> list[Flow]:
    """The same from days that were counted."""
    sums: dict[str, list[int]] = {}
    for day in days:
        for destination, numbers in day.flows.items():
            sums[destination] = [one + other for one, other in zip(sums.get(destination, [0] * 6), numbers, strict=True)]
    return _largest_first([Flow(place, (plain, personal, delicate), *rest) for place, (plain, personal, delicate, *rest) in sums.items()])


def _largest_first(found: list[Flow]) -> list[Flow]:
    return sorted(found, key=lambda flow: (-flow.exports, flow.destination))


def total(found: list[Flow]) -> Flow:
    kinds = tuple(sum(flow.kinds[place] for flow in found) for place in range(3))
    return Flow("", kinds, sum(f.ordinary for f in found), sum(f.sensitive for f in found), sum(f.bytes for f in found))  # type: ignore[arg-type]


def lines(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """The return's lines, in order, read in pieces."""
    joined: QuerySet[ExportDeclaration] = rows.select_related("clearance", "exporter", "recipient").order_by("delivered", "id")
    for row in joined.iterator(500):
        assert row.delivered is not None  # noqa: S101 - the database holds it so
        yield [
            row.number, row.delivered.astimezone(LOCAL_ZONE).isoformat(timespec="seconds"), row.exporter.name, row.recipient.name, row.destination, row.clearance.number,
            row.clearance.path, row.lane, row.method, " ".join(row.fields), row.new_ordinary, row.new_sensitive, "yes" if row.repeat else "no", row.bytes,
        ]  # fmt: skip
