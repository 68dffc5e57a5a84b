"""An exporter's own counters: the years, what was declared of elsewhere, and what each deal holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_noop

from exchange.determination import permissions
from exchange.determination.models import ControlMember, OutsideStatement, Reservation, YearCount
from exchange.determination.words import badge
from kernel import paging
from kernel.permissions import allowed
from web.pages import Page

STATES = {
    "reserved": ("wait", gettext_noop("Reserved")),
    "taken": ("done", gettext_noop("Delivered")),
    "released": ("idle", gettext_noop("Given back")),
    "moved": ("idle", gettext_noop("Moved to the next year")),
}
SHOWN = 10


class Counts(Page):
    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        rows = Reservation.objects.filter(organization=organization).select_related("determination")
        page = paging.page(rows, ("-created", "-id"), cursor=request.GET.get("cursor"), limit=20)
        context: dict[str, Any] = {
            "organization": organization,
            "years": YearCount.objects.filter(organization=organization).order_by("-year")[:SHOWN],
            "statements": OutsideStatement.objects.filter(organization=organization).order_by("-at", "-id")[:SHOWN],
            "page": page,
            "lines": [(row, (STATES[row.state][0], _(STATES[row.state][1])), badge(row.determination.path)) for row in page.items],
            "others": ControlMember.objects.filter(group__members__organization=organization, group__members__active=True, active=True).exclude(organization=organization).count(),
            "may_state": allowed(self.actor, permissions.STATE_OUTSIDE).permitted,
        }
        return self.show("exchange/determination/counts.html", context)
