"""How text becomes words, in Chinese and English: what is stored in the index, and what a query asks for. Pure Python.

Text is folded first: one form of each letter, lower case, simplified characters (OpenCC), so that either script finds the other.

Chinese is cut by jieba's dictionary. The index holds every dictionary word found in the text (`cut_all`) together with the
search cut, which alone would lose words such as 乌鲁木齐 in 乌鲁木齐市; a query is cut once, without guessed words, so that each
of its words can be met by the index. English is stemmed by the database ('english'). Raise VERSION with any change here:
`manage.py reindex_catalog` rebuilds the rows of older versions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import rjieba
from opencc import OpenCC

VERSION = 2
MOST_QUERY_CHARACTERS = 200
MOST_QUERY_WORDS = 16
# what one row may hold: the database allows positions up to 16,383 and 256 of them for one word
MOST_POSITIONS = 12_000
MOST_OF_ONE_WORD = 60
LONGEST_WORD = 80

_RUN = re.compile(r"[㐀-䶿一-鿿豈-﫿]+|[^\W_㐀-䶿一-鿿豈-﫿]+")
_FOLDER = Path(__file__).parent
_TRADITIONAL = re.compile(r"[㐀-䶿一-鿿豈-﫿]")


@cache
def _jieba() -> rjieba.Jieba:
    """The dictionary with the exchange's own words added; reading it takes 0.2 s once."""
    jieba = rjieba.Jieba()
    for name in ("words.txt", "synonyms.txt"):
        for line in lines_of(name):
            for word in line.split(","):
                if is_han(word.strip()):
                    jieba.add_word(word.strip(), 20_000, "n")
    return jieba


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")


def lines_of(name: str) -> list[str]:
    """The lines of a data file beside this module, without remarks."""
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def fold(text: str) -> str:
    """One form of each letter, lower case, simplified characters."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return _simplified().convert(plain) if _TRADITIONAL.search(plain) else plain


def _runs(text: str) -> list[str]:
    """Maximal runs of Han characters, and of other letters and digits, folded."""
    return _RUN.findall(fold(text))


def is_han(word: str) -> bool:
    return "㐀" <= word[0] <= "鿿" or "豈" <= word[0] <= "﫿"


def index_words(text: str) -> list[str]:
    """Every word a query may meet this text by, in the order of the text."""
    words: list[str] = []
    for run in _runs(text):
        if is_han(run):
            found = _jieba().cut_all(run)
            known = set(found)
            words += found
            words += [word for word in _jieba().cut_for_search(run) if word not in known]
        else:
            words.append(run[:LONGEST_WORD])
    return words


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(word for line in lines_of("stop_words.txt") for word in line.split())


def query_words(text: str) -> list[str]:
    """The words all of which a hit must hold; words that ask and not name ("where", 哪里) only where there are no others."""
    words: list[str] = []
    for run in query_runs(text):
        words += _jieba().cut(run, False) if is_han(run) else [run[:LONGEST_WORD]]
    telling = [word for word in words if word not in _stop_words()]
    return list(dict.fromkeys(telling or words))[:MOST_QUERY_WORDS]


def query_runs(text: str) -> list[str]:
    """A query's runs of one script, folded."""
    return _runs(text[:MOST_QUERY_CHARACTERS])


def related_words(text: str) -> list[str]:
    """Smaller words for a second try when nothing holds all of `query_words`: any of them will do."""
    words: list[str] = []
    for run in _runs(text[:MOST_QUERY_CHARACTERS]):
        words += _jieba().cut_for_search(run) if is_han(run) else [run[:LONGEST_WORD]]
    # one character meets almost everything; it helps only where there is nothing longer
    longer = [word for word in words if len(word) > 1 and word not in _stop_words()]
    return list(dict.fromkeys(longer or words))[:MOST_QUERY_WORDS]


def vector(weighted: Iterable[tuple[str, str]]) -> str:
    """A tsvector literal of (weight A..D, text) pairs: words with positions, so that weights and nearness count.

    Made here and not by to_tsvector, whose parser sees no letters in Chinese under the plain locale of an embedded server."""
    positions: dict[str, list[str]] = {}
    at = 0
    for weight, text in weighted:
        for word in index_words(text):
            if at >= MOST_POSITIONS:
                break
            at += 1
            places = positions.setdefault(word, [])
            if len(places) < MOST_OF_ONE_WORD:
                places.append(f"{at}{weight}")
    return " ".join(f"'{word}':{','.join(places)}" for word, places in positions.items())


def english(text: str) -> str:
    """The words of the text that the database may stem."""
    return " ".join(run for run in _runs(text) if run.isascii())


def tsquery(words: Iterable[str], *, every: bool) -> tuple[str, list[str]]:
    """SQL of a tsquery over the words and its parameters. A Latin word is met as written or by its English stem."""
    parts: list[str] = []
    values: list[str] = []
    for word in words:
        if is_han(word):
            parts.append("%s::tsquery")
            values.append(f"'{word}'")
        else:
            parts.append("(%s::tsquery || plainto_tsquery('english', %s))")
            values += [f"'{word}'", word]
    return (" && " if every else " || ").join(parts), values
