"""The words of a run's report: what became of a row, why a file was not read. Stored as data, told in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from catalog.interchange.models import ImportRow
from kernel.decision import Say


def said(stored: Mapping[str, Any]) -> str:
    return str(Say(stored["msgid"], stored.get("values", {})))


def failure_words(failure: Mapping[str, Any]) -> str:
    """Finding, place, remedy and rule in one sentence after the other."""
    where = _("At: %(where)s.") % {"where": failure["where"]} if failure["where"] else ""
    return " ".join(filter(None, [said(failure["finding"]), where, said(failure["remedy"]), f"[{failure['rule']}]"]))


def outcome_words() -> dict[str, str]:
    return {"new": _("New"), "changed": _("Changed"), "same": _("Unchanged"), "repeated": _("Repeated"), "refused": _("Refused")}


def reason_words(row: ImportRow) -> str:
    if row.outcome == "repeated" and row.name:
        return _("Has the identifier of row %(row)s but another title; check whether this column tells datasets apart. What it adds was joined to that row.") % {"row": row.reasons[0]["row"] if row.reasons else ""}
    if row.outcome == "repeated":
        return _("Says the same dataset as row %(row)s; what it adds was joined to it.") % {"row": row.reasons[0]["row"] if row.reasons else ""}
    if row.reasons:
        return " ".join(said(reason) for reason in row.reasons)
    return _("Kept without a field of their own: %(names)s.") % {"names": ", ".join(row.kept)} if row.kept else ""


def row_words(row: ImportRow) -> str:
    return " | ".join(filter(None, [str(row.number), row.outcome, row.name or row.foreign_id, reason_words(row)]))
