"""The words of the register for readers: states with their badges, kinds of entries, and rows as pages and the API show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _, gettext_noop

from catalog.rights.models import RegisterEntry, RegisterRequest, RightObjection, RightRegistration
from catalog.rules.certificate import RIGHTS
from catalog.rules.registration import LATER_NAMES, SOURCES
from web.shapes import Buoy

STATES: Mapping[str, tuple[str, str]] = {
    "draft": ("idle", gettext_noop("Draft")),
    "applied": ("wait", gettext_noop("Under examination")),
    "notice": ("wait", gettext_noop("On public notice")),
    "registered": ("done", gettext_noop("Registered")),
    "refused": ("stop", gettext_noop("Refused")),
    "withdrawn": ("idle", gettext_noop("Taken back")),
    "expired": ("idle", gettext_noop("Expired")),
    "cancelled": ("idle", gettext_noop("Cancelled by its holder")),
    "revoked": ("stop", gettext_noop("Revoked")),
}
OBJECTIONS: Mapping[str, tuple[str, str]] = {
    "open": ("wait", gettext_noop("Under decision")),
    "upheld": ("done", gettext_noop("Upheld")),
    "rejected": ("stop", gettext_noop("Rejected")),
    "withdrawn": ("idle", gettext_noop("Taken back")),
    "void": ("idle", gettext_noop("Void: the registration ended")),
}
REQUESTS: Mapping[str, tuple[str, str]] = {
    "asked": ("wait", gettext_noop("Asked for")),
    "done": ("done", gettext_noop("Done")),
    "refused": ("stop", gettext_noop("Refused")),
    "withdrawn": ("idle", gettext_noop("Taken back")),
    "void": ("idle", gettext_noop("Void: the registration ended")),
}
REQUEST_KINDS: Mapping[str, str] = {
    "change": gettext_noop("Change of the entry"), "renewal": gettext_noop("Renewal of the registration"), "transfer": gettext_noop("Transfer to another organization"), "revocation": gettext_noop("Revocation"),
}  # fmt: skip
ENTRIES: Mapping[str, tuple[str, str]] = {
    "applied": ("done", gettext_noop("Applied for")),
    "notice": ("wait", gettext_noop("Examined; public notice began")),
    "registered": ("done", gettext_noop("Registered")),
    "objection": ("wait", gettext_noop("Somebody objected")),
    "objection_withdrawn": ("done", gettext_noop("The objection was taken back")),
    "objection_rejected": ("done", gettext_noop("The exchange rejected the objection")),
    "changed": ("done", gettext_noop("The entry was changed")),
    "renewed": ("done", gettext_noop("The registration was renewed")),
    "transferred": ("done", gettext_noop("Transferred to another holder")),
    "refused": ("stop", gettext_noop("Refused")),
    "withdrawn": ("stop", gettext_noop("Taken back by the applicant")),
    "expired": ("stop", gettext_noop("Expired")),
    "cancelled": ("stop", gettext_noop("Cancelled by its holder")),
    "revoked": ("stop", gettext_noop("Revoked")),
}


def badge(words: Mapping[str, tuple[str, str]], state: str) -> tuple[str, str]:
    mark, label = words[state]
    return mark, _(label)


def right(kind: str) -> str:
    """The right's name, with what later drafts call it."""
    return f"{_(RIGHTS[kind])} ({LATER_NAMES[kind][0]})"


def line(row: RightRegistration, today: date) -> dict[str, Any]:
    """A row of a list, read with its holder."""
    return {"row": row, "state": badge(STATES, row.shown_state(today)), "right": _(RIGHTS[row.kind]), "source": _(SOURCES[row.source])}


def timeline(entries: Iterable[RegisterEntry]) -> list[Buoy]:
    found = []
    for entry in entries:
        mark, label = ENTRIES[entry.kind]
        state: Any = mark
        found.append(Buoy(state, _(label), entry.at, " · ".join(text for text in (entry.holder.name, entry.note) if text)))
    return found


def objection_line(row: RightObjection) -> dict[str, Any]:
    return {"row": row, "state": badge(OBJECTIONS, row.state)}


def request_line(row: RegisterRequest) -> dict[str, Any]:
    return {"row": row, "state": badge(REQUESTS, row.state), "kind": _(REQUEST_KINDS[row.kind])}
