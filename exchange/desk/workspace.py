"""The workspace opens with what waits for you, then the organization's figures and its newest deals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.organization.models import Kind, Organization
from catalog.models import Dataset
from exchange.agreement.states import State as Agreed
from exchange.desk.deal.views import _row
from exchange.desk.waiting import SHOWN, todos
from exchange.models import Agreement, LedgerAccount, TradeRequest
from exchange.settlement.posting import Kind as Account
from kernel import clock, turns
from kernel.money import Money
from web.charts import bar_chart
from web.pages import Page
from web.shapes import Kpi

NEWEST = 6


class Workspace(Page):
    """The first page of an organization's people."""

    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        waiting = list(turns.waiting_for(self.actor).order_by("until", "since", "pk")[: SHOWN + 1])
        lines = todos(waiting[:SHOWN], clock.now(), organization)
        own = Organization.objects.get(pk=organization)
        context: dict[str, Any] = {"organization": organization, "own": own, "todos": lines, "more": len(waiting) > SHOWN, "member": own.kind == Kind.MEMBER}
        if own.kind == Kind.MEMBER:
            context |= _figures(organization)
        return self.show("exchange/desk/workspace.html", context)


def _figures(organization: UUID) -> dict[str, Any]:
    deals = list(TradeRequest.objects.filter(Q(provider=organization) | Q(consumer=organization)).select_related("consumer", "provider", "revision").order_by("-created", "-id")[:NEWEST])
    running = Agreement.objects.filter(Q(provider=organization) | Q(consumer=organization), state=Agreed.IN_FORCE.value)[:1000].count()
    accounts = {account.kind: account.balance_minor for account in LedgerAccount.objects.filter(organization=organization, currency="CNY")}
    states = dict(Dataset.objects.filter(provider=organization).values_list("state").annotate(n=Count("pk")).order_by())
    money = reverse("settlement.money", args=[organization])
    return {
        "deals": [_row(row, organization) for row in deals],
        "datasets": [
            (row, _state(row.state)) for row in Dataset.objects.filter(provider=organization).select_related("current", "working").order_by("-created", "-id")[:NEWEST]
        ],
        "kpis": [
            Kpi(_("Agreements in force"), running, url=reverse("desk.deals", args=[organization])),
            Kpi(_("Listed datasets"), states.get("listed", 0), url=reverse("dataset.own", args=[organization])),
            Kpi(_("Deposit account"), Money(accounts.get(Account.DEPOSIT.value, 0)).amount, unit="CNY", url=money),
            Kpi(_("Payable to you"), Money(accounts.get(Account.PAYABLE.value, 0)).amount, unit="CNY", url=money),
        ],
        "chart": bar_chart(_("Your datasets by state"), [(_state(state), count) for state, count in sorted(states.items())], horizontal=True) if states else None,
    }


def _state(state: str) -> str:
    names = {
        "draft": _("Draft"), "submitted": _("Submitted"), "listed": _("Listed"), "returned": _("Returned"), "suspended": _("Suspended"), "withdrawn": _("Withdrawn"),
    }
    return names.get(state, state)
