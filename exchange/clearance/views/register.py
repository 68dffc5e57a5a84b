"""The register of exports with its flows by destination, the exports that wait, and the monthly return."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language, gettext as _

from accounts.organization.models import Organization
from exchange.clearance import register
from exchange.clearance.models import Clearance, ExportDay, ExportDeclaration
from exchange.clearance.paper import monthly
from exchange.clearance.register import Flow
from exchange.clearance.states import Declared
from exchange.clearance.words import CLEARANCES, DECLARATIONS, LANES, badge, stored
from exchange.export_case.pdf.render import PDF, render
from exchange.rules.lanes import Lane
from kernel import clock, paging
from kernel.errors import NotFound
from web.charts import Chart, flow_lanes
from web.charts.flow import Lane as Band
from web.pages import Page
from web.places import place

ROWS = 25
MOST_LANES = 12


def line(row: ExportDeclaration) -> dict[str, Any]:
    return {"row": row, "state": badge(DECLARATIONS, row.state), "lane": badge(LANES, row.lane), "why": " ".join(stored(reason["finding"]) for reason in row.reasons)}


def picture(found: list[Flow], title: str) -> Chart | None:
    """Exports to each destination by what is in them; the table behind it says the same in figures."""
    kinds = [_("No personal data"), _("Personal data"), _("Sensitive personal data")]
    bands = [Band(place(flow.destination), flow.kinds) for flow in found[:MOST_LANES]]
    return flow_lanes(title, _("Mainland"), kinds, bands, note=_("Bands are exports. Persons are counted once a year for each deal.")) if bands else None


class Register(Page):
    """Every declared export, newest first: one's own as exporter or recipient; all of them at the desk."""

    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        mine = ExportDeclaration.objects.visible_to(self.actor)
        rows = mine.select_related("exporter", "recipient")
        for name, known in (("lane", {lane.value for lane in Lane}), ("state", {state.value for state in Declared})):
            if request.GET.get(name) in known:
                rows = rows.filter(**{name: request.GET[name]})
        if (to := request.GET.get("to", "")).isalpha() and len(to) == 2:
            rows = rows.filter(destination=to.upper())
        page = paging.page(rows, ("-at", "-id"), cursor=request.GET.get("cursor") or None, limit=ROWS)
        today = clock.today()
        year = today.year
        days = list(ExportDay.objects.filter(day__year=year).order_by("day")) if self.actor.jurisdiction else []
        found = register.added_up(days) if self.actor.jurisdiction else register.flows(register.delivered(mine, register.month(year, 1)[0], register.month(year, 12)[1]))
        context = {
            "organization": organization, "rows": [line(row) for row in page.items], "page": page, "flows": found, "total": register.total(found), "year": year,
            "month_now": today.month, "chart": picture(found, _("Exports by destination, %(year)s") % {"year": year}), "desk": bool(self.actor.jurisdiction),
            "counted": days[-1].counted if days else None,
            "lanes": [(lane.value, badge(LANES, lane)[1]) for lane in Lane], "states": [(state.value, badge(DECLARATIONS, state)[1]) for state in Declared],
            "chosen": {"lane": request.GET.get("lane", ""), "state": request.GET.get("state", ""), "to": to},
        }  # fmt: skip
        return self.show("exchange/clearance/register.html", context)


class Waiting(Page):
    """The lanes at the desk: red exports that wait for a person, oldest first, and yellow ones to look at afterward."""

    audience = "operator"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.desk_only()
        rows = ExportDeclaration.objects.select_related("exporter", "recipient")
        red = paging.page(rows.waiting(), ("at", "id"), cursor=request.GET.get("cursor") or None, limit=ROWS)
        yellow = list(rows.filter(lane=Lane.YELLOW.value).order_by("-at", "-id")[:ROWS])
        context = {"organization": organization, "red": [line(row) for row in red.items], "page": red, "yellow": [line(row) for row in yellow]}
        return self.show("exchange/clearance/waiting.html", context)


class Clearances(Page):
    """All clearances in sight, newest first."""

    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        rows = Clearance.objects.visible_to(self.actor).select_related("exporter").defer("credential")
        page = paging.page(rows, ("-created", "-id"), cursor=request.GET.get("cursor") or None, limit=ROWS)
        lines = [{"row": row, "state": badge(CLEARANCES, row.state), "used": row.used_percent()} for row in page.items]
        return self.show("exchange/clearance/clearances.html", {"organization": organization, "rows": lines, "page": page})


class Return(Page):
    """The return of one month: what was delivered, to whom, of how many persons; on the page, as CSV for a machine, as PDF for a file."""

    audience = "member"

    def get(self, request: HttpRequest, organization: UUID, year: int, month: int) -> HttpResponseBase:
        if not (2020 <= year <= 2100 and 1 <= month <= 12):
            raise NotFound
        own = ExportDeclaration.objects.visible_to(self.actor)
        # the recipient's imports are no exports of its own
        own = own if self.actor.jurisdiction else own.filter(exporter=organization)
        rows = register.delivered(own, *register.month(year, month))
        found = register.flows(rows)
        if "csv" in request.GET:
            answer = StreamingHttpResponse(_csv(rows, found), content_type="text/csv; charset=utf-8")
            answer["Content-Disposition"] = f'attachment; filename="exports-{year}-{month:02d}.csv"'
            return answer
        if "pdf" in request.GET:
            return _pdf(rows, found, Organization.objects.get(pk=organization), year, month)
        earlier, later = ((year - 1, 12) if month == 1 else (year, month - 1)), ((year + 1, 1) if month == 12 else (year, month + 1))
        context = {"organization": organization, "year": year, "month": month, "flows": found, "total": register.total(found), "earlier": earlier, "later": later}
        return self.show("exchange/clearance/return.html", context)


def _pdf(rows: Any, found: list[Flow], whose: Organization, year: int, month: int) -> HttpResponse:
    language = "en" if (get_language() or "").startswith("en") else "zh"
    answer = HttpResponse(render(monthly(rows, found, year=year, month=month, who=whose.name, language=language)), content_type=PDF)
    answer["Content-Disposition"] = f'attachment; filename="exports-{year}-{month:02d}.pdf"'
    return answer


class _Echo:
    """Gives back what the writer writes."""

    def write(self, text: str) -> str:
        return text


def _csv(rows: Any, found: list[Flow]) -> Iterator[str]:
    """A line for each export, then one for each destination and the sum of all; cells that a spreadsheet would run are made plain."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(register.COLUMNS)
    for cells in register.lines(rows):
        yield writer.writerow([_plain(cell) for cell in cells])
    for flow in [*found, register.total(found)]:
        yield writer.writerow([f"total {flow.destination or 'all'}", "", "", "", flow.destination, "", "", "", "", flow.exports, flow.ordinary, flow.sensitive, "", flow.bytes])


def _plain(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell[:1] else cell
