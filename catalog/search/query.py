"""The catalogue's questions to the database: one page of hits, counts with facets, suggestions while typing.

Written as SQL because every statement carries the same condition of sight, and because what is ranked and counted is capped:
all hits are ranked up to RANKED, beyond that only the newest CANDIDATES; counts stop at COUNTED. No OFFSET: a page goes on
from the values of the last row. Measured beside the bare statements by `run.py bench catalog`.
"""

# ruff: noqa: S608 - every piece of SQL below is a constant of this module; what a reader gives travels as parameters

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_noop

from catalog.dataset.sight import outside_hidden_zones_sql, verified_reader_sql
from catalog.rules.visibility import PUBLIC_LIMIT
from catalog.search import analyzer
from catalog.search.filters import BY_NAME, FILTERS, Wish
from kernel import paging
from kernel.actor import Actor
from kernel.decision import Say
from kernel.errors import Invalid

RANKED = 5_000
CANDIDATES = 2_000
COUNTED = 10_000
SUGGESTED = 8
NEWEST, RANKED_WAY, RELATED = "n", "r", "o"

COLUMNS = (
    "dataset_id", "revision_id", "listed_at", "updated_on", "title_zh", "title_en", "summary_zh", "summary_en", "industry", "frequency", "grade", "marks", "formats",
    "pricing", "price_minor", "currency", "available", "provider_id", "provider_zh", "provider_en", "zone_code", "zone_zh", "zone_en",
)
_SHOWN = (
    "e.dataset_id, e.revision_id, e.listed_at, e.updated_on, e.title_zh, e.title_en, e.summary_zh, e.summary_en, e.industry, e.frequency, e.grade, e.marks, e.formats,"
    " e.pricing, e.price_minor, e.currency, e.available, e.provider_id, o.name_zh, o.name_en, z.code, z.name_zh, z.name_en"
)
_JOINS = "join accounts_organization o on o.id = e.provider_id left join catalog_zone z on z.id = e.zone_id"
LISTED_AT = COLUMNS.index("listed_at")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition on the search rows `e` with its parameters."""

    sql: str
    values: tuple[Any, ...] = ()

    def __and__(self, other: Clause) -> Clause:
        return Clause(f"{self.sql} and {other.sql}", (*self.values, *other.values))


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a list goes on: in which way it was made, beyond which rank, time and id; `at` is empty on the first page."""

    way: str = ""
    back: bool = False
    rank: float = 0.0
    at: str = ""
    key: str = ""

    @classmethod
    def read(cls, cursor: str | None) -> Mark:
        """Errors: Invalid."""
        if not cursor:
            return cls()
        back, (way, rank, at, key) = paging.decode(cursor, 4)
        try:
            number = float(rank)
            if way not in (NEWEST, RANKED_WAY, RELATED) or not math.isfinite(number):
                raise ValueError(way)
            return cls(way, back, number, datetime.fromisoformat(at).astimezone(UTC).isoformat(), str(UUID(key)))
        except (ValueError, OverflowError) as error:
            raise Invalid(fields={"cursor": [Say(gettext_noop("This page marker is not valid. Start again from the first page."))]}) from error

    @property
    def direction(self) -> str:
        return "asc" if self.back else "desc"

    def beyond(self, columns: str, values: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        """The rows after (or before) the mark, as a row comparison."""
        if not self.at:
            return "true", ()
        casts = ", ".join({3: ("%s::float8", "%s::timestamptz", "%s::uuid"), 2: ("%s::timestamptz", "%s::uuid")}[len(values)])
        return f"{columns} {'>' if self.back else '<'} ({casts})", values


@dataclass(frozen=True, slots=True)
class Hits:
    """One page. `related`: nothing held all the words, these hold some. `ranked_newest`: too many hits, only the newest were ranked."""

    rows: list[Row]
    next: str | None
    previous: str | None = None
    related: bool = False
    ranked_newest: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """`total` is exact up to COUNTED; `capped` when there are more, and then every facet counts within the first COUNTED.
    `related`: nothing holds all the words; these are the rows that hold some."""

    total: int
    capped: bool
    facets: dict[str, dict[Any, int]]
    related: bool = False


def sight(actor: Actor) -> Clause:
    """The rule of catalog/dataset/sight.py in SQL: asked once per statement, not per row."""
    if actor.is_system or actor.jurisdiction:
        return Clause("true")
    inside, zones = outside_hidden_zones_sql(actor)
    if actor.organization is None:
        return Clause(f"e.grade <= %s and {inside}", (int(PUBLIC_LIMIT), *zones))
    verified, values = verified_reader_sql(actor)
    return Clause(f"(e.provider_id = %s or ((e.grade <= %s or {verified}) and {inside}))", (actor.organization, int(PUBLIC_LIMIT), *values, *zones))


def _words(words: Sequence[str], *, every: bool = True) -> Clause:
    sql, values = analyzer.tsquery(words, every=every)
    return Clause(f"e.vector @@ ({sql})", tuple(values))


def _filters(wish: Wish, *, without: str = "") -> Clause:
    found = Clause("true")
    for name, values in wish.chosen.items():
        if name != without:
            found &= _filter(name, values)
    return found


def _filter(name: str, values: Sequence[str]) -> Clause:
    each = BY_NAME[name]
    if each.name == "zone":
        return Clause("coalesce(e.zone_id in (select id from catalog_zone where code = any(%s)), false)", (list(values),))
    if each.array:
        return Clause(f"e.{each.column} && %s::text[]", (list(values),))
    if len(values) == 1:
        return Clause(f"e.{each.column} = %s", (each.stored(values[0]),))
    return Clause(f"e.{each.column} = any(%s)", ([each.stored(value) for value in values],))


def _fetch(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def search(actor: Actor, wish: Wish, *, cursor: str | None = None, limit: int = 20, known: Counts | None = None) -> Hits:
    """One page of what the actor may see; `known` are counts of the same wish, which spare a look at how many hits there are.

    Errors: Invalid (a cursor not made here)."""
    mark = Mark.read(cursor)
    words = analyzer.query_words(wish.q)
    where = sight(actor) & _filters(wish)
    if not words:
        return _newest(where, mark, limit)
    related = known.related if known else mark.way == RELATED
    if not related and wish.order == "newest":
        return _newest(_words(words) & where, mark, limit)
    if not related:
        found = _ranked(_words(words) & where, words, mark, limit, known)
        if found.rows or mark.at:
            return found
        known = None
    words = analyzer.related_words(wish.q)
    return _ranked(_words(words, every=False) & where, words, mark, limit, known, every=False)


def _newest(where: Clause, mark: Mark, limit: int) -> Hits:
    beyond, values = mark.beyond("(e.listed_at, e.dataset_id)", (mark.at, mark.key))
    # the page is chosen on a narrow index first, then its few rows are joined
    rows = _fetch(
        f"""
with page as materialized (
  select e.dataset_id as id, e.listed_at from catalog_searchentry e where {where.sql} and {beyond}
  order by e.listed_at {mark.direction}, e.dataset_id {mark.direction} limit %s
)
select {_SHOWN}, 0::float8, false from page join catalog_searchentry e on e.dataset_id = page.id {_JOINS}
order by page.listed_at {mark.direction}, page.id {mark.direction}
""",
        [*where.values, *values, limit + 1],
    )
    return _page(rows, mark, NEWEST, limit)


def _ranked(where: Clause, words: Sequence[str], mark: Mark, limit: int, known: Counts | None, *, every: bool = True) -> Hits:
    query, query_values = analyzer.tsquery(words, every=every)
    beyond, mark_values = mark.beyond("(rank, listed_at, id)", (mark.rank, mark.at, mark.key))
    few = f"select count(*) <= {RANKED} from (select 1 from catalog_searchentry e where {where.sql} limit {RANKED + 1}) x"
    few_values: tuple[Any, ...] = where.values
    if known is not None:
        few, few_values = "select %s", (known.total <= RANKED,)
    rank = f"select e.dataset_id as id, e.listed_at, ts_rank(e.headline, ({query}))::float8 as rank from catalog_searchentry e"
    rows = _fetch(
        f"""
with few as materialized ({few}), chosen as (
  {rank} where (table few) and {where.sql}
  union all
  ({rank} where not (table few) and {where.sql} order by e.listed_at desc, e.dataset_id desc limit {CANDIDATES})
), page as materialized (
  select id, listed_at, rank from chosen where {beyond} order by rank {mark.direction}, listed_at {mark.direction}, id {mark.direction} limit %s
)
select {_SHOWN}, page.rank, not (table few) from page join catalog_searchentry e on e.dataset_id = page.id {_JOINS}
order by page.rank {mark.direction}, page.listed_at {mark.direction}, page.id {mark.direction}
""",
        [*few_values, *query_values, *where.values, *query_values, *where.values, *mark_values, limit + 1],
    )
    return _page(rows, mark, RANKED_WAY if every else RELATED, limit)


def _page(rows: list[tuple[Any, ...]], mark: Mark, way: str, limit: int) -> Hits:
    more = len(rows) > limit
    shown = rows[:limit]
    if mark.back:
        shown.reverse()

    def at(row: tuple[Any, ...], *, back: bool) -> str:
        return paging.encode([way, repr(row[-2]), row[LISTED_AT], row[0]], back=back)

    has_next, has_previous = (bool(mark.at), more) if mark.back else (more, bool(mark.at))
    return Hits(
        [dict(zip(COLUMNS, row, strict=False)) for row in shown],
        at(shown[-1], back=False) if shown and has_next else None,
        at(shown[0], back=True) if shown and has_previous else None,
        related=way == RELATED and bool(shown),
        ranked_newest=bool(shown and shown[0][-1]),
    )


def counts(actor: Actor, wish: Wish) -> Counts:
    """Capped total and facets in one statement; where nothing holds all the words, of what holds some.

    A facet that is filtered by also tells what its other values would give: the rows that miss its filter alone."""
    words = analyzer.query_words(wish.q)
    base = sight(actor)
    found = _counted(_words(words) & base if words else base, wish)
    if words and not found.total:
        found = _counted(_words(analyzer.related_words(wish.q), every=False) & base, wish)
        found = replace(found, related=True)
    return found


def _counted(base: Clause, wish: Wish) -> Counts:
    columns = ", ".join(dict.fromkeys(f"e.{each.column}" for each in FILTERS))
    where = base & _filters(wish)
    ctes = [f"hit as materialized (select {columns} from catalog_searchentry e where {where.sql} limit {COUNTED + 1})"]
    values: list[Any] = list(where.values)
    parts = ["select null::text as facet, null::text as value, count(*) as n from hit"]
    for each in FILTERS:
        value = f"unnest({each.column})" if each.array else each.column
        parts.append(_grouped(each.name, value, "hit"))
        if each.name in wish.chosen:
            others, own = base & _filters(wish, without=each.name), _filter(each.name, wish.chosen[each.name])
            ctes.append(f"miss_{each.name} as materialized (select e.{each.column} from catalog_searchentry e where {others.sql} and not ({own.sql}) limit {COUNTED + 1})")
            values += [*others.values, *own.values]
            parts.append(_grouped(each.name, value, f"miss_{each.name}"))
    facets: dict[str, dict[Any, int]] = {each.name: {} for each in FILTERS}
    total = 0
    for facet, value, number in _fetch(f"with {', '.join(ctes)} {' union all '.join(parts)}", values):
        if facet is None:
            total = number
        else:
            shown = BY_NAME[facet].shown(value)
            facets[facet][shown] = facets[facet].get(shown, 0) + number
    return Counts(min(total, COUNTED), total > COUNTED, facets)


def _grouped(facet: str, value: str, source: str) -> str:
    return f"select '{facet}', value::text, count(*) from (select {value} as value from {source}) x where value is not null group by value"


def suggest(actor: Actor, text: str) -> list[tuple[str, str]]:
    """Titles (zh, en) that hold all the words typed, the last one as a beginning; none for less than two characters."""
    query = analyzer.prefix_tsquery(text)
    if len(text.strip()) < 2 or not query:
        return []
    where = Clause("e.vector @@ %s::tsquery", (query,)) & sight(actor)
    return [
        (zh, en)
        for zh, en in _fetch(
            f"with hit as materialized (select e.title_zh, e.title_en, e.listed_at from catalog_searchentry e where {where.sql} limit 200) "
            f"select title_zh, title_en from hit order by listed_at desc limit {SUGGESTED}",
            where.values,
        )
    ]
