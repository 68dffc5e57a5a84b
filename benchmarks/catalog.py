"""The catalogue beside its floors, in one run: search beside the bare SQL of the same question, and the list API's CPU beside a
bare list of the REST framework (ModelSerializer, cursor pages, token) over the same rows.

BENCH_DATASETS datasets (100,000) are made by a fixed seed, four fifths Chinese, cut by the real analyzer and copied into the real
tables. The bare SQL is what one would write by hand for that one question: the same words, filters and order on the same index,
uncapped, without joins for names and without cursors. Nothing here is a timed test: read the ratios.
"""

# ruff: noqa: S608 - the pieces of SQL are constants; values travel as parameters

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks._catalog_data import load

DATASETS = int(os.environ.get("BENCH_DATASETS", "100000"))
KEPT = f"catalog-{DATASETS}"
PAGE_LIMIT, SUGGEST_LIMIT, SUGGEST_SQL_LIMIT = 15.0, 20.0, 3.0  # ms: CPU of the page; p95 of suggestions over the whole stack, and of their SQL
TYPED = ("空气", "空气质", "碳排", "乌鲁", "数据", "fli", "weath", "satel", "kongqi", "tanpaif", "kqzl", "北京 空气", "罕见")
SEARCH_LIMIT, LIST_LIMIT = 2.0, 1.3
ROUNDS = 25
LIST_REQUESTS, LIST_ROUNDS = 150, 5

# (name, words, filters): rare, medium and common words, two languages, alone and with filters
QUESTIONS: tuple[tuple[str, str, dict[str, list[str]]], ...] = (
    ("rare word", "罕见潮位", {}),
    ("two words", "北京 空气质量", {}),
    ("place and subject", "乌鲁木齐 碳排放", {}),
    ("three words", "深圳 地铁刷卡 月度", {}),
    ("medium, 2 filters", "碳排放", {"industry": ["energy"], "pricing": ["free"]}),
    ("common, 2 filters", "公交客流", {"industry": ["transport"], "grade": ["g1", "g2"]}),
    ("very common", "数据集", {}),
    ("English", "flight weather", {}),
    ("English, stemmed", "satellites", {}),
    ("English, common", "dataset", {"frequency": ["daily"]}),
    ("browse", "", {}),
    ("browse, 2 filters", "", {"industry": ["health"], "pricing": ["free"]}),
)


def run(services: Any) -> int:
    """Print the figures; 0 if every floor was kept."""
    took = load(services, DATASETS)
    how = f"loaded in {took:.1f} s ({DATASETS / took:,.0f} rows/s, words cut by the real analyzer)" if took else "as kept from an earlier run"
    print(f"catalog: {DATASETS:,} datasets {how}")
    missed = _search() + _deep() + _lists() + _suggestions()
    _sizes()
    return int(missed > 0)


def _p95(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def _turns(ours: Callable[[], Any], bare: Callable[[], Any], rounds: int = ROUNDS) -> tuple[list[float], list[float]]:
    """Milliseconds of both, turn by turn, so that both meet the same machine."""
    pair: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 2):
        for function, times in zip((ours, bare), pair, strict=True):
            began = time.perf_counter()
            function()
            if number > 1:  # the first two warm the caches
                times.append((time.perf_counter() - began) * 1000)
    return pair


def _search() -> int:
    """Each question, ours and bare; judged is the p95 over all questions."""
    from catalog.search import query
    from catalog.search.filters import wish
    from kernel.actor import NOBODY

    all_ours: list[float] = []
    all_bare: list[float] = []
    print(f"  {'search (page of 20 and counts)':34} {'hits':>8} {'ours p95':>10} {'bare p95':>10} {'ratio':>6}")
    for name, words, chosen in QUESTIONS:
        asked = wish({"q": [words], **chosen})

        def ours(asked: Any = asked) -> Any:
            counted = query.counts(NOBODY, asked)
            return query.search(NOBODY, asked, known=counted), counted

        bare = _bare(asked)
        found, counted = ours()
        assert found.rows, name
        times, floor = _turns(ours, bare)
        all_ours += times
        all_bare += floor
        print(f"  {name:34} {f'{counted.total:,}' + ('+' if counted.capped else ''):>8} {_p95(times):8.1f}ms {_p95(floor):8.1f}ms {_p95(times) / _p95(floor):6.2f}")
    ratio = _p95(all_ours) / _p95(all_bare)
    print(f"  search, all questions: p95 {_p95(all_ours):.1f} ms, bare SQL {_p95(all_bare):.1f} ms, ratio {ratio:.2f} (limit {SEARCH_LIMIT})")
    return int(ratio > SEARCH_LIMIT)


def _bare(asked: Any) -> Callable[[], Any]:
    """The same question by hand: a page of 20 in order, the count, and the counts of the same facets."""
    from django.db import connection

    from catalog.search import analyzer
    from catalog.search.filters import BY_NAME, FILTERS

    words: list[str] = []
    word_values: list[Any] = []
    order, rank_values = "e.listed_at desc", word_values
    if found := analyzer.query_words(asked.q):
        tsquery, word_values = analyzer.tsquery(found, every=True)
        words = [f"e.vector @@ ({tsquery})"]
        order, rank_values = f"ts_rank(e.vector, ({tsquery})) desc", word_values

    def where(without: str = "") -> tuple[str, list[Any]]:
        conditions, values = ["e.grade <= 4", *words], list(word_values)
        for name, chosen in asked.chosen.items():
            if name != without:
                conditions.append(f"e.{BY_NAME[name].column} = any(%s)")
                values.append([BY_NAME[name].stored(value) for value in chosen])
        return " and ".join(conditions), values

    condition, values = where()
    columns = [each.column for each in FILTERS if not each.array and each.name not in asked.chosen]
    sets = ", ".join(f"({column})" for column in columns)
    statements: list[tuple[str, list[Any]]] = [
        (
            "select e.dataset_id, e.title_zh, e.title_en, e.summary_zh, e.summary_en, e.grade, e.price_minor"
            f" from catalog_searchentry e where {condition} order by {order} limit 20",
            [*values, *rank_values],
        ),
        (f"select {', '.join(columns)}, count(*) from catalog_searchentry e where {condition} group by grouping sets ({sets}, ())", values),
        (f"select f, count(*) from catalog_searchentry e, unnest(e.formats) f where {condition} group by f", values),
    ]
    for name in asked.chosen:  # the other values of a filter in force
        other, other_values = where(name)
        statements.append((f"select {BY_NAME[name].column}, count(*) from catalog_searchentry e where {other} group by 1", other_values))

    def ask() -> Any:
        with connection.cursor() as cursor:
            answers = []
            for sql, given in statements:
                cursor.execute(sql, given)
                answers.append(cursor.fetchall())
            return answers

    return ask


def _deep() -> int:
    """A page half way down beside the first one: keyset pages cost the same everywhere."""
    from django.db import connection

    from catalog.search import query
    from catalog.search.filters import Wish
    from catalog.search.hits import Way
    from kernel import paging
    from kernel.actor import NOBODY

    with connection.cursor() as cursor:
        cursor.execute("select listed_at, dataset_id from catalog_searchentry order by listed_at desc offset %s limit 1", [DATASETS // 2])
        half = paging.encode([Way.NEWEST.value, "0", *cursor.fetchone()])
    deep, first = _turns(lambda: query.search(NOBODY, Wish(), cursor=half), lambda: query.search(NOBODY, Wish()), 60)
    ratio = statistics.median(deep) / statistics.median(first)
    print(f"  page half way down: p50 {statistics.median(deep):.2f} ms, first page {statistics.median(first):.2f} ms, ratio {ratio:.2f} (limit 2.0)")
    return int(ratio > 2)


def _lists() -> int:
    """CPU per request of our list view, signed in with a token, beside the bare list view with a token; neither pays for middleware."""
    from django.test import RequestFactory
    from django.test.utils import override_settings

    from accounts.actors import actor_from
    from accounts.models import Membership
    from benchmarks._catalog_bare import BareList
    from catalog.storefront.api import Datasets
    from tests.cast import bearer, make_operator, make_provider

    # a kept database has its people from the run before
    known = Membership.objects.active().filter(roles__contains=["steward"]).select_related("organization").first()
    header = {"Authorization": bearer(actor_from(known) if known else make_provider(make_operator()).steward)}
    views = {"ours": Datasets.as_view(), "bare": BareList.as_view()}
    factory = RequestFactory(headers=header)

    def call(name: str) -> Any:
        answer = views[name](factory.get("/api/v1/datasets?limit=20"))
        if hasattr(answer, "render"):
            answer.render()
        return answer.content

    def cpu(name: str) -> float:
        began = time.process_time()
        for _ in range(LIST_REQUESTS):
            call(name)
        return (time.process_time() - began) / LIST_REQUESTS * 1000

    pairs = []
    with override_settings(ALLOWED_HOSTS=["*"]):
        assert call("ours").count(b'"price_from"') == call("bare").count(b'"price_minor"') == 20
        for number in range(LIST_ROUNDS + 1):
            pair = cpu("ours"), cpu("bare")
            if number:
                pairs.append(pair)
    ratio = statistics.median(one / other for one, other in pairs)
    one, other = (statistics.median(values) for values in zip(*pairs, strict=True))
    page = _page_cpu()
    print(f"  catalog page, CPU per request: {page:.2f} ms (limit {PAGE_LIMIT}), {page / other:.2f} of the bare list")
    print(f"  list API, CPU per request: {one:.2f} ms, bare list of the REST framework {other:.2f} ms, ratio {ratio:.2f} (limit {LIST_LIMIT})")
    return int(ratio > LIST_LIMIT) + int(page > PAGE_LIMIT)


def _page_cpu() -> float:
    """CPU of the catalogue's page with words and filters, through the whole stack; median of the rounds, the database's CPU not counted."""
    from django.test import Client
    from django.test.utils import override_settings

    client, figures = Client(), []
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        for _ in range(LIST_ROUNDS + 1):
            began = time.process_time()
            for _ in range(20):
                assert client.get("/catalog/?q=碳排放&industry=energy").status_code == 200
            figures.append((time.process_time() - began) / 20 * 1000)
    return statistics.median(figures[1:])


def _suggestions() -> int:
    """Suggestions while typing: the whole stack, their SQL, and the bare prefix over the table of words."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import override_settings

    spent: list[float] = []

    def timed(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append((time.perf_counter() - began) * 1000)

    def bare(typed: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select word from catalog_searchterm where word >= %s and word < %s order by word limit 8", [typed, typed + "\U0010ffff"])
            cursor.fetchall()

    client, whole, sql, floor = Client(), [], [], []
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        for number in range(ROUNDS + 1):
            for typed in TYPED:
                spent.clear()
                began = time.perf_counter()
                with connection.execute_wrapper(timed):
                    assert client.get("/catalog/suggest/", {"q": typed}).status_code == 200
                if number:
                    whole.append((time.perf_counter() - began) * 1000)
                    sql.append(sum(spent))
                    began = time.perf_counter()
                    bare(typed.split()[-1])
                    floor.append((time.perf_counter() - began) * 1000)
    print(
        f"  suggestions: p95 {_p95(whole):.1f} ms (limit {SUGGEST_LIMIT}), SQL p95 {_p95(sql):.2f} ms (limit {SUGGEST_SQL_LIMIT}), bare prefix of words p95 {_p95(floor):.2f} ms"
    )
    return int(_p95(whole) > SUGGEST_LIMIT) + int(_p95(sql) > SUGGEST_SQL_LIMIT)


def _sizes() -> None:
    """What lies on disk, and the most memory this process and one of its loaders have held."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, pg_relation_size(c.oid) from pg_class c join pg_index i on i.indexrelid = c.oid"
            " where i.indrelid in ('catalog_searchentry'::regclass, 'catalog_searchterm'::regclass) order by 2 desc"
        )
        indexes = cursor.fetchall()
        cursor.execute("select pg_table_size('catalog_searchentry'), pg_total_relation_size('catalog_searchentry')")
        table, total = cursor.fetchone()
    peak, loader = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"  search rows {table / 1e6:,.0f} MB, with indexes {total / 1e6:,.0f} MB: " + ", ".join(f"{name} {size / 1e6:,.1f}" for name, size in indexes))
    print(f"  peak memory: this process {peak:,.0f} MB, its largest child {loader:,.0f} MB")
