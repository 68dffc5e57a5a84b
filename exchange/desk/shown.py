"""The demo's short ways: to what waits for whoever looks, to a refused deal and to a frozen one. They exist only where the strip does."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from exchange.desk.waiting import SHOWN, todos
from exchange.export_case.states import State
from exchange.models import Agreement, ExportCase, StopOrder
from exchange.supervision.states import Scope, State as Ordered
from kernel import clock, turns
from kernel.errors import NotFound
from web.pages import Page


class Shown(Page):
    """Goes on to the deal; whoever does not see such a deal comes to their workspace."""

    public = True
    audience = "demo"

    def get(self, request: HttpRequest, which: str) -> HttpResponseBase:
        if not settings.DEMO or which not in ("waiting", "refused", "frozen"):
            raise NotFound
        if self.actor.organization is None:
            return HttpResponseRedirect("/")
        home = reverse("desk.workspace", args=[self.actor.organization])
        if which == "waiting":
            rows = turns.waiting_for(self.actor).order_by("until", "since", "pk")[:SHOWN]
            lines = todos(rows, clock.now(), self.actor.organization)
            return HttpResponseRedirect(lines[0].url if lines else home)
        deal = _refused() if which == "refused" else _frozen()
        seen = deal is not None and Agreement.objects.visible_to(self.actor).filter(pk=deal).exists()
        return HttpResponseRedirect(reverse("desk.deal", args=[self.actor.organization, deal]) if seen else home)


def _refused() -> UUID | None:
    """The newest deal whose case was refused and not evaluated again."""
    rows = ExportCase.objects.filter(state=State.REFUSED.value, successors=None)
    return rows.order_by("-created").values_list("agreement_id", flat=True).first()


def _frozen() -> UUID | None:
    rows = StopOrder.objects.filter(state=Ordered.STANDING.value, scope=Scope.DEAL.value)
    return rows.order_by("-placed").values_list("subject", flat=True).first()
