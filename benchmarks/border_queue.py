"""The desk's queue beside its bare SQL: BENCH_CASES export cases (100,000), each tab of the page and a page deep down.

One real deal is made by its acts and its rows are copied in SQL; cases lie in every state, a fifth of them open. The bare SQL asks
the same question by hand on the same index: read the ratios, nothing here is a timed test.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import psycopg

CASES = int(os.environ.get("BENCH_CASES", "100000"))
ROUNDS = 60
LIMIT = 2.0

# every fifth case is open, each on a deal of its own, as the database demands; the decided ones share them
_COPY = """
create temp table fresh as select gen_random_uuid() as id, number from generate_series(1, %(open)s) number;
insert into exchange_traderequest
select made.* from exchange_traderequest one, fresh, jsonb_populate_record(one, jsonb_build_object('id', fresh.id)) made where one.id = '%(deal)s';
insert into exchange_agreement
select made.* from exchange_agreement one, fresh, jsonb_populate_record(one, jsonb_build_object('id', fresh.id, 'request_id', fresh.id)) made where one.id = '%(deal)s';
create temp table drawn as
select number, case when number <= %(open)s then number else 1 + (number %% %(open)s) end as deal,
       case when number > %(open)s then (array['approved', 'refused', 'withdrawn', 'lapsed'])[1 + number %% 4]
            else (array['submitted', 'acceptance', 'under_review', 'under_review', 'to_decide', 'returned', 'supplement'])[1 + number %% 7] end as state
from generate_series(1, %(cases)s) number;
insert into exchange_exportcase
select made.* from exchange_exportcase one, drawn join fresh on fresh.number = drawn.deal, jsonb_populate_record(one, jsonb_build_object(
  'id', gen_random_uuid(), 'number', 'BENCH-' || drawn.number, 'agreement_id', fresh.id, 'state', drawn.state,
  'holder', case when drawn.number > %(open)s then 'closed' when drawn.state in ('returned', 'supplement') then 'exporter' else 'desk' end,
  'role', case drawn.state when 'submitted' then 'intake' when 'acceptance' then 'intake' when 'under_review' then 'reviewer' when 'to_decide' then 'approver' else '' end,
  'due', case when drawn.number <= %(open)s then now() + (drawn.number %% 900 - 30) * interval '1 hour' end,
  'clock_days', 45, 'clock_since', now() - interval '20 days', 'decided', case when drawn.number > %(open)s then now() - drawn.number * interval '1 minute' end,
  'created', now() - drawn.number * interval '1 minute')) made where one.id = '%(case)s';
"""
_BARE = """
select c.id, c.number, c.path, c.kind, c.state, c.state_since, c.holder, c.role, c.due, c.clock_days, c.clock_since, c.stopped_since, c.destinations, c.ordinary, c.sensitive,
       c.conditions, c.decided, c.whose, c.created, c.agreement_id, e.name_zh, e.name_en, b.name_zh, b.name_en, r.title_zh, r.title_en, d.result #>> '{{deciding_articles,0}}'
from exchange_exportcase c join accounts_organization e on e.id = c.exporter_id join accounts_organization b on b.id = c.consumer_id
join exchange_agreement a on a.id = c.agreement_id join catalog_datasetrevision r on r.id = a.revision_id left join exchange_determination d on d.id = c.determination_id
where c.desk_id = %s and {where} order by {order} limit 21
"""
_TABS = {
    "mine": ("c.holder = 'desk' and c.role = 'reviewer'", "c.due, c.id"),
    "desk": ("c.holder = 'desk'", "c.due, c.id"),
    "exporter": ("c.holder = 'exporter'", "c.due, c.id"),
    "overdue": ("c.holder = 'desk' and c.due < now()", "c.due, c.id"),
    "decided": ("c.holder = 'closed'", "c.decided desc, c.id desc"),
}


def run(services: Any) -> int:
    """Print the figures; 0 if every ratio was kept."""
    from django.utils.translation import override

    from exchange.export_case.states import State
    from tests.cast import make_operator, make_overseas, make_provider, make_regulator
    from tests.factories.export_case import case_in

    operator, regulator = make_operator(), make_regulator()
    with override("en"):
        case = case_in(State.UNDER_REVIEW, make_provider(operator), make_overseas(operator), operator, regulator)
    began = time.perf_counter()
    with psycopg.connect(services.env["DATABASE_OWNER_URL"], autocommit=True) as connection:
        for statement in (_COPY % {"open": CASES // 5, "cases": CASES, "deal": case.agreement_id, "case": case.pk}).strip().rstrip(";").split(";\n"):
            connection.execute(statement.encode())
        connection.execute("vacuum analyze")
    print(f"border_queue: {CASES:,} export cases copied in {time.perf_counter() - began:.1f} s")
    ratios = [_tab(regulator.reviewer, regulator.id, tab) for tab in _TABS]
    worst = max(ratios)
    print(f"  worst ratio of the tabs {worst:.2f} (limit {LIMIT})")
    return int(max(worst, _deep(regulator.reviewer, regulator.id)) > LIMIT)


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


def _tab(actor: Any, desk: Any, tab: str) -> float:
    from django.db import connection

    from exchange.export_case import queue
    from kernel import clock

    where, order = _TABS[tab]
    sql = _BARE.format(where=where, order=order)

    def bare() -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, [desk])
            return len(cursor.fetchall())

    assert bare() == 21 and len(queue.of_desk(actor, desk, tab, clock.now()).items) == 20, tab
    mine, theirs = _turns(lambda: queue.of_desk(actor, desk, tab, clock.now()), bare)
    print(f"  {tab:10} p50 {mine:6.2f} ms   bare SQL {theirs:6.2f} ms   ratio {mine / theirs:.2f}")
    return mine / theirs


def _deep(actor: Any, desk: Any) -> float:
    """A page far down beside the first one: keyset pages cost the same everywhere."""
    from django.db import connection

    from exchange.export_case import queue
    from kernel import clock, paging

    with connection.cursor() as cursor:
        cursor.execute("select decided, id from exchange_exportcase where desk_id = %s and holder = 'closed' order by decided desc, id desc offset %s limit 1", [desk, CASES // 2])
        half = paging.encode(list(cursor.fetchone()))
    deep, first = _turns(lambda: queue.of_desk(actor, desk, "decided", clock.now(), half), lambda: queue.of_desk(actor, desk, "decided", clock.now()))
    print(f"  page half way down: p50 {deep:.2f} ms, first page {first:.2f} ms, ratio {deep / first:.2f} (limit {LIMIT})")
    return deep / first
