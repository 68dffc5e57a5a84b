"""What a reader may filter the catalogue by: the names, their columns, and how a raw query string becomes filters.

A filter takes several values, of which any may match; filters of different names must all match.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.choices import FORMATS, FREQUENCIES, INDUSTRIES
from catalog.rules.grade import NAMES, Grade
from kernel.decision import Say
from kernel.errors import Invalid

MOST_VALUES = 20
PRICING: dict[str, str] = {"free": gettext_noop("Free"), "priced": gettext_noop("Priced")}
MARKS: dict[str, str] = {"0": gettext_noop("No personal information"), "1": gettext_noop("Personal information"), "2": gettext_noop("Sensitive personal information")}
GRADES: dict[str, str] = {f"g{grade.value}": NAMES[grade] for grade in Grade if grade is not Grade.CORE}


@dataclass(frozen=True, slots=True)
class Filter:
    """`column` of the search rows; `words` the closed list of values with their names (None: any code, such as a zone's);
    `stored` turns a value of the address into the column's; `array` when the column holds several."""

    name: str
    label: str
    column: str
    words: Mapping[str, str] | None
    stored: Callable[[str], Any] = str
    shown: Callable[[Any], str] = str
    array: bool = False
    open: bool = True


FILTERS: tuple[Filter, ...] = (
    Filter("industry", gettext_noop("Industry"), "industry", INDUSTRIES),
    Filter("grade", gettext_noop("Grade"), "grade", GRADES, lambda value: int(value[1:]), lambda stored: f"g{stored}"),
    Filter("marks", gettext_noop("Personal information"), "marks", MARKS, int),
    Filter("pricing", gettext_noop("Price"), "pricing", PRICING),
    Filter("frequency", gettext_noop("Update frequency"), "frequency", FREQUENCIES, open=False),
    Filter("format", gettext_noop("Format"), "formats", {name: name for name in dict.fromkeys(FORMATS.values())}, array=True, open=False),
    Filter("zone", gettext_noop("Zone"), "zone_id", None, open=False),
)
BY_NAME = {each.name: each for each in FILTERS}


ORDERS: dict[str, str] = {"relevance": gettext_noop("Relevance"), "newest": gettext_noop("Newest"), "price": gettext_noop("Lowest price"), "quality": gettext_noop("Best quality")}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asks for: words, values per filter, and one of ORDERS; relevance needs words and is newest without."""

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "relevance"


def wish(params: Mapping[str, Sequence[str]]) -> Wish:
    """From the lists of a query string. Errors: Invalid for a value that no filter knows."""
    wrong: dict[str, list[Say]] = {}
    chosen: dict[str, tuple[str, ...]] = {}
    for each in FILTERS:
        values = tuple(dict.fromkeys(value for value in params.get(each.name, ()) if value))
        if not values:
            continue
        known = all(value in each.words for value in values) if each.words is not None else all(value.isascii() and value.isprintable() and len(value) <= 40 for value in values)
        if not known or len(values) > MOST_VALUES:
            wrong[each.name] = [Say(gettext_noop("Choose one of the list."))]
        chosen[each.name] = values
    q = " ".join("".join(params.get("q", ())[-1:]).replace("\x00", " ").split())[:200]
    order = "".join(params.get("order", ())[-1:]) or "relevance"
    if order not in ORDERS:
        wrong["order"] = [Say(gettext_noop("Choose one of the list."))]
    if wrong:
        raise Invalid(fields=wrong)
    return Wish(q, chosen, order)
