"""The figures: nDCG@10 on the relevance set, ours beside a plain tsvector's; and recall of our index against the truth of substrings."""

from __future__ import annotations

import math
import random
import re
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from catalog.search import asking, query
from catalog.search.filters import Wish
from kernel.actor import NOBODY
from tests.catalog.search.relevance.judging import grades, needs
from tests.catalog.search.relevance.loading import plain_words
from tests.catalog.search.relevance.records import Record

PAGE = 10
ASKED = 600
SEED = 20260102
_PLAIN = "select id from plain_words, plainto_tsquery('simple', %s) q where words @@ q order by ts_rank(words, q) desc, id limit 10"


def ndcg(found: Sequence[str], grade: Mapping[str, int]) -> float:
    """Discounted gain 2^grade - 1 of the first ten, against the best order there could be."""
    gained = sum((2 ** grade.get(digest, 0) - 1) / math.log2(at + 2) for at, digest in enumerate(found[:PAGE]))
    best = sum((2**value - 1) / math.log2(at + 2) for at, value in enumerate(sorted(grade.values(), reverse=True)[:PAGE]))
    return gained / best if best else 0.0


def ours(q: str, digests: Mapping[UUID, str]) -> list[str]:
    return [digests[row["dataset_id"]] for row in query.search(NOBODY, Wish(q), limit=PAGE).rows]


def plain(q: str, digests: Mapping[UUID, str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN, [plain_words(q)])
        return [digests[pk] for (pk,) in cursor.fetchall()]


def scored(digests: Mapping[UUID, str]) -> list[tuple[Any, float, float]]:
    """Each need with our figure and the plain one."""
    known = grades()
    return [(need, ndcg(ours(need.query, digests), known[need.query]), ndcg(plain(need.query, digests), known[need.query])) for need in needs()]


def relevance(digests: Mapping[UUID, str], *, every: bool = False) -> tuple[float, float]:
    """Prints the figures by kind; answers the means, ours and plain."""
    rows = scored(digests)
    kinds: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for need, mine, other in rows:
        kinds[f"{need.language} {need.kind}"].append((mine, other))
        if every:
            print(f"    {mine:.3f} {other:.3f}  {need.language} {need.kind:12} {need.query}")
    print(f"  {'nDCG@10':24} {'queries':>8} {'ours':>7} {'plain':>7}")
    for kind, figures in kinds.items():
        print(f"  {kind:24} {len(figures):8} {statistics.mean(one for one, _ in figures):7.3f} {statistics.mean(other for _, other in figures):7.3f}")
    means = statistics.mean(mine for _, mine, _ in rows), statistics.mean(other for _, _, other in rows)
    print(f"  {'all':24} {len(rows):8} {means[0]:7.3f} {means[1]:7.3f}")
    return means


def pieces(records: Sequence[Record]) -> list[str]:
    """Queries of one to three words as the records themselves have them: keywords, publishers, and stretches of titles, by a fixed seed."""
    draw = random.Random(SEED)
    chosen: dict[str, None] = {}
    while len(chosen) < ASKED:
        record = draw.choice(records)
        if not record.zh:
            words = re.findall(r"[A-Za-z]{3,}", record.title)
            piece = draw.choice(words) if words else ""
        elif draw.random() < 0.3:
            piece = draw.choice(record.words or ("",))
        else:
            runs = re.findall(r"[一-鿿]{4,}", record.title)
            words = query.analyzer.query_words(draw.choice(runs)) if runs else []
            begin = draw.randrange(len(words)) if words else 0
            piece = "".join(words[begin : begin + draw.randrange(1, 4)])
            if draw.random() < 0.3 and len(words) > 2:
                piece = f"{words[0]} {words[-1]}"
        if len(piece) > 1 and re.fullmatch(r"[一-鿿 ]{2,12}|[A-Za-z]+", piece):
            chosen[piece] = None
    return list(chosen)


def recall(records: Sequence[Record], digests: Mapping[UUID, str]) -> float:
    """Of the titles that hold every word of a query as written, how many our index finds; all hits counted, none cut off."""
    titles = {record.digest: record.title.lower() for record in records}
    found_all = wanted_all = 0
    worst: list[tuple[int, str]] = []
    asked_of = [*pieces(records), *(need.query for need in needs() if need.kind in ("plain", "place", "english"))]
    for q in asked_of:
        parts = q.lower().split()
        latin = [re.compile(rf"\b{re.escape(part)}\b") if part.isascii() else None for part in parts]
        wanted = {digest for digest, title in titles.items() if all(pattern.search(title) if pattern else part in title for part, pattern in zip(parts, latin, strict=True))}
        if not wanted:
            continue
        clause = query.held(asking.asked(q))
        with connection.cursor() as cursor:
            cursor.execute(f"select e.dataset_id from catalog_searchentry e where {clause.sql}", clause.values)  # noqa: S608 - constant SQL
            found = {digests[pk] for (pk,) in cursor.fetchall()}
        wanted_all += len(wanted)
        found_all += len(wanted & found)
        if missed := len(wanted - found):
            worst.append((missed, q))
    figure = found_all / wanted_all
    print(f"  recall against substring truth: {figure:.4f} ({found_all:,} of {wanted_all:,} over {len(asked_of)} queries; most missed: {sorted(worst, reverse=True)[:6]})")
    return figure
