"""The desk's queue and an organization's own cases: one indexed keyset page each, with just the columns a row shows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Model, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from exchange.export_case.models import ExportCase
from exchange.export_case.states import Holder
from kernel import paging
from kernel.actor import Actor

TABS = ("mine", "desk", "exporter", "overdue", "decided")
LIMIT = 20
_SHOWN = (
    "id", "number", "path", "kind", "state", "state_since", "holder", "role", "due", "clock_days", "clock_since", "stopped_since", "destinations", "ordinary", "sensitive",
    "conditions", "decided", "whose", "created", "agreement_id", "exporter__name_zh", "exporter__name_en", "consumer__name_zh", "consumer__name_en",
    "agreement__revision__title_zh", "agreement__revision__title_en",
)  # fmt: skip


def _rows(actor: Actor) -> QuerySet[ExportCase]:
    rows = ExportCase.objects.visible_to(actor).select_related("exporter", "consumer", "agreement__revision").only(*_SHOWN)
    return rows.annotate(article=KeyTextTransform("0", KeyTransform("deciding_articles", F("determination__result"))))


def of_desk(actor: Actor, desk: UUID, tab: str, now: object, cursor: str | None = None) -> paging.Page[ExportCase]:
    """One page of a desk's cases, those due first; decided ones newest first. Each tab is one range of one index."""
    rows = _rows(actor).filter(desk=desk)
    if tab == "decided":
        return paging.page(rows.filter(holder=Holder.CLOSED.value), ("-decided", "-id"), cursor=cursor, limit=LIMIT)
    if tab == "exporter":
        return paging.page(rows.filter(holder=Holder.EXPORTER.value), ("due", "id"), cursor=cursor, limit=LIMIT)
    rows = rows.filter(holder=Holder.DESK.value)
    if tab == "overdue":
        rows = rows.filter(due__lt=now)
    mine = actor.roles & {"intake", "reviewer", "approver"}
    if tab == "mine" and len(mine) == 1:
        rows = rows.filter(role=next(iter(mine)))
    return paging.page(rows, ("due", "id"), cursor=cursor, limit=LIMIT)


def own(actor: Actor, organization: UUID, side: str, cursor: str | None = None) -> paging.Page[ExportCase]:
    """An organization's cases, newest first, as exporter or as buyer."""
    rows = _rows(actor)
    rows = rows.filter(consumer=organization) if side == "consumer" else rows.filter(exporter=organization)
    return paging.page(rows, ("-created", "-id"), cursor=cursor, limit=LIMIT)


def titled(case: ExportCase) -> str:
    """What goes where: the dataset and the places abroad. `case` read with its agreement's revision."""
    revision: Model | None = case.agreement.revision
    return f"{revision} → {', '.join(case.destinations) or '–'}"
