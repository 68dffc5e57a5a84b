"""The situation at the border: what is overdue or close to a limit first, then figures, flows and courses, each with its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from exchange.clearance import register
from exchange.clearance.views.register import picture
from exchange.clearance.words import CLEARANCES, LANES, badge
from exchange.determination.words import PATHS
from exchange.export_case.words import STATES as CASES
from exchange.rules.border.paths import ORDINARY_ASSESSED, ORDINARY_CONTRACT, SENSITIVE_ASSESSED
from exchange.rules.lanes import Lane
from exchange.supervision import limits, overdue
from exchange.supervision.gather import Situation as Found, situation
from exchange.supervision.views.orders import SCOPES
from kernel import clock
from kernel.clock import LOCAL_ZONE
from web.charts import Chart, Series, bar_chart, line_chart
from web.components.formats import number
from web.pages import Page
from web.shapes import Kpi

LOOKS = {Lane.GREEN.value: 2, Lane.YELLOW.value: 4, Lane.RED.value: 5}
"""Lines of the lanes in the lanes' own colors."""


class Situation(Page):
    """Added up from counted days; the exporters and what is overdue are read as they stand."""

    audience = "operator"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.desk_only()
        now = clock.now()
        found = situation(now)
        late, more = overdue.overdue(self.actor, organization, now)
        largest, close = limits.exporters(now.astimezone(LOCAL_ZONE).year)
        context = {
            "organization": organization, "found": found, "total": register.total(found.flows), "flows": found.flows, "agree": found.deliveries == found.declared,
            "kpis": _figures(found, organization), "alarm": _alarm(late, more, close), "late": late, "more": more, "near": bool(close),
            "exporters": [_line(one) for one in largest], "edges": {"contract": ORDINARY_CONTRACT, "assessed": ORDINARY_ASSESSED, "sensitive": SENSITIVE_ASSESSED},
            "flow": picture(found.flows, _("Exports by destination this year")), "course": _course(found),
            "clearances": _standing(_("Clearances by state"), CLEARANCES, found.clearances), "cases": _standing(_("Export cases by state"), CASES, found.cases),
            "orders": [(order, _(SCOPES[order.scope])) for order in found.standing],
        }  # fmt: skip
        return self.show("exchange/supervision/situation.html", context)


def _figures(found: Found, organization: UUID) -> list[Kpi]:
    here, months = [organization], [count for _month, count in found.months]
    see = _("See all")
    return [
        Kpi(_("Exports this year"), number(found.declared), note=_("%(count)s this month") % {"count": number(months[-1])}, url=reverse("clearance.register", args=here), trend=months, trend_title=_("Exports delivered, by month")),
        Kpi(_("Exports that wait for a person"), number(found.waiting), note=see, url=reverse("clearance.waiting", args=here)),
        Kpi(_("Clearances in force"), number(found.clearances.get("issued", 0)), note=_("%(count)s end within 90 days") % {"count": number(found.ending)}, url=reverse("clearance.all", args=here)),
        Kpi(_("Filings overdue"), number(found.overdue)),
        Kpi(_("Stop orders that stand"), number(found.orders), note=see, url=reverse("supervision.orders", args=here)),
    ]  # fmt: skip


def _alarm(late: Sequence[overdue.Late], more: bool, close: Sequence[limits.Exporter]) -> tuple[str, str] | None:
    """What has to be looked at now: how much, and the first of each in a sentence."""
    if not late and not close:
        return None
    head, said = [], []
    if late:
        head.append(_("more than %(n)s overdue") % {"n": overdue.SHOWN} if more else ngettext("%(n)s overdue", "%(n)s overdue", len(late)) % {"n": len(late)})
        first = late[0]
        said.append(ngettext("%(number)s is overdue by %(n)s working day and waits for %(who)s.", "%(number)s is overdue by %(n)s working days and waits for %(who)s.", first.days) % {"number": first.number, "n": first.days, "who": first.waits_for})  # fmt: skip
    if close:
        head.append(ngettext("%(n)s exporter close to a limit", "%(n)s exporters close to a limit", len(close)) % {"n": len(close)})
        said.append(_left(close[0]))
    return _(", ").join(head), " ".join(said)


def _left(one: limits.Exporter) -> str:
    assert one.near is not None  # noqa: S101 - chosen for it
    kind, limit, left = one.near
    words = _("%(name)s reaches %(limit)s persons with sensitive data after %(left)s more.") if kind == "sensitive" else _("%(name)s reaches %(limit)s persons after %(left)s more.")
    return words % {"name": one.name, "limit": number(limit), "left": number(left)}


def _line(one: limits.Exporter) -> dict[str, Any]:
    look, words = PATHS[one.path]
    near = one.near
    return {
        "one": one, "badge": (look, _(words)), "near": _("%(left)s left to %(limit)s") % {"left": number(near[2]), "limit": number(near[1])} if near else "",
        "ordinary_used": one.ordinary - one.ordinary_reserved, "sensitive_used": one.sensitive - one.sensitive_reserved,
    }  # fmt: skip


def _course(found: Found) -> Chart:
    lines = [Series(badge(LANES, lane)[1], values, LOOKS[lane]) for lane, values in found.courses.items()]
    return line_chart(_("Exports by month and lane"), [month[-2:] for month, _count in found.months], lines, note=_("Declared in the last twelve months; this one is not over."), label=_("Month"), width=400)


def _standing(title: str, table: Any, counts: dict[str, int]) -> Chart:
    return bar_chart(title, [(badge(table, state)[1], count) for state, count in sorted(counts.items(), key=lambda pair: -pair[1])], horizontal=True)
