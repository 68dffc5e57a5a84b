"""States and lines of admission in the reader's words, for pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from accounts.organization.states import State
from accounts.rules.admission import Item
from web.shapes import Check, State as Look

STATES: dict[str, tuple[Look, Any]] = {
    State.DRAFT: ("now", gettext_lazy("Draft")),
    State.APPLIED: ("wait", gettext_lazy("With the exchange")),
    State.RETURNED: ("now", gettext_lazy("Returned with remarks")),
    State.VERIFIED: ("done", gettext_lazy("Verified")),
    State.REFUSED: ("stop", gettext_lazy("Refused")),
    State.SUSPENDED: ("hold", gettext_lazy("Suspended")),
    State.CLOSED: ("idle", gettext_lazy("Closed")),
}
ROUNDS: dict[str, tuple[Look, Any]] = {
    "submitted": ("wait", gettext_lazy("With the exchange")),
    "passed": ("done", gettext_lazy("Verified")),
    "returned": ("stop", gettext_lazy("Returned with remarks")),
    "refused": ("stop", gettext_lazy("Refused")),
}
SENTENCES = {
    State.DRAFT: gettext_lazy("Complete the checklist and send the application to the exchange."),
    State.APPLIED: gettext_lazy("The exchange is looking at the application."),
    State.RETURNED: gettext_lazy("The exchange asks you to correct what is marked below."),
    State.VERIFIED: gettext_lazy("The organization may trade here."),
    State.REFUSED: gettext_lazy("The exchange has refused this application."),
    State.SUSPENDED: gettext_lazy("Nothing can be done or delivered until the exchange lifts the suspension."),
    State.CLOSED: gettext_lazy("The organization has left the exchange. Its record stays readable."),
}
CIIO = {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No"), "unknown": gettext_lazy("Not known")}
WANTED = {"provider": gettext_lazy("Provide data"), "buyer": gettext_lazy("Buy data")}


def checks(items: Iterable[Item], remarks: dict[str, str]) -> list[Check]:
    """The checklist with the exchange's remark, or the remedy, beside each line."""
    lines = []
    for item in items:
        remark = remarks.get(item.key)
        state: Look = "stop" if remark else "done" if item.done else "now"
        note = _("The exchange remarks: %(remark)s") % {"remark": remark} if remark else str(item.remedy or "")
        lines.append(Check(state, str(item.text), note))
    return lines


def rows(organization: Any) -> list[tuple[str, Any]]:
    """The particulars as label and value."""
    place = {True: _("Yes"), False: _("No"), None: _("It is registered abroad")}[organization.in_beijing]
    number = (
        [(_("Register abroad"), organization.foreign_register), (_("Number in that register"), organization.foreign_number)]
        if organization.abroad
        else [(_("Unified social credit code"), organization.uscc)]
    )
    return [
        (_("Legal name in Chinese"), organization.name_zh or "–"),
        (_("Legal name in English"), organization.name_en or "–"),
        (_("Country of registration"), organization.country),
        *number,
        (_("Registered in Beijing"), place),
        (_("Operator of critical information infrastructure"), CIIO[organization.ciio]),
        (_("What it wants to do here"), ", ".join(str(WANTED[role]) for role in organization.roles_wanted) or "–"),
    ]
