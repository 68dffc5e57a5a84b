"""One row of a list: which columns it has, what each may hold, and the one form it is stored and matched in. Editions, acts and files
live elsewhere; nothing is read from the database here."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_noop

from exchange.determination.gather import SCREENING_FLAGS, normal_name
from exchange.determination.models.lists import NEGATIVE_LIST, RECIPIENTS
from exchange.rules.border.lists import Part
from exchange.rules.border.vocabulary import FACTS
from kernel.decision import Say

LONGEST = 300
UNSTORABLE = ("Cc", "Cs")  # control letters and halves of letters
MOST_PERSONS = 2_000_000_000
MOST_NAMED = 500
REQUIRED = {NEGATIVE_LIST: ("sector", "scenario", "fields", "part"), RECIPIENTS: ("name", "flag")}
OPTIONAL = {NEGATIVE_LIST: ("modalities", "at_least", "below"), RECIPIENTS: ("country", "reference")}
SEVERAL = ("fields", "modalities")
NUMBERS = ("at_least", "below")
PARTS = tuple(part.value for part in Part)
Stored = tuple[str, dict[str, Any]]


class RowError(Exception):
    """What is wrong with a row; `say` is for whoever wrote it."""

    def __init__(self, msgid: str, **params: Any) -> None:
        self.say = Say(msgid, params)
        super().__init__(msgid)


def columns(kind: str) -> tuple[str, ...]:
    return REQUIRED[kind] + OPTIONAL[kind]


def checked(kind: str, row: Any) -> Stored:
    """The name a row is found by (empty on a negative list), and its content in one form. Errors: RowError."""
    if not isinstance(row, Mapping):
        raise RowError(gettext_noop("this is not a row with named columns."))
    if unknown := sorted(str(name) for name in row if name not in columns(kind)):
        raise RowError(gettext_noop("there is no column %(names)s here; the columns are %(known)s."), names=", ".join(unknown)[:100], known=", ".join(columns(kind)))
    for name in REQUIRED[kind]:
        if row.get(name) in (None, "", []):
            raise RowError(gettext_noop("%(column)s is missing."), column=name)
    return BY_KIND[kind](row)


def _listed(row: Mapping[str, Any]) -> Stored:
    known = tuple(FACTS["modality"].values)
    modalities = _several(row, "modalities")
    for one in modalities:
        _one_of("modalities", one, known)
    numbers = {name: _number(row, name) for name in NUMBERS}
    if numbers["at_least"] is not None and numbers["below"] is not None and numbers["below"] <= numbers["at_least"]:
        raise RowError(gettext_noop("below must be greater than at_least: no number of persons fits."))
    part = _one_of("part", row["part"], PARTS)
    return "", {"sector": _line(row, "sector"), "scenario": _line(row, "scenario"), "fields": _several(row, "fields"), "part": part, "modalities": modalities, **numbers}


def _recipient(row: Mapping[str, Any]) -> Stored:
    flag, name = _one_of("flag", row["flag"], SCREENING_FLAGS), _line(row, "name")
    if not normal_name(name):
        raise RowError(gettext_noop("name has no letter to compare a recipient with."))
    return normal_name(name), {"name": name, "country": _line(row, "country", "-"), "flag": flag, "reference": _line(row, "reference", "-")}


BY_KIND: dict[str, Callable[[Mapping[str, Any]], Stored]] = {NEGATIVE_LIST: _listed, RECIPIENTS: _recipient}


def _one_of(column: str, value: Any, known: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        raise RowError(gettext_noop("%(column)s says %(value)s; it is one of %(known)s."), column=column, value=repr(value)[:60], known=", ".join(known))
    return value


def _number(row: Mapping[str, Any], column: str) -> int | None:
    value = row.get(column)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_PERSONS:
        raise RowError(gettext_noop("%(column)s is a whole number of persons from 0 to %(most)s."), column=column, most=MOST_PERSONS)
    return value


def _several(row: Mapping[str, Any], column: str) -> list[str]:
    value = row.get(column) or []
    if not isinstance(value, list | tuple) or len(value) > MOST_NAMED:
        raise RowError(gettext_noop("%(column)s is a list of at most %(most)s names."), column=column, most=MOST_NAMED)
    return sorted({_text(column, one) for one in value})


def _line(row: Mapping[str, Any], column: str, default: str = "") -> str:
    return _text(column, row.get(column) or default)


def _text(column: str, value: Any) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not 0 < len(text) <= LONGEST or any(unicodedata.category(letter) in UNSTORABLE for letter in text):
        raise RowError(gettext_noop("%(column)s is a text of 1 to %(most)s characters."), column=column, most=LONGEST)
    return text
