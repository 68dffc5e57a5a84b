"""Titles to go on with while someone types."""

# ruff: noqa: S608 - every piece of SQL below is a constant; what a reader gives travels as parameters

from __future__ import annotations

from catalog.search import analyzer, terms
from catalog.search.asking import Asked, Choice
from catalog.search.query import fetch, sight
from kernel.actor import Actor

SUGGESTED = 8
RECENT, MATCHED = 500, 200


def suggest(actor: Actor, text: str) -> list[tuple[str, str]]:
    """Titles (zh, en) that hold all the words typed, the last one as a beginning, also of its pinyin or initials; none for less than two characters.

    Words that many titles hold are met at once among the RECENT newest; only what is rare there is looked for in the index."""
    words = analyzer.query_words(text)
    if len(text.strip()) < 2 or not words:
        return []
    asked = Asked((*(_exactly(word) for word in words[:-1]), _begun(words[-1])))
    sql, values = asked.sql
    allowed = sight(actor)
    rows = fetch(
        f"""
with recent as materialized (
  select e.title_zh, e.title_en from (select * from catalog_searchentry e where {allowed.sql} order by e.listed_at desc, e.dataset_id desc limit {RECENT}) e
  where e.headline @@ ({sql}) limit {SUGGESTED}
), others as materialized (
  select e.title_zh, e.title_en, e.listed_at from catalog_searchentry e where (select count(*) < {SUGGESTED} from recent) and e.vector @@ ({sql}) and {allowed.sql} limit {MATCHED}
)
select title_zh, title_en from recent
union all
(select title_zh, title_en from others where (title_zh, title_en) not in (table recent) order by listed_at desc limit {SUGGESTED})
""",
        [*allowed.values, *values, *values, *allowed.values],
    )
    return list(dict.fromkeys((zh, en) for zh, en in rows))[:SUGGESTED]


def _exactly(word: str) -> tuple[Choice, ...]:
    return (((word,),),)


def _begun(word: str) -> tuple[Choice, ...]:
    """The word itself, or any that it begins."""
    return ((tuple(dict.fromkeys([word, *terms.completed(word)])),),)
