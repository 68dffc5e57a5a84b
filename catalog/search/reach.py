"""How a statement gets at its hits, by how common the words are.

Hits of words that few rows hold are fetched through the index of words; the database's planner would not always do so under a LIMIT, because
it does not count what unpacking a row's vector costs, so the fetch is a statement of its own within (a materialized CTE is planned for all
its rows and read only as far as is asked). Words that every third row holds are met at once by walking down the newest rows. Which of the two
it is, the database's own statistics tell; they decide how fast an answer comes, never what it holds.
"""

# ruff: noqa: S608 - every piece of SQL below is a constant; what a reader gives travels as parameters

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from catalog.search.asking import Asked

RARE = 0.03
"""Of all rows: below it the index of words alone is the shortest way, whatever else is filtered by."""
UNPACKING = 13
"""What it costs to unpack one row's vector, in entries of the index of words read instead."""
SMALL = 50_000
"""Rows of a catalogue in which nothing needs to be weighed."""
NEAR, FAR = 0.92, 0.67
REMEMBERED = 60.0  # seconds
_GROUND = """
select c.reltuples::bigint, s.histogram_bounds::text::timestamptz[] from pg_class c
left join pg_stats s on s.schemaname = current_schema() and s.tablename = c.relname and s.attname = 'listed_at'
where c.oid = 'catalog_searchentry'::regclass
"""
_ESTIMATE = re.compile(r" rows=(\d+) ")


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition on the search rows `e`, or a whole statement, with its parameters."""

    sql: str
    values: tuple[Any, ...] = ()

    def __and__(self, other: Clause) -> Clause:
        return Clause(f"{self.sql} and {other.sql}", (*self.values, *other.values))


@dataclass(frozen=True, slots=True)
class Reach:
    """What is asked for, how many rows the database thinks hold it, and of how many; `since`: moments from which on the newest hits are looked
    for in turn, the last one unbounded. `filtered`: there are filters, so a walk judges them by the index alone and fetches what passes."""

    asked: Asked | None = None
    estimate: int = 0
    total: int = 0
    since: tuple[datetime | None, ...] = (None,)
    filtered: bool = False

    @property
    def rare(self) -> bool:
        return self.asked is not None and self.estimate <= RARE * self.total

    def walks(self, most: int | None) -> bool:
        """Whether the newest rows hold so many hits sooner than the index of words is read."""
        return self.asked is not None and most is not None and self.estimate**2 > UNPACKING * most * self.total

    def hides(self, column: str, most: int | None) -> bool:
        """Whether the column's own index must not be read beside that of words: every grade is that of a third of all rows."""
        return self.asked is not None and not self.walks(most) and (column == "grade" or (self.rare and column == "industry"))

    def rows(self, columns: str, where: Clause, most: int | None = None, *, beside: Clause | None = None) -> Clause:
        """At most so many rows that hold what is asked for, as a statement; what is cheap to judge is judged first. `beside` goes into FROM."""
        limit = "" if most is None else f" limit {most}"
        source, given = ("catalog_searchentry e", ()) if beside is None else (f"catalog_searchentry e, {beside.sql}", beside.values)
        if self.asked is None:
            return Clause(f"select {columns} from {source} where {where.sql}{limit}", (*given, *where.values))
        sql, values = self.asked.sql
        if self.walks(most):
            # the headline is part of the vector and lies in the row itself
            word = Clause(f"(e.headline @@ ({sql}) or e.vector @@ ({sql}))", (*values, *values))
            if self.filtered and beside is None:
                passed = f"select e.dataset_id, e.listed_at from catalog_searchentry e where {where.sql} order by e.listed_at desc, e.dataset_id desc"
                one = f"select * from catalog_searchentry e where e.dataset_id = passed.dataset_id and {word.sql} offset 0"
                sql = f"select {columns} from ({passed}) passed cross join lateral ({one}) e order by passed.listed_at desc, passed.dataset_id desc{limit}"
                return Clause(sql, (*where.values, *word.values))
            where &= word
            return Clause(f"select {columns} from {source} where {where.sql} order by e.listed_at desc, e.dataset_id desc{limit}", (*given, *where.values))
        where &= Clause(f"e.vector @@ ({sql})", tuple(values))
        return Clause(f"with found as materialized (select {columns} from {source} where {where.sql}) select * from found{limit}", (*given, *where.values))

    def newest(self, where: Clause, most: int, since: datetime | None) -> Clause:
        """Id, time and headline of the newest rows that hold it, as a statement."""
        columns = "e.dataset_id, e.listed_at, e.headline"
        if self.walks(most):
            return self.rows(columns, where, most)
        if since is not None:
            where &= Clause("e.listed_at >= %s", (since,))
        found = self.rows(columns, where)
        return Clause(f"{found.sql} order by listed_at desc, dataset_id desc limit {most}", found.values)


def reach(asked: Asked | None, *, filtered: bool = False) -> Reach:
    """How to get at the hits of what is asked for; None is everything."""
    if not asked:
        return Reach(asked)  # no word: a statement of none would not be one
    total, bounds = _ground()
    if total < SMALL:
        return Reach(asked)
    sql, values = asked.sql
    with connection.cursor() as cursor:
        cursor.execute(f"explain select from catalog_searchentry e where e.vector @@ ({sql})", values)
        found = _ESTIMATE.search(cursor.fetchone()[0])
    since = tuple(bounds[int(len(bounds) * part)] for part in (NEAR, FAR) if bounds)
    return Reach(asked, int(found[1]) if found else 0, total, (*since, None), filtered)


_known: tuple[float, int, Sequence[datetime]] | None = None


def _ground() -> tuple[int, Sequence[datetime]]:
    """How many rows there are and how their times are spread, as last analyzed; asked at most once a minute."""
    global _known
    if _known is None or time.monotonic() - _known[0] > REMEMBERED:
        with connection.cursor() as cursor:
            cursor.execute(_GROUND)
            rows, bounds = cursor.fetchone()
        _known = (time.monotonic(), rows, bounds or ())
    return _known[1], _known[2]
