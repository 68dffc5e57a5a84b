"""What a provider promises of its data's quality: one figure per characteristic of GB/T 36344-2018, kept with the revision.

    {"completeness": 98, "validity": 99, "uniqueness": 100, "consistency": 95, "accessibility": 99, "timeliness_days": 2}

Each is optional. The first five are the least share in percent, whole numbers: cells that are filled, values that fit their field's
type, rows that occur once, rows that keep the stated relations, hours in which the data can be fetched. `timeliness_days` is how old
the newest row may be, in days. What was measured is compared with these by whoever measures.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from kernel.decision import Say
from kernel.errors import Invalid

PERCENT: dict[str, str] = {
    "completeness": gettext_noop("Completeness: filled cells, at least percent"),
    "validity": gettext_noop("Validity: values that fit their type, at least percent"),
    "uniqueness": gettext_noop("Uniqueness: rows that occur once, at least percent"),
    "consistency": gettext_noop("Consistency: rows without contradiction, at least percent"),
    "accessibility": gettext_noop("Accessibility: hours in which the data can be fetched, at least percent"),
}
TIMELINESS = "timeliness_days"
LABELS: dict[str, str] = PERCENT | {TIMELINESS: gettext_noop("Timeliness: age of the newest row, at most days")}
MOST_DAYS = 3_660


def checked(given: Mapping[str, Any]) -> dict[str, int]:
    """Clean promises in the order of LABELS. Errors: Invalid, keys "promises.<name>"."""
    wrong: dict[str, list[Say]] = {f"promises.{name}": [Say(gettext_noop("There is no such characteristic of quality."))] for name in given if name not in LABELS}
    clean: dict[str, int] = {}
    for name in LABELS:
        value = given.get(name)
        if value is None:
            continue
        most = MOST_DAYS if name == TIMELINESS else 100
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            wrong[f"promises.{name}"] = [Say(gettext_noop("Write a whole number from 0 to %(most)s, or leave it empty."), {"most": most})]
        else:
            clean[name] = value
    if wrong:
        raise Invalid(fields=wrong)
    return clean
