"""Lines of a mapping with what is suggested for those that have none yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from catalog.dictionary.models import DictionaryMapping, DictionaryTerm, TermMatch
from catalog.dictionary.reading import MOST_TERMS
from catalog.element.mapping import candidates
from catalog.rules.elements import Candidates, Described, Match, suggest
from kernel import paging

CLOSE_FROM = 75
"""From this score on a suggestion is offered as exact, below it as close."""


@dataclass(frozen=True, slots=True)
class Line:
    term: DictionaryTerm
    match: TermMatch | None
    suggested: list[Match]


def described(term: DictionaryTerm) -> Described:
    return Described(term, term.code, term.name_zh, term.name_en, term.type.casefold(), term.unit)


def pool(mapping: DictionaryMapping) -> Candidates:
    if mapping.target_id is None:
        return candidates()
    return Candidates(described(term) for term in DictionaryTerm.objects.filter(dictionary=mapping.target_id).order_by("position")[:MOST_TERMS])


def key_of(candidate: Any) -> str:
    """What a choice is named by: the term, or the element of a version."""
    return str(candidate.pk if isinstance(candidate, DictionaryTerm) else candidate.element_id)


def code_of(candidate: Any) -> str:
    return str(candidate.code if isinstance(candidate, DictionaryTerm) else candidate.element.code)


def lines(mapping: DictionaryMapping, cursor: str | None, *, limit: int = 20, suggesting: bool = True, public: bool = False) -> tuple[list[Line], paging.Page[DictionaryTerm]]:
    """One page of the source's terms in their order. `public` are only those that are matched: the mapping is told, not the dictionary."""
    terms = DictionaryTerm.objects.filter(dictionary=mapping.source_id)
    if public:
        terms = terms.filter(Exists(TermMatch.objects.filter(mapping=mapping, term=OuterRef("pk"))))
    page = paging.page(terms, ("position",), cursor=cursor, limit=limit)
    rows = TermMatch.objects.filter(mapping=mapping, term__in=page.items).select_related("target", "version__element")
    matched = {row.term_id: row for row in rows}
    found = pool(mapping) if suggesting else Candidates([])
    return [Line(term, matched.get(term.pk), suggest(described(term), found)) for term in page.items], page
