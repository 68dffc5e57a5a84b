"""What the words and rows of a dataset may be: the meaning of an editor's input, judged once for pages and API.

Each function takes raw values and answers clean ones for the model, or raises Invalid naming every wrong part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.choices import FIELD_TYPES, FREQUENCIES, INDUSTRIES
from catalog.dataset.models import DatasetRevision
from catalog.rules.personal import CATEGORIES
from catalog.rules.visibility import SampleNature
from catalog.zone.models import Zone
from catalog.zone.states import ZoneState
from kernel.actor import Actor
from kernel.decision import Say
from kernel.errors import Invalid

MOST_FIELDS = 500
MOST_SAMPLE_ROWS = 20
MOST_SAMPLE_COLUMNS = 100
LONGEST_CELL = 200
_TEXTS = {"title_zh": 120, "title_en": 200, "description_zh": 5_000, "description_en": 8_000, "coverage_zh": 200, "coverage_en": 200}
_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?\Z")
_FIELD_NAME = re.compile(r"[^\s,;\"'<>&]{1,80}\Z")
Wrong = dict[str, list[Say]]


def checked_description(actor: Actor, given: Mapping[str, Any], *, current: DatasetRevision | None = None, new: bool = False) -> dict[str, Any]:
    """Columns of a revision from `given`; only what is given is answered."""
    wrong: Wrong = {}
    content: dict[str, Any] = {}
    for name, longest in _TEXTS.items():
        if name in given:
            content[name] = _text(given[name], name, longest, wrong, lines=name.startswith("description"))
    if new and not (content.get("title_zh") or content.get("title_en")):
        wrong["title_zh"] = [Say(gettext_noop("Write a title in at least one language."))]
    for name, choices in (("industry", INDUSTRIES), ("frequency", FREQUENCIES)):
        if name in given:
            content[name] = given[name]
            if given[name] not in choices:
                wrong[name] = [Say(gettext_noop("Choose one of the list."))]
    if "keywords" in given:
        content["keywords"] = _words(given["keywords"], "keywords", wrong)
    if "places" in given:
        content["places"] = sorted({str(place).strip() for place in given["places"] or []})
        if len(content["places"]) > 60 or not all(_PLACE.match(place) for place in content["places"]):
            wrong["places"] = [Say(gettext_noop("Write up to 60 place codes such as CN or CN-BJ."))]
    for name in ("covers_from", "covers_until", "updated_on"):
        if name in given:
            content[name] = given[name]
            if given[name] is not None and not isinstance(given[name], date):
                wrong[name] = [Say(gettext_noop("Write a date."))]
    if "persons" in given:
        content["persons"] = given["persons"]
        if given["persons"] is not None and not 0 <= given["persons"] <= 10**12:
            wrong["persons"] = [Say(gettext_noop("Write a number of persons, or leave it empty."))]
    if "synthetic" in given:
        content["synthetic"] = bool(given["synthetic"])
    if "zone" in given:
        content["zone_id"] = _zone(actor, given["zone"], wrong)
    begin = content.get("covers_from", current.covers_from if current else None)
    end = content.get("covers_until", current.covers_until if current else None)
    if not wrong and begin and end and end < begin:
        wrong["covers_until"] = [Say(gettext_noop("The end of the period lies before its beginning."))]
    if wrong:
        raise Invalid(fields=wrong)
    return content


def _text(value: Any, name: str, longest: int, wrong: Wrong, *, lines: bool = False) -> str:
    text = str(value or "").strip()
    if not lines:
        text = " ".join(text.split())
    if len(text) > longest:
        wrong[name] = [Say(gettext_noop("At most %(most)s characters."), {"most": longest})]
    if "\x00" in text:
        wrong[name] = [Say(gettext_noop("This holds a character that cannot be stored."))]
    return text


def _words(value: Any, name: str, wrong: Wrong) -> list[str]:
    words = list(dict.fromkeys(" ".join(str(word).split()) for word in value or []))
    words = [word for word in words if word]
    if len(words) > 20 or any(len(word) > 40 or "\x00" in word for word in words):
        wrong[name] = [Say(gettext_noop("At most 20 keywords of 40 characters each."))]
    return words


def _zone(actor: Actor, code: Any, wrong: Wrong) -> Any:
    if not code:
        return None
    zone = Zone.objects.visible_to(actor).filter(code=code, state=ZoneState.OPEN).first() if isinstance(code, str) else None
    if zone is None:
        wrong["zone"] = [Say(gettext_noop("There is no open zone with this code."))]
        return None
    return zone.pk


def checked_fields(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the data dictionary; keys of errors are "fields.<position>.<column>"."""
    if len(rows) > MOST_FIELDS:
        raise Invalid(fields={"fields": [Say(gettext_noop("At most %(most)s fields."), {"most": MOST_FIELDS})]})
    wrong: Wrong = {}
    seen: set[str] = set()
    clean: list[dict[str, Any]] = []
    for position, row in enumerate(rows, 1):
        at = f"fields.{position}"
        name = str(row.get("name") or "").strip()
        if not _FIELD_NAME.match(name) or not name.isprintable():
            wrong[f"{at}.name"] = [Say(gettext_noop("A field name has 1 to 80 characters, without spaces, commas or quotes."))]
        elif name in seen:
            wrong[f"{at}.name"] = [Say(gettext_noop("The field %(name)s stands here twice."), {"name": name})]
        seen.add(name)
        kind = row.get("type") or "text"
        if kind not in FIELD_TYPES:
            wrong[f"{at}.type"] = [Say(gettext_noop("Choose one of the list."))]
        grade = row.get("grade", 1)
        if not isinstance(grade, int) or isinstance(grade, bool) or not 1 <= grade <= 6:
            wrong[f"{at}.grade"] = [Say(gettext_noop("A grade is a number from 1 (General 1) to 6 (Core)."))]
        category = str(row.get("category") or "")
        if category and category not in CATEGORIES:
            wrong[f"{at}.category"] = [Say(gettext_noop("Choose one of the list."))]
        sensitive = bool(row.get("sensitive")) or bool(category)
        clean.append(
            {
                "name": name,
                "type": kind,
                "unit": _text(row.get("unit"), f"{at}.unit", 40, wrong),
                "meaning_zh": _text(row.get("meaning_zh"), f"{at}.meaning_zh", 300, wrong),
                "meaning_en": _text(row.get("meaning_en"), f"{at}.meaning_en", 300, wrong),
                "treatment": _text(row.get("treatment"), f"{at}.treatment", 300, wrong),
                "personal": bool(row.get("personal")) or sensitive,
                "sensitive": sensitive,
                "category": category,
                "grade": grade,
            }
        )
    if wrong:
        raise Invalid(fields=wrong)
    return clean


def checked_sample(nature: str, rows: Sequence[Sequence[str]]) -> tuple[str, list[list[str]]]:
    if nature not in set(SampleNature):
        raise Invalid(fields={"nature": [Say(gettext_noop("Choose one of the list."))]})
    if nature == SampleNature.NONE:
        return nature, []
    table = [[str(cell) for cell in row] for row in rows]
    width = len(table[0]) if table else 0
    if len(table) < 2 or len(table) > MOST_SAMPLE_ROWS + 1 or not 1 <= width <= MOST_SAMPLE_COLUMNS:
        raise Invalid(
            fields={"rows": [Say(gettext_noop("A sample has a row of names and then 1 to %(rows)s rows, of at most %(columns)s columns."), {"rows": MOST_SAMPLE_ROWS, "columns": MOST_SAMPLE_COLUMNS})]}
        )
    if any(len(row) != width or any(len(cell) > LONGEST_CELL or "\x00" in cell for cell in row) for row in table):
        raise Invalid(fields={"rows": [Say(gettext_noop("Every row has as many cells as the first, each of at most %(most)s characters."), {"most": LONGEST_CELL})]})
    return nature, table
