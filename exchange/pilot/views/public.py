"""The public register of pilots: which run or ran, under which document, who takes part, what deviates, and how much of each cap is used."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.pilot import show
from exchange.pilot.models import Pilot
from kernel import paging
from kernel.errors import NotFound
from web.pages import Page

ROWS = 25


def line(row: Pilot) -> dict[str, Any]:
    return {"row": row, "state": show.badge(row), "deviations": show.deviations(row.deviations.all()), "caps": show.caps(row)}


def detail(row: Pilot) -> dict[str, Any]:
    """What the page of one pilot shows to everybody."""
    people = sorted(row.participants.all(), key=lambda one: (one.joined, str(one.pk)))
    facts = [
        (_("Authority"), row.authority), (_("Document"), f"{row.document_number} · {row.document_date.isoformat()}"), ("SHA-256", row.sha256 or "–"),
        (_("Scenarios"), row.scenarios), (_("Purposes"), ", ".join(show.purposes(row))), (_("Destinations"), ", ".join(row.destinations)),
        (_("Runs"), f"{row.since.isoformat()} – {row.until.isoformat()}"),
    ]  # fmt: skip
    return line(row) | {"facts": facts, "participants": people, "cause": show.cause(row)}


class Pilots(Page):
    audience = "public"
    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Pilot.objects.public().prefetch_related("deviations", "participants__organization")
        page = paging.page(rows, ("-confirmed", "-id"), cursor=request.GET.get("cursor"), limit=ROWS)
        return self.show("exchange/pilot/pilots.html", {"page": page, "rows": [line(row) for row in page.items]})


class OnePilot(Page):
    audience = "public"
    public = True

    def get(self, request: HttpRequest, pilot: UUID) -> HttpResponse:
        row = Pilot.objects.public().filter(pk=pilot).prefetch_related("deviations", "participants__organization").first()
        if row is None:
            raise NotFound
        mine = self.actor.organization
        file = reverse("pilot.document", args=[mine, row.pk]) if mine and show.may_read_document(self.actor, row) else ""
        return self.show("exchange/pilot/pilot.html", detail(row) | {"file": file})
