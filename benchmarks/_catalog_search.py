"""P3 and P4 of the catalogue benchmark: words with filters, a page of 20 and the counts of every facet through the list API's view, beside
the bare SQL of the same question and a list without words.

The bare SQL is what one would write by hand for that one question: the same words, filters and order on the same index, uncapped, without
joins for names and without cursors.
"""

# ruff: noqa: S608 - the pieces of SQL are constants; values travel as parameters

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

RUNS, TURNS, BARE_TURNS = 5, 6, 2  # the bare SQL of a common word takes seconds
RATIO_LIMIT, RARE_LIMIT, COMMON_LIMIT = 2.0, 250.0, 300.0

# (name, words, filters); rare is one row of two thousand, medium one of a hundred, common one of ten and more
RARE: tuple[tuple[str, str, dict[str, list[str]]], ...] = (
    ("one row", "罕见潮位", {}),
    ("rare, 2 filters", "红树林", {"industry": ["energy", "transport"], "pricing": ["priced"]}),
    ("rare", "泥石流", {}),
    ("medium, 2 filters", "浦东", {"industry": ["energy"], "pricing": ["free"]}),
    ("medium, place and subject", "乌鲁木齐 碳排放", {}),
    ("medium, three words", "深圳 地铁刷卡 月度", {}),
)
COMMON: tuple[tuple[str, str, dict[str, list[str]]], ...] = (
    ("common, 2 filters", "碳排放", {"industry": ["transport"], "grade": ["g1", "g2"]}),
    ("common", "统计报告", {}),
    ("Chinese, two words", "实时 航班", {}),
    ("Chinese, in half of all rows", "数据 质量", {}),
    ("English", "flight weather", {}),
    ("English, by its stem", "satellites", {}),
    ("English, in every row", "dataset", {"frequency": ["daily"]}),
    ("English, in every row, 2 filters", "dataset", {"frequency": ["daily"], "grade": ["g1", "g2"]}),
)
LISTED: tuple[tuple[str, str, dict[str, list[str]]], ...] = (
    ("no words", "", {}),
    ("no words, 2 filters", "", {"industry": ["health"], "pricing": ["free"]}),
)


def search(call: Callable[[str], bytes]) -> int:
    """Both classes; `call` answers an address of the list API. 0 if every limit was kept."""
    plain = [_timed(lambda: call("/api/v1/datasets?limit=20"))[0] for _ in range(30)]
    own = statistics.median(plain[5:])
    print(f"  {'search by the API (20 rows and all facets)':42} {'hits':>8} {'ours p50':>10} {'p95':>9} {'CPU web + db':>16} {'bare SQL p50':>13} {'p95':>9}")
    rare, floor = _class(call, RARE)
    limit = min(RARE_LIMIT, RATIO_LIMIT * (floor + own))
    print(f"  P3 rare and medium words: p95 {rare:.1f} ms, bare SQL {floor:.1f} ms + a list without words {own:.1f} ms, ratio {rare / (floor + own):.2f} (limit {RATIO_LIMIT} and {RARE_LIMIT:.0f} ms)")
    common, uncapped = _class(call, COMMON)
    print(f"  P4 common words and Chinese, capped: p95 {common:.1f} ms (limit {COMMON_LIMIT:.0f} ms), bare SQL uncapped {uncapped:.1f} ms, ratio {common / uncapped:.2f}")
    listed, whole = _class(call, LISTED)
    print(f"  without words: p95 {listed:.1f} ms (limit {COMMON_LIMIT:.0f} ms), bare SQL uncapped {whole:.1f} ms, ratio {listed / whole:.2f}", flush=True)
    return int(rare > limit) + int(common > COMMON_LIMIT) + int(listed > COMMON_LIMIT)


def p95(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def _class(call: Callable[[str], bytes], questions: Any) -> tuple[float, float]:
    """The median over the runs of each run's p95, ours and bare."""
    runs: list[tuple[list[float], list[float]]] = [([], []) for _ in range(RUNS)]
    for name, words, chosen in questions:
        both = _question(call, name, words, chosen)
        for run, times in zip(runs, both, strict=True):
            run[0].extend(times[0])
            run[1].extend(times[1])
    return statistics.median(p95(ours) for ours, _ in runs), statistics.median(p95(bare) for _, bare in runs)


def _question(call: Callable[[str], bytes], name: str, words: str, chosen: dict[str, list[str]]) -> list[tuple[list[float], list[float]]]:
    """Milliseconds of each run's turns, ours and bare by turns, so that both meet the same machine."""
    import orjson

    from catalog.search.filters import wish

    address = "/api/v1/datasets?" + urlencode({"q": words, **chosen, "facets": "true", "limit": "20"}, doseq=True)
    bare = _bare(wish({"q": [words], **chosen}))
    counted = orjson.loads(call(address))["counts"]
    assert counted["total"], name
    call(address), bare()
    runs: list[tuple[list[float], list[float]]] = [([], []) for _ in range(RUNS)]
    web, session = cpu(lambda: call(address), TURNS)
    for run in runs:
        for turn in range(TURNS):
            run[0].append(_timed(lambda: call(address))[0])
            if turn < BARE_TURNS:
                run[1].append(_timed(bare)[0])
    ours, floor = ([one for run in runs for one in run[side]] for side in (0, 1))
    hits = f"{counted['total']:,}{'+' if counted['capped'] else ''}"
    print(f"  {name:42} {hits:>8} {statistics.median(ours):8.1f}ms {p95(ours):7.1f}ms {web:6.1f} + {session:5.1f}ms {statistics.median(floor):11.1f}ms {p95(floor):7.1f}ms", flush=True)
    return runs


def cpu(function: Callable[[], Any], times: int) -> tuple[float, float]:
    """Milliseconds of CPU a call: this process's, and its database session's."""
    began, session = time.process_time(), session_cpu()
    for _ in range(times):
        function()
    return (time.process_time() - began) / times * 1000, (session_cpu() - session) / times * 1000


def session_cpu() -> float:
    """Seconds of CPU of this connection's server process; 0 where it is not on this machine."""
    from django.db import connection

    connection.ensure_connection()
    try:
        user, system = (Path("/proc") / str(connection.connection.info.backend_pid) / "stat").read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return 0.0
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _timed(function: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = function()
    return (time.perf_counter() - began) * 1000, answer


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
