"""What a definition must say: checked in one place, whoever proposes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.choices import FIELD_TYPES
from catalog.rules.detectors import KINDS
from kernel.decision import Say
from kernel.errors import Invalid

CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
LONGEST_CODE, LONGEST_NAME, LONGEST_DEFINITION, LONGEST_UNIT, LONGEST_SOURCE, MOST_CODES = 60, 120, 2_000, 40, 300, 500


def checked(code: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """Names, definitions, type, unit, code_list, source and kind as they are stored. Errors: Invalid, naming all that is wrong."""
    wrong: dict[str, list[Say]] = {}
    if not CODE.match(code) or len(code) > LONGEST_CODE:
        wrong["code"] = [Say(gettext_noop("Use up to %(most)s lower-case letters, digits and hyphens, a letter first."), {"most": LONGEST_CODE})]
    lengths = {"name_zh": LONGEST_NAME, "name_en": LONGEST_NAME, "definition_zh": LONGEST_DEFINITION, "definition_en": LONGEST_DEFINITION}
    words = {name: str(content.get(name) or "").strip() for name in (*lengths, "type", "unit", "source", "kind")}
    for name, most in lengths.items():
        if not 1 <= len(words[name]) <= most:
            wrong[name] = [Say(gettext_noop("Write 1 to %(most)s characters."), {"most": most})]
    for name, most in (("unit", LONGEST_UNIT), ("source", LONGEST_SOURCE)):
        if len(words[name]) > most:
            wrong[name] = [Say(gettext_noop("At most %(most)s characters."), {"most": most})]
    if words["type"] not in FIELD_TYPES:
        wrong["type"] = [Say(gettext_noop("Choose one of the list."))]
    if words["kind"] and words["kind"] not in KINDS:
        wrong["kind"] = [Say(gettext_noop("Choose one of the list."))]
    rows = list(content.get("code_list") or [])
    if len(rows) > MOST_CODES or not all(_row(row) for row in rows) or len({row[0] for row in rows}) != len(rows):
        wrong["code_list"] = [Say(gettext_noop("A code list has at most %(most)s rows of code, Chinese and English meaning; each code stands once."), {"most": MOST_CODES})]
    if wrong:
        raise Invalid(fields=wrong)
    return words | {"code_list": [[str(cell).strip() for cell in row] for row in rows]}


def _row(row: Any) -> bool:
    return isinstance(row, list | tuple) and len(row) == 3 and all(isinstance(cell, str) and len(cell) <= LONGEST_NAME for cell in row) and bool(row[0].strip())


def code_rows(text: str) -> list[list[str]]:
    """Rows of a code list as a person writes them: one a line, "code, Chinese, English". Errors: Invalid, naming the line."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in re.split(r"[,\t，]", line)]
        if len(cells) != 3 or not cells[0]:
            raise Invalid(fields={"code_list": [Say(gettext_noop("Line %(line)s: write code, Chinese and English meaning, separated by commas."), {"line": number})]})
        found.append(cells)
    return found
