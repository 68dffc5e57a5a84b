"""Words that ask for the same thing, in both languages, from synonyms.txt. Pure Python."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from catalog.search import analyzer

Term = tuple[str, ...]
"""A word, or the several words of a phrase."""
MOST_OF_A_TERM = 5


def plain(word: str) -> str:
    """A Latin word without the ending of its plural, by which groups are looked up; the database's stems do the finding."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@cache
def _groups() -> dict[Term, tuple[Term, ...]]:
    """All other terms of a term's groups."""
    found: dict[Term, dict[Term, None]] = {}
    for line in analyzer.lines_of("synonyms.txt"):
        terms = [tuple(analyzer.query_words(term)) for term in line.split(",")]
        for term in terms:
            found.setdefault(_key(term), {}).update(dict.fromkeys(other for other in terms if other != term))
    return {term: tuple(others) for term, others in found.items()}


def _key(term: Sequence[str]) -> Term:
    return tuple(word if analyzer.is_han(word) else plain(word) for word in term)


def grouped(words: Sequence[str]) -> list[tuple[Term, tuple[Term, ...]]]:
    """The words as terms, the longest known phrase first, each with the terms that stand for it."""
    groups, found, at = _groups(), [], 0
    while at < len(words):
        for length in range(min(MOST_OF_A_TERM, len(words) - at), 0, -1):
            term = tuple(words[at : at + length])
            others = groups.get(_key(term), ())
            if others or length == 1:
                found.append((term, others))
                at += length
                break
    return found
