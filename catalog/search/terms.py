"""The words of titles and keywords that everyone may see: for letters typed as pinyin, typing errors and suggestions.

A word enters with the first public dataset that has it and leaves with the last one (`catalog/zone/forgetting.py`: triggers, so that no way of hiding a
dataset forgets it). It gives a query more to look for and is never shown by itself. Words of datasets that not everyone may see never enter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from catalog.rules.visibility import PUBLIC_LIMIT
from catalog.search import analyzer, sounds

SHORTEST_LATIN, LONGEST_LATIN, LONGEST_HAN = 3, 40, 10
CANDIDATES, MOST_ALIKE, MOST_SOUNDS, MOST_COMPLETED = 24, 3, 8, 8
_INSERT = "insert into catalog_searchterm (word, sound, initials) select * from unnest(%s::text[], %s::text[], %s::text[]) on conflict do nothing"
# a spelled word, a sound, an initial; in one statement
_LOOK = """
select word, sound, initials from catalog_searchterm where word = any(%s)
union select word, sound, initials from catalog_searchterm where sound = any(%s)
union all (select word, sound, initials from catalog_searchterm where initials = any(%s) and sound <> '' order by length(word), word limit 64)
"""
_LIKE = """
select asked.word, found.word from unnest(%s::text[]) asked(word) cross join lateral (
  select t.word from catalog_searchterm t
  where t.sound = '' and abs(length(t.word) - length(asked.word)) <= 2
    and (t.word %% asked.word or (t.word >= left(asked.word, 2) and t.word < left(asked.word, 2) || chr(1114111)))
  order by similarity(t.word, asked.word) desc, t.word limit %s) found
"""
_COMPLETE = """
(select word from catalog_searchterm where word >= %(low)s and word < %(high)s order by word limit %(most)s)
union (select word from catalog_searchterm where sound >= %(low)s and sound < %(high)s order by sound limit %(most)s)
union (select word from catalog_searchterm where initials >= %(low)s and initials < %(high)s order by initials limit %(most)s)
"""


@dataclass(slots=True)
class Known:
    """What the table knows of some letters: `spelled` words, Chinese words by `sound` and by `initials`."""

    spelled: set[str] = field(default_factory=set)
    sound: dict[str, list[str]] = field(default_factory=dict)
    initials: dict[str, list[str]] = field(default_factory=dict)


def words_of(texts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The words of the texts with sound and initials, both empty for Latin ones."""
    found: dict[str, tuple[str, str]] = {}
    for text in texts:
        for word in analyzer.index_words(text):
            if word in found:
                continue
            if analyzer.is_han(word):
                if 2 <= len(word) <= LONGEST_HAN:
                    found[word] = (sounds.sound(word), sounds.initials(word))
            elif word.isalpha() and SHORTEST_LATIN <= len(word) <= LONGEST_LATIN:
                found[word] = ("", "")
    return found


def learn(grade: int | None, texts: Iterable[str]) -> None:
    """Take in the words of a dataset that is listed now; sorted, so that two listings never wait for each other in a circle."""
    if grade is None or grade > PUBLIC_LIMIT:
        return
    if rows := sorted(words_of(texts).items()):
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [[word for word, _ in rows], [heard[0] for _, heard in rows], [heard[1] for _, heard in rows]])


def look(spelled: Sequence[str], by_sound: Sequence[str], by_initials: Sequence[str]) -> Known:
    known = Known()
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [list(spelled), list(by_sound), list(by_initials)])
        for word, heard, first in cursor.fetchall():
            if not heard:
                known.spelled.add(word)
            else:
                _put(known.sound, heard, word)
                _put(known.initials, first, word)
    return known


def _put(table: dict[str, list[str]], key: str, word: str) -> None:
    words = table.setdefault(key, [])
    if word not in words and len(words) < MOST_SOUNDS:
        words.append(word)


def alike(words: Sequence[str]) -> dict[str, list[str]]:
    """For each Latin word those one or two slips away, the nearest first: chosen by groups of letters (pg_trgm) and the first two, judged by slips."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, [list(words), CANDIDATES])
        for asked, word in cursor.fetchall():
            if slips(asked, word) <= (1 if len(asked) < 6 else 2):
                found.setdefault(asked, []).append(word)
    return {asked: sorted(near, key=lambda word: slips(asked, word))[:MOST_ALIKE] for asked, near in found.items()}


def slips(one: str, other: str) -> int:
    """How many letters were left out, added, mistaken or exchanged with their neighbour."""
    before: list[int] = []
    above, row = before, list(range(len(other) + 1))
    for at, letter in enumerate(one):
        above, before, row = before, row, [at + 1]
        for to, wanted in enumerate(other):
            cost = min(before[to + 1] + 1, row[to] + 1, before[to] + (letter != wanted))
            if at and to and letter == other[to - 1] and one[at - 1] == wanted:
                cost = min(cost, above[to - 1] + 1)
            row.append(cost)
    return row[-1]


def completed(beginning: str) -> list[str]:
    """Words that begin so, or whose pinyin or initials do."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPLETE, {"low": beginning, "high": f"{beginning}\U0010ffff", "most": MOST_COMPLETED})
        return [word for (word,) in cursor.fetchall()]
