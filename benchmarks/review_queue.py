"""The exchange's queue of listings beside its bare SQL: BENCH_LISTINGS datasets (100,000), each tab of the page and a page deep down.

One real submission is made by its acts and its rows are copied in SQL; two fifths wait for a review, the others are listed, suspended or
refused. The bare SQL asks the same question by hand on the same index: read the ratios, nothing here is a timed test.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import psycopg

LISTINGS = int(os.environ.get("BENCH_LISTINGS", "100000"))
ROUNDS = 60
LIMIT = 2.0

# of ten: four wait (one of them for this operator, one past its deadline), three are listed, two suspended, one refused
_COPY = """
create temp table fresh as
select number, gen_random_uuid() as dataset, gen_random_uuid() as revision,
       case when number %% 10 < 4 then 'submitted' when number %% 10 < 7 then 'listed' when number %% 10 < 9 then 'suspended' else 'refused' end as state
from generate_series(1, %(count)s) number;
insert into catalog_dataset
select made.* from catalog_dataset one, fresh, jsonb_populate_record(one, jsonb_build_object(
  'id', fresh.dataset, 'state', fresh.state, 'state_since', now() - fresh.number * interval '1 minute', 'key', null, 'grade', 2, 'listed_at', now(),
  'current_id', case when fresh.state in ('listed', 'suspended') then fresh.revision end, 'working_id', case when fresh.state in ('submitted', 'refused') then fresh.revision end
)) made where one.id = '%(dataset)s';
insert into catalog_datasetrevision
select made.* from catalog_datasetrevision one, fresh, jsonb_populate_record(one, jsonb_build_object(
  'id', fresh.revision, 'dataset_id', fresh.dataset, 'state', case fresh.state when 'suspended' then 'listed' else fresh.state end, 'frozen_at', now(),
  'state_since', now() - fresh.number * interval '1 minute', 'reviewer', case when fresh.number %% 10 = 1 then '%(person)s'::uuid end,
  'review_until', case when fresh.state = 'submitted' then now() + (case when fresh.number %% 10 = 2 then -1 else 1 end) * fresh.number * interval '1 minute' end
)) made where one.id = '%(revision)s';
"""
_REVIEWS = """
select r.id, r.dataset_id, r.title_zh, r.title_en, r.number, r.grade, r.state_since, r.review_until, r.reviewer, o.name_zh, o.name_en
from catalog_datasetrevision r join catalog_dataset d on d.id = r.dataset_id join accounts_organization o on o.id = d.provider_id
where r.state = 'submitted' and r.review_until is not null and {where} order by r.review_until, r.id limit 21
"""
_STANDING = """
select d.id, d.state_since, coalesce(r.title_zh, w.title_zh), coalesce(r.title_en, w.title_en), coalesce(r.number, w.number), coalesce(r.grade, w.grade), o.name_zh, o.name_en
from catalog_dataset d join accounts_organization o on o.id = d.provider_id
left join catalog_datasetrevision r on r.id = d.current_id left join catalog_datasetrevision w on w.id = d.working_id
where {where} order by d.state_since desc, d.id desc limit 21
"""
_TABS = {
    "waiting": (_REVIEWS, "true"), "mine": (_REVIEWS, "r.reviewer = %s"), "free": (_REVIEWS, "r.reviewer is null"), "overdue": (_REVIEWS, "r.review_until < now()"),
    "listed": (_STANDING, "d.state = 'listed'"), "suspended": (_STANDING, "d.state = 'suspended'"), "refused": (_STANDING, "d.state = 'refused'"),
}  # fmt: skip


def run(services: Any) -> int:
    """Print the figures; 0 if every ratio was kept."""
    from django.utils.translation import override

    from tests.cast import make_operator, make_provider
    from tests.factories.catalog import dataset_submitted

    operator = make_operator()
    with override("en"):
        dataset = dataset_submitted(make_provider(operator))
    began = time.perf_counter()
    values = {"count": LISTINGS, "dataset": dataset.pk, "revision": dataset.working_id, "person": operator.one.person}
    with psycopg.connect(services.env["DATABASE_OWNER_URL"]) as connection:
        for statement in (_COPY % values).strip().rstrip(";").split(";\n"):
            connection.execute(statement.encode())
    with psycopg.connect(services.env["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute("vacuum analyze")
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"review_queue: {LISTINGS:,} listings copied in {time.perf_counter() - began:.1f} s; {os.cpu_count()} cores, load {load}", flush=True)
    worst = max(_tab(operator.one, tab) for tab in _TABS)
    print(f"  worst ratio of the tabs {worst:.2f} (limit {LIMIT})")
    return int(max(worst, _deep(operator.one)) > LIMIT)


def _turns(ours: Callable[[], Any], other: Callable[[], Any]) -> tuple[float, float]:
    """Median milliseconds of both, turn by turn, so that both meet the same machine."""
    pair: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS + 5):
        for function, times in zip((ours, other), pair, strict=True):
            began = time.perf_counter()
            function()
            if number >= 5:
                times.append((time.perf_counter() - began) * 1000)
    return statistics.median(pair[0]), statistics.median(pair[1])


def _tab(actor: Any, tab: str) -> float:
    from django.db import connection

    from catalog.listing.queue import of_exchange
    from kernel import clock

    text, where = _TABS[tab]
    sql, values = text.format(where=where), [actor.person] if "%s" in where else []

    def bare() -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return len(cursor.fetchall())

    assert bare() == 21 and len(of_exchange(actor, tab, clock.now()).items) == 20, tab
    mine, theirs = _turns(lambda: of_exchange(actor, tab, clock.now()), bare)
    print(f"  {tab:10} p50 {mine:6.2f} ms   bare SQL {theirs:6.2f} ms   ratio {mine / theirs:.2f}")
    return mine / theirs


def _deep(actor: Any) -> float:
    """A page far down beside the first one: keyset pages cost the same everywhere."""
    from django.db import connection

    from catalog.listing.queue import of_exchange
    from kernel import clock, paging

    with connection.cursor() as cursor:
        cursor.execute("select review_until, id from catalog_datasetrevision where state = 'submitted' order by review_until, id offset %s limit 1", [LISTINGS // 5])
        half = paging.encode(list(cursor.fetchone()))
    deep, first = _turns(lambda: of_exchange(actor, "waiting", clock.now(), half), lambda: of_exchange(actor, "waiting", clock.now()))
    print(f"  page half way down: p50 {deep:.2f} ms, first page {first:.2f} ms, ratio {deep / first:.2f} (limit {LIMIT})")
    return deep / first
