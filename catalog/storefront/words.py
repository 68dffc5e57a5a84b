"""Words and values the storefront shows: results, filters and their counts, ready for the components."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.http import QueryDict
from django.urls import get_urlconf, reverse
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from catalog.dataset.choices import FREQUENCIES, INDUSTRIES
from catalog.search import analyzer
from catalog.search.filters import BY_NAME, FILTERS, MARKS, ORDERS, Wish
from catalog.search.query import Counts, Row
from web.components.formats import money
from web.components.lists import result as line
from web.components.marks import badge, chip, grade
from web.components.markup import esc
from web.shapes import Facet, FacetGroup, Link


def english() -> bool:
    return (get_language() or "").startswith("en")


def either(zh: str, en: str) -> str:
    """The reader's language, or the other one where nothing is written."""
    return (en or zh) if english() else (zh or en)


def highlighter(q: str) -> re.Pattern[str] | None:
    """What to mark in results: the query's words; a Latin one also with another ending."""
    parts = []
    for word in analyzer.query_words(q):
        if analyzer.is_han(word):
            parts.append(re.escape(word))
        else:
            parts.append(rf"\b{re.escape(word[: max(3, len(word) - 2)])}\w*")
    return re.compile("|".join(sorted(parts, key=len, reverse=True)), re.IGNORECASE) if parts else None


def marked(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """`text`, escaped, with what the pattern meets inside <mark>."""
    if pattern is None:
        return conditional_escape(text)
    pieces, at = [], 0
    for found in pattern.finditer(text):
        pieces.append(f"{esc(text[at : found.start()])}<mark>{esc(found[0])}</mark>")
        at = found.end()
    return mark_safe("".join([*pieces, esc(text[at:])]))  # noqa: S308 - each piece was escaped


@dataclass(frozen=True, slots=True)
class Said:
    """What every line says, in one language. `filters`: each filter's label with its values' names, None for those of the database."""

    english: bool
    frequencies: Mapping[str, str]
    industries: Mapping[str, str]
    marks: Sequence[str]
    filters: Mapping[str, tuple[str, Mapping[str, str] | None]]

    def either(self, zh: str, en: str) -> str:
        return (en or zh) if self.english else (zh or en)


@cache
def _said(language: str | None) -> Said:
    """In `language`, the one in force: a page says these words a hundred times."""

    def all_of(words: Mapping[str, str]) -> dict[str, str]:
        return {code: gettext(word) if word else "" for code, word in words.items()}

    filters = {each.name: (gettext(each.label), None if each.words is None else all_of(each.words)) for each in FILTERS}
    return Said(english(), all_of(FREQUENCIES), all_of(INDUSTRIES), list(all_of(MARKS).values()), filters)


def result(row: Row, pattern: re.Pattern[str] | None) -> SafeString:
    """One line of results, as HTML: a page has dozens of them, and a template for each would be most of the page's cost."""
    said = _said(get_language())
    either = said.either
    meta: list[tuple[str, str]] = []
    if row["frequency"]:
        meta.append(("refresh", said.frequencies[row["frequency"]]))
    if row["zone_code"]:
        meta.append(("grid", either(row["zone_zh"], row["zone_en"])))
    before, after = _address(get_urlconf())
    return line(
        _tags(row, said),
        f"{before}{row['dataset_id']}{after}",
        marked(either(row["title_zh"], row["title_en"]), pattern),
        marked(either(row["summary_zh"], row["summary_en"]), pattern),
        provider=either(row["provider_zh"], row["provider_en"]),
        meta=meta,
        price=_price(row),
        price_suffix=gettext("from") if row["price_minor"] else "",
        price_note=said.industries[row["industry"]] if row["industry"] else "",
    )


def _tags(row: Row, said: Said) -> SafeString:
    """Grade, marks and formats."""
    tags = [grade(row["grade"])]
    if row["marks"]:
        tags.append(chip(said.marks[row["marks"]], *_MARKED[row["marks"]]))
    if not row["available"]:
        tags.append(badge("idle", gettext("Taken")))
    return mark_safe("".join([*tags, *(chip(name, "file") for name in row["formats"])]))  # noqa: S308 - joined marks, each escaped


_MARKED = {1: ("user", ""), 2: ("eye", "warn")}


@cache
def _address(urlconf: str | None) -> tuple[str, str]:
    """What stands before and behind the id in a dataset's address."""
    before, _id, after = reverse("dataset.detail", args=[UUID(int=0)], urlconf=urlconf).partition(str(UUID(int=0)))
    return before, after


def _price(row: Row) -> str:
    if row["price_minor"] is None:
        return gettext("No open offer")
    return gettext("Free") if row["price_minor"] == 0 else money(row["price_minor"], row["currency"])


def facet_groups(wish: Wish, counts: Counts, zones: Mapping[str, tuple[str, str]]) -> list[FacetGroup]:
    """The rail: each filter with its values and counts. `zones` maps a zone's id to its code and name."""
    said, groups = _said(get_language()), []
    for each in FILTERS:
        found = counts.facets.get(each.name, {})
        chosen = wish.chosen.get(each.name, ())
        label, names = said.filters[each.name]
        if names is None:
            values = [(code, name, found.get(key, 0)) for key, (code, name) in zones.items()]
        else:
            values = [(value, name, found.get(value, 0)) for value, name in names.items()]
        # a long list shows only what leads somewhere
        items = [Facet(value, name, number, value in chosen, counts.capped) for value, name, number in values if number or value in chosen or len(values) <= 6]
        if items:
            groups.append(FacetGroup(each.name, label, items, each.open or bool(chosen)))
    return groups


def applied_links(params: QueryDict, wish: Wish, zones: Mapping[str, tuple[str, str]]) -> list[Link]:
    """A link per filter in force, which takes it off."""
    names = dict(zones.values())
    links = []
    for name, values in wish.chosen.items():
        words = BY_NAME[name].words
        for value in values:
            left = params.copy()
            left.setlist(name, [other for other in params.getlist(name) if other != value])
            left.pop("cursor", None)
            links.append(Link(gettext(words[value]) if words is not None else names.get(value, value), f"?{left.urlencode()}"))
    return links


def orders(params: QueryDict, wish: Wish) -> list[Link]:
    """A link per order; by relevance only where there are words, and newest is what a list without words begins with."""
    now = wish.order if wish.q or wish.order != "relevance" else "newest"
    first = "relevance" if wish.q else "newest"
    return [
        Link(gettext(label), addressed(params, order=None if name == first else name, cursor=None), current=name == now)
        for name, label in ORDERS.items() if wish.q or name != "relevance"
    ]  # fmt: skip


def addressed(params: QueryDict, **changes: str | None) -> str:
    """The page's own address with some parameters changed; None takes one out."""
    copy = params.copy()
    for name, value in changes.items():
        if value is None:
            copy.pop(name, None)
        else:
            copy[name] = value
    return f"?{copy.urlencode()}"


def joined(words: Sequence[str]) -> SafeString:
    return format_html_join(", ", "{}", ((word,) for word in words))
