"""Editions and groups in words: their kinds, where they stand, and the tabs that lead from one register to the next."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_noop

from exchange.determination.models import ListEdition
from exchange.determination.models.lists import NEGATIVE_LIST, RECIPIENTS
from exchange.determination.states import Control, Edition
from web.shapes import Link, Term

Badge = tuple[str, str]
KINDS = {NEGATIVE_LIST: gettext_noop("Negative lists"), RECIPIENTS: gettext_noop("Screening lists of recipients")}
CONTROLS: dict[str, Badge] = {
    Control.PROPOSED: ("wait", gettext_noop("Waits for a second person")),
    Control.IN_FORCE: ("done", gettext_noop("Counted together")),
    Control.REFUSED: ("stop", gettext_noop("Refused")),
    Control.END_PROPOSED: ("wait", gettext_noop("Counted together; its end waits for a second person")),
    Control.ENDED: ("idle", gettext_noop("Ended")),
}


def control_badge(state: str) -> Badge:
    look, words = CONTROLS[state]
    return look, _(words)


def edition_badge(row: ListEdition, today: date) -> Badge:
    """Where an edition stands on a day: one in force has its day of beginning, and ends when the next one begins."""
    if row.state == Edition.PROPOSED:
        return "wait", _("Waits for a second person")
    if row.state == Edition.REFUSED:
        return "stop", _("Refused")
    if row.since > today:
        return "now", _("Confirmed, begins later")
    return ("idle", _("Replaced by a later edition")) if row.until is not None and row.until <= today else ("done", _("In force"))


def compared_badge(row: ListEdition) -> Badge:
    return ("done", _("Compared with the published text")) if row.verified else ("idle", _("Sample, not compared"))


def tabs(organization: UUID, current: str) -> list[Link]:
    """`current` is a kind of list, or `control`."""
    lists = reverse("determination.editions", args=[organization])
    links = [Link(_(words), f"{lists}?kind={kind}", current=kind == current) for kind, words in KINDS.items()]
    return [*links, Link(_("Common control"), reverse("determination.groups", args=[organization]), current=current == "control")]


def terms(before: ListEdition, after: ListEdition) -> list[Term]:
    """What two editions say of themselves, side by side."""

    def pair(label: str, name: str) -> Term:
        return Term(label, str(getattr(before, name)), str(getattr(after, name)))

    return [
        pair(_("Edition"), "edition"), pair(_("In force from"), "since"), pair(_("Title in Chinese"), "title_zh"), pair(_("Title in English"), "title_en"),
        pair(_("Source"), "source"), Term(_("Rows"), compared_badge(before)[1], compared_badge(after)[1]),
    ]  # fmt: skip
