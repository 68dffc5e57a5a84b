"""The catalogue's questions to the database: one page of hits, counts with facets.

Written as SQL because every statement carries the same condition of sight, and because what is ranked and counted is capped:
all hits are ranked up to RANKED, beyond that only the newest CANDIDATES; counts stop at COUNTED. No OFFSET: a page goes on
from the values of the last row. Measured beside the bare statements by `run.py bench catalog`.
"""

# ruff: noqa: S608 - every piece of SQL below is a constant of this module; what a reader gives travels as parameters

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from catalog.dataset.sight import shown_to_sql
from catalog.search import analyzer, asking
from catalog.search.asking import Asked
from catalog.search.filters import BY_NAME, FILTERS, Filter, Wish
from catalog.search.hits import Counts, Hits, Mark, Row, Way
from catalog.search.reach import Clause, Reach, reach
from kernel import paging
from kernel.actor import Actor

__all__ = ["Counts", "Hits", "Row", "counts", "search"]
RANKED = 5_000
CANDIDATES = 2_000
COUNTED = 10_000
# rows with a word that was thought rare: so many are looked at to judge them by all filters
NEAR = 50_000
# tried in turn until one finds something
WAYS: dict[Way, Callable[[str], Asked]] = {Way.RANKED: asking.asked, Way.CORRECTED: asking.corrected, Way.RELATED: asking.related}
# what a column's order goes by, with its SQL type; newest is (listed_at, id) alone
KEYS: dict[Way, str] = {Way.PRICE: "e.cheapness", Way.QUALITY: "e.standing"}
ORDERED = {"newest": Way.NEWEST, "price": Way.PRICE, "quality": Way.QUALITY}
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


def sight(actor: Actor) -> Clause:
    """The rule of catalog/dataset/sight.py in SQL: asked once per statement, not per row."""
    if actor.is_system or actor.jurisdiction:
        return Clause("true")
    return Clause(*shown_to_sql(actor))


def held(asked: Asked) -> Clause:
    sql, values = asked.sql
    return Clause(f"e.vector @@ ({sql})", tuple(values))


def _filters(wish: Wish, ways: Reach, most: int | None = None, *, without: str = "") -> Clause:
    """For at most so many rows."""
    found = Clause("true")
    for name, values in wish.chosen.items():
        if name != without:
            found &= _filter(name, values, ways, most)
    return found


def _filter(name: str, values: Sequence[str], ways: Reach, most: int | None) -> Clause:
    each = BY_NAME[name]
    if each.name == "zone":
        return Clause("coalesce(e.zone_id in (select id from catalog_zone where code = any(%s)), false)", (list(values),))
    if each.array:
        return Clause(f"e.{each.column} && %s::text[]", (list(values),))
    column = f"coalesce(e.{each.column})" if ways.hides(each.column, most) else f"e.{each.column}"
    if len(values) == 1:
        return Clause(f"{column} = %s", (each.stored(values[0]),))
    return Clause(f"{column} = any(%s)", ([each.stored(value) for value in values],))


def fetch(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def search(actor: Actor, wish: Wish, *, cursor: str | None = None, limit: int = 20, known: Counts | None = None) -> Hits:
    """One page of what the actor may see; `known` are counts of the same wish, which spare a look at how many hits there are.

    Errors: Invalid (a cursor not made here)."""
    mark = Mark.read(cursor)
    base = sight(actor)
    order = mark.way if mark.way and mark.way.by_column else ORDERED.get(wish.order)
    if not analyzer.query_words(wish.q):
        return _by_column(base & _filters(wish, Reach()), mark, order or Way.NEWEST, limit)
    for way in _tried(mark, known):
        ways = known.ways if known and known.ways else reach(WAYS[way](wish.q), filtered=bool(wish.chosen))
        if not ways.asked:
            continue
        if way is Way.RANKED and order:
            found = _by_column(base & _filters(wish, Reach()) & held(ways.asked), mark, order, limit)
        else:
            found = _ranked(base, wish, ways, ways.asked, mark, way, limit, known)
        if found.rows or mark.at:
            return found
    return Hits([], None)


def _tried(mark: Mark, known: Counts | None) -> list[Way]:
    if known:
        return [known.way]
    if mark.way:
        return [Way.RANKED if mark.way.by_column else mark.way]
    return list(WAYS)


def _by_column(where: Clause, mark: Mark, way: Way, limit: int) -> Hits:
    """Newest, cheapest or best first, whatever the rank."""
    key = KEYS.get(way)
    columns = ", ".join(filter(None, [key, "e.listed_at", "e.dataset_id"]))
    beyond, values = mark.beyond(f"({columns})", "bigint" if key else "") if mark.way is way or not mark.at else ("true", ())
    order = ", ".join(f"{column} {mark.direction}" for column in columns.split(", "))
    # the page is chosen on a narrow index first, then its few rows are joined
    rows = fetch(
        f"""
with page as materialized (
  select e.dataset_id as id, e.listed_at, {key or "0"}::bigint as key from catalog_searchentry e where {where.sql} and {beyond} order by {order} limit %s
)
select {_SHOWN}, page.key, false from page join catalog_searchentry e on e.dataset_id = page.id {_JOINS}
order by page.key {mark.direction}, page.listed_at {mark.direction}, page.id {mark.direction}
""",
        [*where.values, *values, limit + 1],
    )
    return _page(rows, mark, way, limit)


def _rank(asked: Asked) -> Clause:
    """What was typed counts before what stands for it."""
    typed, values = asked.typed
    if not asked.widened:
        return Clause(f"ts_rank(e.headline, ({typed}))::float8", tuple(values))
    wide, more = asked.sql
    return Clause(f"(2 * ts_rank(e.headline, ({typed})) + ts_rank(e.headline, ({wide})))::float8", (*values, *more))


def _ranked(base: Clause, wish: Wish, ways: Reach, asked: Asked, mark: Mark, way: Way, limit: int, known: Counts | None) -> Hits:
    if known is not None:
        few = known.total <= RANKED
    else:
        some = ways.rows("1", base & _filters(wish, ways, RANKED + 1), RANKED + 1)
        few = fetch(f"select count(*) <= {RANKED} from ({some.sql}) x", some.values)[0][0]
    where = base & _filters(wish, ways, None if few else CANDIDATES)
    score = _rank(asked)
    beyond, mark_values = mark.beyond("(rank, listed_at, id)", "float8")
    rows: list[tuple[Any, ...]] = []
    for since in [None] if few else ways.since:
        # all hits, or the newest of them: chosen by their times alone, for a rank costs more than a row
        if few:
            source = ways.rows(f"e.dataset_id as id, e.listed_at, {score.sql} as rank", where)
            source = Clause(f"chosen as materialized ({source.sql})", (*score.values, *source.values))
        else:
            newest = ways.newest(where, CANDIDATES, since)
            ranked = f"select e.dataset_id as id, e.listed_at, {score.sql} as rank from newest e"
            source = Clause(f"newest as materialized ({newest.sql}), chosen as materialized ({ranked})", (*newest.values, *score.values))
        rows = fetch(
            f"""
with {source.sql}, page as materialized (
  select id, listed_at, rank from chosen where {beyond} order by rank {mark.direction}, listed_at {mark.direction}, id {mark.direction} limit %s
)
select {_SHOWN}, page.rank, {not few}, (select count(*) from chosen) from page join catalog_searchentry e on e.dataset_id = page.id {_JOINS}
order by page.rank {mark.direction}, page.listed_at {mark.direction}, page.id {mark.direction}
""",
            [*source.values, *mark_values, limit + 1],
        )
        if since is None or (rows and rows[0][-1] >= CANDIDATES):
            break
    rows = [row[:-1] for row in rows]
    page = _page(rows, mark, way, limit)
    if not asked.shown:
        return page
    # of the words that were looked for instead, only those that a row shown here holds are told
    told = {word for row in page.rows for name in ("title_zh", "title_en", "summary_zh", "summary_en") for word in analyzer.index_words(str(row[name] or ""))}
    return replace(page, corrected=tuple(word for word in asked.shown if word in told))


def _page(rows: list[tuple[Any, ...]], mark: Mark, way: Way, limit: int) -> Hits:
    more = len(rows) > limit
    shown = rows[:limit]
    if mark.back:
        shown.reverse()

    def at(row: tuple[Any, ...], *, back: bool) -> str:
        return paging.encode([way.value, repr(row[-2]), row[LISTED_AT], row[0]], back=back)

    has_next, has_previous = (bool(mark.at), more) if mark.back else (more, bool(mark.at))
    return Hits(
        [dict(zip(COLUMNS, row, strict=False)) for row in shown],
        at(shown[-1], back=False) if shown and has_next else None,
        at(shown[0], back=True) if shown and has_previous else None,
        related=way is Way.RELATED and bool(shown),
        ranked_newest=bool(shown and shown[0][-1]),
    )


def counts(actor: Actor, wish: Wish) -> Counts:
    """Capped total and facets in one statement; where nothing holds all the words, of what holds them corrected, or some of them.

    A facet that is filtered by also tells what its other values would give: the rows that miss its filter alone."""
    base = sight(actor)
    if not analyzer.query_words(wish.q):
        return _counted(base, wish, Reach())
    first = found = _counted(base, wish, reach(asking.asked(wish.q), filtered=bool(wish.chosen)))
    for way in (Way.CORRECTED, Way.RELATED):
        if found.total:
            break
        if asked := WAYS[way](wish.q):
            found = replace(_counted(base, wish, reach(asked, filtered=bool(wish.chosen))), way=way)
    return found if found.total else first


def _counted(base: Clause, wish: Wish, ways: Reach) -> Counts:
    # counted by threes and fours first: seven passes over a few hundred groups cost less than over ten thousand rows
    sources = {**_sources(base, wish, ways), **{name: Clause(f"select {by}, count(*) as n from hit group by {by}") for name, by in _GROUPS.items()}}
    parts = ["select null::text as facet, null::text as value, count(*)::bigint as n from hit"]
    for each in FILTERS:
        parts.append(_grouped(each, next(name for name, by in _GROUPS.items() if each.column in by), "n"))
        if each.name in wish.chosen:
            parts.append(_grouped(each, f"miss_{each.name}", "1"))
    if "near" in sources:  # words thought rare that are not: what was not looked at is not counted, and that is said
        parts.append("select 'near', null, count(*) from near")
    ctes = ", ".join(f"{name} as materialized ({source.sql})" for name, source in sources.items())
    values = [value for source in sources.values() for value in source.values]
    facets: dict[str, dict[Any, int]] = {each.name: {} for each in FILTERS}
    total = looked = 0
    for facet, value, number in fetch(f"with {ctes} {' union all '.join(parts)}", values):
        if facet is None:
            total = number
        elif facet == "near":
            looked = number
        else:
            shown = BY_NAME[facet].shown(value)
            facets[facet][shown] = facets[facet].get(shown, 0) + number
    return Counts(min(total, COUNTED), total > COUNTED or looked > NEAR, facets, ways=ways if ways.asked else None)


_GROUPS = {"one": "industry, grade, marks", "two": "pricing, frequency, formats, zone_id"}


def _sources(base: Clause, wish: Wish, ways: Reach) -> dict[str, Clause]:
    """The rows that are counted, each at most COUNTED and one: the hits, and for each filter those that miss it alone."""
    columns = ", ".join(dict.fromkeys(f"e.{each.column}" for each in FILTERS))
    most = COUNTED + 1
    own = {name: _filter(name, values, ways, most) for name, values in wish.chosen.items()}
    if ways.rare and own:  # hits and misses in one pass
        flags = ", ".join(f"({clause.sql}) as is_{name}" for name, clause in own.items())
        judged = Clause(f"lateral (select {flags}) f", tuple(value for clause in own.values() for value in clause.values))
        missed = " + ".join(f"(not f.is_{name})::int" for name in own)
        near = ways.rows(f"{columns}, f.*", base & Clause(f"{missed} <= 1"), NEAR + 1, beside=judged)
        hit = Clause(f"select * from near where {' and '.join(f'is_{name}' for name in own)} limit {most}")
        return {"near": near, "hit": hit, **{f"miss_{name}": Clause(f"select * from near where not is_{name} limit {most}") for name in own}}
    found = {"hit": ways.rows(columns, base & _filters(wish, ways, most), most)}
    missing = replace(ways, filtered=len(own) > 1)  # most rows miss a filter that is alone
    for name, clause in own.items():
        others = base & _filters(wish, ways, most, without=name)
        found[f"miss_{name}"] = missing.rows(f"e.{BY_NAME[name].column}", others & Clause(f"not ({clause.sql})", clause.values), most)
    return found


def _grouped(facet: Filter, source: str, each: str) -> str:
    value = f"unnest({facet.column})" if facet.array else facet.column
    return f"select '{facet.name}', value::text, sum(n)::bigint from (select {value} as value, {each} as n from {source}) x where value is not null group by value"


def newly_listed(actor: Actor, wish: Wish, *, after: datetime, most: int) -> list[UUID]:
    """Datasets listed after that time that hold what is asked for, as far as the actor sees them, the newest first."""
    where = sight(actor) & _filters(wish, Reach()) & Clause("e.listed_at > %s", (after,))
    if asked := asking.asked(wish.q):
        where &= held(asked)
    sql = f"select e.dataset_id from catalog_searchentry e where {where.sql} order by e.listed_at desc, e.dataset_id desc limit %s"
    return [pk for (pk,) in fetch(sql, [*where.values, most])]
