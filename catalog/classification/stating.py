"""What a person states with a grading: the business attributes of the data, and for single fields or all of them whom a leak would harm,
how badly and why. Judged once for pages and API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from catalog.rules.assessment import Impact
from catalog.rules.business import VALUES, unknown_attributes
from catalog.rules.impact import DEGREES, HARMED
from kernel.decision import Say
from kernel.errors import Invalid

MOST_IMPACTS, SHORTEST_REASON, LONGEST_REASON = 50, 4, 500


def checked_statement(attributes: Mapping[str, Any] | None, stated: Sequence[Mapping[str, Any]] | None, names: Sequence[str]) -> tuple[dict[str, str], dict[str, list[Impact]]]:
    """Attributes, and the impacts of each field by its name. An impact that names no field is about all of them. Errors: Invalid."""
    wrong: dict[str, list[Say]] = {}
    given = {str(name): value for name, value in (attributes or {}).items() if value}
    for name in unknown_attributes(given):
        wrong[f"attributes.{name}" if name in VALUES else "attributes"] = [Say(gettext_noop("Choose one of the list."))]
    impacts: dict[str, list[Impact]] = {}
    rows = list(stated or [])
    if len(rows) > MOST_IMPACTS:
        wrong["impacts"] = [Say(gettext_noop("At most %(most)s impacts."), {"most": MOST_IMPACTS})]
        rows = []
    for at, row in enumerate(rows, 1):
        fields, reason = [str(one) for one in row.get("fields") or []], str(row.get("reason") or "").strip()
        if unknown := [name for name in fields if name not in names]:
            wrong[f"impacts.{at}.fields"] = [Say(gettext_noop("There is no field with this name: %(names)s."), {"names": ", ".join(unknown[:5])})]
        for part, words in (("object", HARMED), ("degree", DEGREES)):
            if row.get(part) not in words:
                wrong[f"impacts.{at}.{part}"] = [Say(gettext_noop("Choose one of the list."))]
        if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON or "\x00" in reason:
            wrong[f"impacts.{at}.reason"] = [Say(gettext_noop("Write why, in %(least)s to %(most)s characters."), {"least": SHORTEST_REASON, "most": LONGEST_REASON})]
        if not wrong:
            for name in fields or names:
                impacts.setdefault(name, []).append(Impact(str(row["object"]), str(row["degree"]), reason))
    if wrong:
        raise Invalid(fields=wrong)
    return given, impacts
