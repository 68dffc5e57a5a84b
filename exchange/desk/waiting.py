"""Open turns as to-do lines: what waits, on what, until when, and the page where it is done.

Only turns are read, and one statement for each kind of subject that occurs, for its title. The deal's page serves every
subject that has the deal's number: negotiation, agreement and escrow share it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext

from accounts.approval.models import Approval
from accounts.organization.models import Organization
from exchange.desk import wares
from exchange.desk.wares import Found
from exchange.export_case.queue import titled
from exchange.models import Clearance, ControlGroup, Deposit, ExportCase, ExportDeclaration, ListEdition, Payout, Pilot, TradeRequest, Transfer
from kernel.models import Turn
from kernel.money import Money
from web.places import place
from web.shapes import Todo

HOT = timedelta(days=2)
SHOWN = 20


def label(act: str) -> str:
    """The words of an act: its permission's label."""
    permission = settings.PERMISSIONS.get(act)
    return gettext(permission.label) if permission and permission.label else act


def todos(turns: Iterable[Turn], now: Any, organization: UUID, *, primary: bool = True) -> list[Todo]:
    """Turns as to-do lines in their order; a turn whose subject is out of sight is left out."""
    rows = list(turns)
    by_kind: dict[str, list[Turn]] = defaultdict(list)
    for turn in rows:
        by_kind[turn.subject_type].append(turn)
    found: dict[UUID, tuple[str, str]] = {}
    for kind, group in by_kind.items():
        if kind in SUBJECTS:
            found |= SUBJECTS[kind]({turn.subject_id for turn in group}, organization)
    lines: list[Todo] = []
    for turn in rows:
        if turn.subject_id not in found:
            continue
        title, url = found[turn.subject_id]
        hot = turn.until is not None and turn.until - now < HOT
        lines.append(
            Todo(
                title, url, gettext("Open"), note=label(turn.act), due=turn.until, due_note=after(turn), icon=ICONS.get(turn.subject_type, "flag"),
                hot=hot, primary=primary and not lines,
            )
        )
    return lines


def after(turn: Turn) -> str:
    """What happens when the time runs out."""
    if turn.until is None:
        return gettext("No limit")
    return gettext("then it ends by itself") if turn.on_expiry else gettext("then a reminder goes out")


def _title(row: Mapping[str, Any], prefix: str = "") -> str:
    zh, en = row[f"{prefix}title_zh"], row[f"{prefix}title_en"]
    return (en or zh) if (get_language() or "").startswith("en") else (zh or en)


def _deals(rows: QuerySet[Any], organization: UUID) -> Found:
    """Rows with `deal`, revision titles and both names."""
    mine = str(organization)
    english = (get_language() or "").startswith("en")
    found: dict[UUID, tuple[str, str]] = {}
    for row in rows:
        other = "provider" if str(row["consumer_id"]) == mine else "consumer"
        zh, en = row[f"{other}__name_zh"], row[f"{other}__name_en"]
        name = (en or zh) if english else (zh or en)
        found[row["key"]] = (f"{_title(row, 'revision__')} · {name}", reverse("desk.deal", args=[organization, row["deal"]]))
    return found


_NAMES = ("consumer_id", "revision__title_zh", "revision__title_en", "consumer__name_zh", "consumer__name_en", "provider__name_zh", "provider__name_en")


def _of_deal(keys: set[UUID], organization: UUID) -> Found:
    return _deals(TradeRequest.objects.filter(pk__in=keys).values(*_NAMES, key=F("pk"), deal=F("pk")), organization)


def _of_escrow(keys: set[UUID], organization: UUID) -> Found:
    """Only operators have turns on an escrow: they decide it."""
    return {key: (title, reverse("settlement.decide_escrow", args=[organization, key])) for key, (title, _url) in _of_deal(keys, organization).items()}


def _of_transfer(keys: set[UUID], organization: UUID) -> Found:
    deals = {row["pk"]: row["agreement_id"] for row in Transfer.objects.filter(pk__in=keys).values("pk", "agreement_id")}
    known = _of_deal(set(deals.values()), organization)
    return {key: known[deal] for key, deal in deals.items() if deal in known}


def _of_organization(keys: set[UUID], organization: UUID) -> Found:
    found: dict[UUID, tuple[str, str]] = {}
    for row in Organization.objects.filter(pk__in=keys):
        name, args = ("organization.detail", [organization]) if row.pk == organization else ("verification.decide", [organization, row.pk])
        found[row.pk] = (row.name, reverse(name, args=args))
    return found


def _of_approval(keys: set[UUID], organization: UUID) -> Found:
    return {row.pk: (str(row), reverse("approval.detail", args=[organization, row.pk])) for row in Approval.objects.filter(pk__in=keys)}


def _of_movement(model: type[Any], name: str) -> Callable[[set[UUID], UUID], Found]:
    def found(keys: set[UUID], organization: UUID) -> Found:
        rows = model.objects.filter(pk__in=keys).select_related("organization")
        return {row.pk: (f"{row.organization.name} · {Money(row.amount_minor, row.currency)}", reverse(name, args=[organization, row.pk])) for row in rows}

    return found


def _of_case(keys: set[UUID], organization: UUID) -> Found:
    rows = ExportCase.objects.filter(pk__in=keys).select_related("agreement__revision").only("number", "destinations", "agreement__revision__title_zh", "agreement__revision__title_en")
    return {row.pk: (f"{row.number} · {titled(row)}", reverse("export_case.case", args=[organization, row.pk])) for row in rows}


def _of_clearance(keys: set[UUID], organization: UUID) -> Found:
    rows = Clearance.objects.filter(pk__in=keys).values_list("pk", "number")
    return {pk: (number, reverse("clearance.one", args=[organization, pk])) for pk, number in rows}


def _of_declaration(keys: set[UUID], organization: UUID) -> Found:
    rows = ExportDeclaration.objects.filter(pk__in=keys).values_list("pk", "number", "destination")
    return {pk: (f"{number} · {place(destination)}", reverse("clearance.declaration", args=[organization, pk])) for pk, number, destination in rows}


def _of_edition(keys: set[UUID], organization: UUID) -> Found:
    """Only operators have turns on an edition or a group: a second one decides."""
    rows = ListEdition.objects.filter(pk__in=keys).values("pk", "title_zh", "title_en", "edition")
    return {row["pk"]: (f"{_title(row)} · {row['edition']}", reverse("determination.edition", args=[organization, row["pk"]])) for row in rows}


def _of_group(keys: set[UUID], organization: UUID) -> Found:
    return {pk: (name, reverse("determination.group", args=[organization, pk])) for pk, name in ControlGroup.objects.filter(pk__in=keys).values_list("pk", "name")}


def _of_pilot(keys: set[UUID], organization: UUID) -> Found:
    rows = Pilot.objects.filter(pk__in=keys).only("number", "name_zh", "name_en")
    return {row.pk: (f"{row.number} · {row.name}", reverse("pilot.one", args=[organization, row.pk])) for row in rows}


SUBJECTS: dict[str, Callable[[set[UUID], UUID], Found]] = {
    **wares.SUBJECTS,
    "accounts.Organization": _of_organization,
    "accounts.Approval": _of_approval,
    "exchange.TradeRequest": _of_deal,
    "exchange.Agreement": _of_deal,
    "exchange.Escrow": _of_escrow,
    "exchange.Clearance": _of_clearance,
    "exchange.ControlGroup": _of_group,
    "exchange.ExportCase": _of_case,
    "exchange.ExportDeclaration": _of_declaration,
    "exchange.ListEdition": _of_edition,
    "exchange.Pilot": _of_pilot,
    "exchange.Transfer": _of_transfer,
    "exchange.Deposit": _of_movement(Deposit, "settlement.confirm_deposit"),
    "exchange.Payout": _of_movement(Payout, "settlement.confirm_payout"),
}
ICONS = {
    **wares.ICONS,
    "accounts.Organization": "org",
    "accounts.Approval": "check",
    "exchange.TradeRequest": "people",
    "exchange.Agreement": "pen",
    "exchange.Escrow": "bank",
    "exchange.Clearance": "check",
    "exchange.ControlGroup": "people",
    "exchange.ExportCase": "scale",
    "exchange.ExportDeclaration": "flag",
    "exchange.ListEdition": "book",
    "exchange.Pilot": "flag",
    "exchange.Transfer": "down",
    "exchange.Deposit": "bank",
    "exchange.Payout": "bank",
}
