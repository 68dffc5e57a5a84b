"""The border's part of a deal's page: the case of its export, where it stands and what opens it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.agreement.models import Agreement
from exchange.agreement.states import Kind
from exchange.clearance.gather import pilots_of
from exchange.clearance.models import Clearance
from exchange.clearance.permissions import ISSUE
from exchange.desk.deal.gather import Deal
from exchange.export_case import clocks, gather, permissions, show, words
from exchange.pilot.models import Pilot
from exchange.trade_request.show import Button
from kernel import clock
from kernel.actor import Actor
from kernel.permissions import allowed


@dataclass(frozen=True, slots=True)
class CaseSection:
    """The newest case of a deal: its number, badge, whose word it is, its clock, and the page it has."""

    number: str
    url: str
    badge: tuple[str, str]
    path: str
    whose: str
    clock: clocks.Clock | None
    left: str
    valid_until: Any
    pilots: tuple[Pilot, ...] = ()


def case_section(actor: Actor, found: Deal) -> tuple[CaseSection | None, list[Button]]:
    """One statement where the deal is an export, none where it is not; the buttons are what this actor may do next."""
    agreement = found.agreement
    export = next((row for row in found.conditions if row.kind == Kind.BORDER_CLEARANCE.value), None)
    if agreement is None or export is None:
        return None, []
    case = gather.newest(actor, agreement.pk)
    if case is None or not (case.is_open or case.state == "approved"):
        may = not export.met and agreement.state in ("prepared", "in_force") and allowed(actor, permissions.OPEN, agreement).permitted
        opening = [Button(_("Open the case of this export"), reverse("export_case.open", args=[actor.organization, agreement.pk]), "primary", _("Lays out the dossier its path asks for."))]
        if case is None:
            return None, opening if may else []
    else:
        opening, may = [], False
    running = clocks.of(case, clock.now())
    agreement.consumer = found.request.consumer  # read already
    section = CaseSection(
        case.number, reverse("export_case.case", args=[actor.organization, case.pk]), words.badge(case), words.word(words.PATHS, case.path), words.whose(case.whose)[0], running,
        show.left(running), case.valid_until, tuple(pilots_of(agreement, clock.now())),
    )  # fmt: skip
    go_on = [Button(_("The export's case"), section.url, "primary" if case.is_open and found.side(actor.organization) == "provider" else "", section.badge[1])]
    if case.is_open or may:
        return section, opening if may else go_on
    return section, _clearing(actor, agreement, met=export.met)


def _clearing(actor: Actor, agreement: Agreement, *, met: bool) -> list[Button]:
    """Once the case is decided: the operator clears it; afterward everyone finds the clearance."""
    if met:
        cleared = Clearance.objects.filter(agreement=agreement).defer("credential").order_by("-created").first()
        return [Button(_("The clearance"), reverse("clearance.one", args=[actor.organization, cleared.pk]), "", cleared.number)] if cleared else []
    if not allowed(actor, ISSUE, agreement).permitted:
        return []
    return [Button(_("Clear this export"), reverse("clearance.issue", args=[actor.organization, agreement.pk]), "primary", _("Another operator than whoever decided the case."))]
