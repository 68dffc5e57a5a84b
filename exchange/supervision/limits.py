"""Exporters of the year against the thresholds that change a path: those nearest to the top, and those with little left to the next one.

Persons are those of one exporter: what its deals hold, what was delivered, what it declared of elsewhere. Common control is left out here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import get_language

from exchange.determination.models import YearCount
from exchange.rules.border.determination import Path
from exchange.rules.border.paths import ORDINARY_ASSESSED, ORDINARY_CONTRACT, SENSITIVE_ASSESSED

SHOWN = 10
NEAR_PERCENT = 3
THRESHOLDS = (("ordinary", ORDINARY_CONTRACT), ("ordinary", ORDINARY_ASSESSED), ("sensitive", SENSITIVE_ASSESSED))


@dataclass(frozen=True, slots=True)
class Exporter:
    """`name_zh` and `name_en` are its names. `ordinary` and `sensitive` are all persons of the year, `_reserved` those among them whose delivery is still to come. `stated` is
    false where nothing was declared of elsewhere. `path` is where the number of persons alone leads; `near` the threshold with little left."""

    name_zh: str
    name_en: str
    ordinary: int
    ordinary_reserved: int
    sensitive: int
    sensitive_reserved: int
    stated: bool

    @property
    def name(self) -> str:
        return (self.name_en or self.name_zh) if (get_language() or "").startswith("en") else (self.name_zh or self.name_en)

    @property
    def path(self) -> Path:
        if self.ordinary >= ORDINARY_ASSESSED or self.sensitive >= SENSITIVE_ASSESSED:
            return Path.ASSESSMENT
        return Path.CONTRACT if self.ordinary >= ORDINARY_CONTRACT or self.sensitive else Path.EXEMPT

    @property
    def near(self) -> tuple[str, int, int] | None:
        """Kind, threshold, and how many persons are left to it."""
        found = [(kind, limit, limit - getattr(self, kind)) for kind, limit in THRESHOLDS if _least(limit) <= getattr(self, kind) < limit]
        return found[-1] if found else None

    @property
    def share(self) -> float:
        return max(self.ordinary / ORDINARY_ASSESSED, self.sensitive / SENSITIVE_ASSESSED)


def exporters(year: int) -> tuple[list[Exporter], list[Exporter]]:
    """The SHOWN exporters with the largest share of a limit, and at most SHOWN for each threshold with little left to it, the nearest first.
    One statement: ends and ranges of two indexes."""
    rows = YearCount.objects.with_persons().filter(year=year)
    near = [_read(rows.filter(**{f"{kind}__gte": _least(limit), f"{kind}__lt": limit}).order_by(f"-{kind}")) for kind, limit in THRESHOLDS]
    top = [_read(rows.filter(**{f"{kind}__gt": 0}).order_by(f"-{kind}")) for kind in ("ordinary", "sensitive")]
    parts = [*top, *near]
    found = {key: Exporter(*values) for key, *values in parts[0].union(*parts[1:], all=True)}
    largest = sorted(found.values(), key=lambda one: (-one.share, one.name))
    close = sorted((one for one in largest if one.near), key=lambda one: one.near[2] if one.near else 0)
    return largest[:SHOWN], close


def _least(limit: int) -> int:
    return limit - limit * NEAR_PERCENT // 100 + 1


def _read(rows: QuerySet[Any]) -> QuerySet[Any]:
    stated = ExpressionWrapper(Q(statement__isnull=False), output_field=BooleanField())
    names = ("pk", "organization__name_zh", "organization__name_en", "ordinary", "ordinary_reserved", "sensitive", "sensitive_reserved")
    return rows.values_list(*names, stated)[:SHOWN]
