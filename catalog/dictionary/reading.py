"""A foreign dictionary as CSV or JSON: its terms, or every row that is wrong with its reason. Nothing is half taken."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from django.utils.translation import gettext_noop

from kernel.decision import Say
from kernel.errors import Invalid

LARGEST, MOST_TERMS, LONGEST_CODE, LONGEST_NAME, LONGEST_DEFINITION, LONGEST_WORD = 2 * 1024 * 1024, 5_000, 120, 200, 2_000, 40
TOLD = 30
"""Wrong rows that are named; of more only the number."""
COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("code", "编码", "代码", "编号", "标识符", "字段名", "name"), "name_zh": ("name_zh", "中文名称", "中文名", "名称"), "name_en": ("name_en", "英文名称", "英文名", "label"),
    "definition": ("definition", "定义", "说明", "描述", "description"), "type": ("type", "类型", "数据类型"), "unit": ("unit", "单位", "计量单位"),
}  # fmt: skip
_LONGEST = {"code": LONGEST_CODE, "name_zh": LONGEST_NAME, "name_en": LONGEST_NAME, "definition": LONGEST_DEFINITION, "type": LONGEST_WORD, "unit": LONGEST_WORD}


def read(raw: bytes) -> list[dict[str, str]]:
    """Errors: Invalid (too large, not CSV or JSON, no code column, rows that are wrong)."""
    if len(raw) > LARGEST:
        raise _wrong(Say(gettext_noop("The file is larger than %(most)s MiB."), {"most": LARGEST // 1024**2}))
    text = _text(raw)
    if text.lstrip()[:1] in ("[", "{"):
        return checked(_json(text))
    return checked(_csv(text))


def checked(rows: Iterable[Any]) -> list[dict[str, str]]:
    """Rows with the names of our columns or of theirs. Errors: Invalid, naming every wrong row."""
    found: list[dict[str, str]] = []
    wrong: list[Say] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        if number > MOST_TERMS:
            raise _wrong(Say(gettext_noop("A dictionary has at most %(most)s terms."), {"most": MOST_TERMS}))
        term, reason = _term(row, number, seen)
        if reason is not None:
            wrong.append(reason)
        else:
            found.append(term)
    if wrong:
        more = [Say(gettext_noop("%(number)s further rows are wrong."), {"number": len(wrong) - TOLD})] if len(wrong) > TOLD else []
        raise Invalid(fields={"terms": [*wrong[:TOLD], *more]})
    if not found:
        raise _wrong(Say(gettext_noop("There is no term in it.")))
    return found


def _term(row: Any, number: int, seen: dict[str, int]) -> tuple[dict[str, str], Say | None]:
    if not isinstance(row, Mapping):
        return {}, Say(gettext_noop("Row %(row)s is no object with names."), {"row": number})
    plain = {str(name).strip().casefold(): value for name, value in row.items() if name is not None}
    term: dict[str, str] = {}
    for column, names in COLUMNS.items():
        value = next((plain[name] for name in names if plain.get(name) not in (None, "")), "")
        if isinstance(value, dict | list):
            return {}, Say(gettext_noop("Row %(row)s: %(column)s is no text."), {"row": number, "column": column})
        term[column] = " ".join(str(value).replace("\x00", "").split())
        if len(term[column]) > _LONGEST[column]:
            return {}, Say(gettext_noop("Row %(row)s: %(column)s has more than %(most)s characters."), {"row": number, "column": column, "most": _LONGEST[column]})
    if not term["code"]:
        return {}, Say(gettext_noop("Row %(row)s has no code."), {"row": number})
    if not term["name_zh"] and not term["name_en"]:
        return {}, Say(gettext_noop("Row %(row)s has no name in either language."), {"row": number})
    if term["code"] in seen:
        return {}, Say(gettext_noop("Row %(row)s: the code %(code)s stands in row %(first)s already."), {"row": number, "code": term["code"], "first": seen[term["code"]]})
    seen[term["code"]] = number
    return term, None


def _text(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _wrong(Say(gettext_noop("The file is neither UTF-8 nor GB18030 text.")))


def _json(text: str) -> Sequence[Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _wrong(Say(gettext_noop("This is not valid JSON: %(error)s."), {"error": str(error)})) from error
    rows = found.get("terms") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise _wrong(Say(gettext_noop("Write a list of objects, or an object with the list terms.")))
    return rows


def _csv(text: str) -> list[dict[str, Any]]:
    try:
        head = text.splitlines()[0] if text.strip() else ""
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in head else ";" if head.count(";") > head.count(",") else ",", strict=True)
        names = {(name or "").strip().casefold() for name in rows.fieldnames or []}
        if not names & set(COLUMNS["code"]):
            raise _wrong(Say(gettext_noop("The first line names no column for the code. Known names: %(names)s."), {"names": ", ".join(COLUMNS["code"])}))
        return [row for _number, row in zip(range(MOST_TERMS + 1), rows, strict=False)]
    except csv.Error as error:
        raise _wrong(Say(gettext_noop("The table cannot be read: %(error)s."), {"error": str(error)})) from error


def _wrong(say: Say) -> Invalid:
    return Invalid(fields={"terms": [say]})
