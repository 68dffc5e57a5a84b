"""What the search answers, and the marks its pages go on from."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.search.reach import Reach
from kernel import paging
from kernel.decision import Say
from kernel.errors import Invalid

Row = dict[str, Any]


class Way(StrEnum):
    """How a page was made: in order of a column, or by rank as asked, corrected or related."""

    NEWEST = "n"
    PRICE = "p"
    QUALITY = "q"
    RANKED = "r"
    CORRECTED = "c"
    RELATED = "o"

    @property
    def by_column(self) -> bool:
        return self in (Way.NEWEST, Way.PRICE, Way.QUALITY)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a list goes on: in which way it was made, beyond which key (a rank or a column's value), time and id; `at` is empty on the first page."""

    way: Way | None = None
    back: bool = False
    key: float = 0
    at: str = ""
    id: str = ""

    @classmethod
    def read(cls, cursor: str | None) -> Mark:
        """Errors: Invalid."""
        if not cursor:
            return cls()
        back, (letter, key, at, pk) = paging.decode(cursor, 4)
        try:
            way = Way(letter)
            number = int(key) if way.by_column else float(key)
            if not math.isfinite(number) or abs(number) >= 2**63:
                raise ValueError(key)
            return cls(way, back, number, datetime.fromisoformat(at).astimezone(UTC).isoformat(), str(UUID(pk)))
        except (ValueError, OverflowError) as error:
            raise Invalid(fields={"cursor": [Say(gettext_noop("This page marker is not valid. Start again from the first page."))]}) from error

    @property
    def direction(self) -> str:
        return "asc" if self.back else "desc"

    def beyond(self, columns: str, kind: str = "") -> tuple[str, tuple[Any, ...]]:
        """The rows after (or before) the mark, as a row comparison; `kind` is the SQL type of the key, empty where time and id are all."""
        if not self.at:
            return "true", ()
        casts, values = ("%s::timestamptz, %s::uuid", (self.at, self.id))
        if kind:
            casts, values = f"%s::{kind}, {casts}", (self.key, *values)  # type: ignore[assignment]
        return f"{columns} {'>' if self.back else '<'} ({casts})", values


@dataclass(frozen=True, slots=True)
class Hits:
    """One page. `related`: nothing held all the words, these hold some. `corrected`: these words were put in the place of what was typed.
    `ranked_newest`: too many hits, only the newest were ranked."""

    rows: list[Row]
    next: str | None
    previous: str | None = None
    related: bool = False
    corrected: tuple[str, ...] = ()
    ranked_newest: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """`total` is exact up to COUNTED; `capped` when there are more (or may be: of words wrongly thought rare only NEAR rows are looked
    at), and then every facet counts within those.
    `way`: as asked, corrected, or related (the rows that hold some of the words); `ways`: how its hits were got at."""

    total: int
    capped: bool
    facets: dict[str, dict[Any, int]]
    way: Way = Way.RANKED
    ways: Reach | None = field(default=None, compare=False, repr=False)

    @property
    def related(self) -> bool:
        return self.way is Way.RELATED
