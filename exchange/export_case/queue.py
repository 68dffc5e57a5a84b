"""The desk's queue and an organization's own cases: one indexed keyset page each, with just the columns a row shows.

Rows are plain values in one light object, not four joined models: a queue is read far more often than it is acted on.
"""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils.translation import get_language

from exchange.export_case.models import ExportCase
from exchange.export_case.states import ANEW, DESK_ROLES, OPEN, Holder, Kind
from kernel import paging
from kernel.actor import Actor
from web.places import places

TABS = ("mine", "desk", "exporter", "overdue", "decided")
LIMIT = 20
COUNTED = 99
"""A tab says exactly how many it has up to here, then "99+"."""
_SHOWN = (
    "id", "number", "path", "kind", "state", "state_since", "holder", "role", "due", "clock_days", "clock_since", "stopped_since", "destinations", "ordinary", "sensitive",
    "conditions", "decided", "whose", "created", "agreement_id",
)  # fmt: skip
_JOINED = {
    "exporter_zh": F("exporter__name_zh"), "exporter_en": F("exporter__name_en"), "consumer_zh": F("consumer__name_zh"), "consumer_en": F("consumer__name_en"),
    "title_zh": F("agreement__revision__title_zh"), "title_en": F("agreement__revision__title_en"),
    "article": KeyTextTransform("0", KeyTransform("deciding_articles", F("determination__result"))),
}  # fmt: skip


class Row(SimpleNamespace):
    """A case in a list: its own columns under their names, and the names of both sides and of the data in the reader's language."""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def exporter(self) -> str:
        return _named(self.exporter_zh, self.exporter_en)

    @property
    def consumer(self) -> str:
        return _named(self.consumer_zh, self.consumer_en)

    @property
    def title(self) -> str:
        """What goes where: the dataset and the places abroad."""
        return f"{_named(self.title_zh, self.title_en)} → {places(self.destinations)}"


def _named(zh: str, en: str) -> str:
    return (en or zh) if (get_language() or "").startswith("en") else (zh or en)


def _rows(actor: Actor) -> QuerySet[ExportCase]:
    return ExportCase.objects.visible_to(actor)


def _row(values: dict[str, Any]) -> Row:
    return Row(pk=values["id"], **values)


def _page(rows: QuerySet[ExportCase], order: tuple[str, ...], cursor: str | None) -> paging.Page[Any]:
    found: paging.Page[Any] = paging.page(rows.values(*_SHOWN, **_JOINED), order, cursor=cursor, limit=LIMIT)
    return paging.Page([_row(one) for one in found.items], found.next, found.previous)


def of_desk(actor: Actor, desk: UUID, tab: str, now: object, cursor: str | None = None) -> paging.Page[Any]:
    """One page of a desk's cases, those due first; decided ones newest first."""
    return _page(_tab(actor, desk, tab, now), ("-decided", "-id") if tab == "decided" else ("due", "id"), cursor)


def sizes(actor: Actor, desk: UUID, now: object) -> dict[str, int]:
    """How many cases each tab of a desk has, at most COUNTED + 1 of each: one statement, however long the queues are."""
    parts = [_tab(actor, desk, tab, now).order_by().values_list(Value(tab), flat=True)[: COUNTED + 1] for tab in TABS]
    found = Counter(parts[0].union(*parts[1:], all=True))
    return {tab: found[tab] for tab in TABS}


def overdue(actor: Actor, now: object, limit: int) -> list[Row]:
    """Cases of all desks whose step should have ended, the longest overdue first."""
    rows = _rows(actor).filter(holder__in=[Holder.DESK.value, Holder.EXPORTER.value], due__lt=now).order_by("due", "id")
    return [_row(one) for one in rows.values(*_SHOWN, **_JOINED)[:limit]]


def _tab(actor: Actor, desk: UUID, tab: str, now: object) -> QuerySet[ExportCase]:
    """Each tab is one range of one index."""
    rows = _rows(actor).filter(desk=desk)
    if tab == "decided":
        return rows.filter(holder=Holder.CLOSED.value)
    if tab == "exporter":
        return rows.filter(holder=Holder.EXPORTER.value)
    rows = rows.filter(holder=Holder.DESK.value)
    if tab == "overdue":
        return rows.filter(due__lt=now)
    return rows.filter(_mine(actor)) if tab == "mine" else rows


def _mine(actor: Actor) -> Q:
    """What lies with a role of the actor. A re-evaluation also lies with others: intake may review it, a supervisor decide it."""
    roles = actor.roles & {*DESK_ROLES.values()}
    anew = [state.value for state, role in ANEW.items() if role in actor.roles]
    if not roles and not anew:  # who has none of the desk's roles looks at all of it
        return Q()
    return Q(role__in=sorted(roles)) | Q(kind=Kind.REEVALUATION.value, state__in=anew) if anew else Q(role__in=sorted(roles))


def own(actor: Actor, organization: UUID, side: str, cursor: str | None = None) -> paging.Page[Any]:
    """An organization's cases, newest first, as exporter or as buyer."""
    rows = _rows(actor)
    rows = rows.filter(consumer=organization) if side == "consumer" else rows.filter(exporter=organization)
    return _page(rows, ("-created", "-id"), cursor)


def titled(case: ExportCase) -> str:
    """The same words for a case read with its agreement's revision."""
    return f"{case.agreement.revision} → {places(case.destinations)}"
