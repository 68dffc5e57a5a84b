"""The deal's page and the list of deals. Buttons are links to the slices' own pages; whether one shows is asked of the same
permission that guards the act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.agreement import show as agreeing
from exchange.desk.deal import parts, standing
from exchange.desk.deal.border import case_section
from exchange.desk.deal.gather import Deal, deal
from exchange.models import TradeRequest
from exchange.settlement import permissions as paying
from exchange.trade_request import export_words, show as asking
from exchange.trade_request.outcome import outcome
from exchange.trade_request.show import Button
from exchange.trade_request.states import State
from exchange.transfer.views.delivery import line as delivery_line
from kernel import paging
from kernel.actor import Actor
from kernel.permissions import allowed
from web.pages import Page
from web.shapes import Link


class DealPage(Page):
    """One deal, as a party, the operator or a regulator sees it."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, deal_id: UUID) -> HttpResponse:
        found = deal(self.actor, deal_id)
        mine = self.actor.organization
        banner = standing.banner(found, mine)
        export_case, border_buttons = case_section(self.actor, found)
        rows, before, after = parts.terms(found)
        sealed = parts.newest_sealed(found)
        return self.show(
            "exchange/desk/deal.html",
            {
                "deal": found,
                "request_row": found.request,
                "agreement": found.agreement,
                "side": found.side(mine),
                "organization": organization,
                "banner": banner,
                "badges": standing.badges(found),
                "steps": standing.steps(found),
                "buttons": [*border_buttons, *buttons(self.actor, found)],
                "case_section": export_case,
                "conditions": agreeing.condition_groups(self.actor, found.agreement, found.conditions) if found.agreement else [],
                "border": export_words.block(outcome(found.request, found.proposals[-1].value), provider=found.side(mine) == "provider"),
                "terms": rows,
                "single": len(found.proposals) == 1,
                "plain_terms": asking.terms_rows(found.proposals[-1].value),
                "head_before": before,
                "head_after": after,
                "money": parts.money(found),
                "transfers": [delivery_line(transfer) for transfer in found.transfers],
                "timeline": parts.timeline(found, banner.who if banner.state in ("now", "wait") else ""),
                "sealed": sealed,
                "unsealed": sum(1 for event in found.events if getattr(event, "entry", None) is None),
            },
        )


def buttons(actor: Actor, found: Deal) -> list[Button]:
    """What this actor may do now, as each slice says of its own acts; the first one is primary."""
    shown = asking.buttons(actor, found.request)
    if found.agreement is not None:
        shown = [*shown, *agreeing.buttons(actor, found.agreement, found.conditions)]
        shown = [*money_and_delivery(actor, found), *shown]
    return shown


def money_and_delivery(actor: Actor, found: Deal) -> list[Button]:
    agreement = found.agreement
    if agreement is None or not found.side(actor.organization):
        return []
    here = [actor.organization, agreement.pk]
    shown: list[Button] = []
    unfunded = any(row.kind == "escrow" and not row.met for row in found.conditions)
    if unfunded and found.request.state == State.VERIFIED.value and allowed(actor, paying.FUND, agreement).permitted:
        shown.append(Button(_("Fund the escrow"), reverse("settlement.fund", args=here), "primary", _("The price moves from your deposit account into escrow.")))
    if agreement.in_force or found.transfers:
        shown.append(Button(_("Delivery"), reverse("transfer.deal", args=here), "primary" if agreement.in_force else ""))
    return shown


class Deals(Page):
    """The organization's deals, newest first."""

    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        rows = TradeRequest.objects.visible_to(self.actor).select_related("consumer", "provider", "revision")
        side = request.GET.get("side", "")
        if side == "provider":
            rows = rows.filter(provider=organization)
        elif side == "consumer":
            rows = rows.filter(consumer=organization)
        found = paging.page(rows, ("-created", "-id"), cursor=request.GET.get("cursor"), limit=20)
        here = reverse("desk.deals", args=[organization])
        tabs: Sequence[Link] = [
            Link(_("All"), here, current=not side),
            Link(_("As provider"), f"{here}?side=provider", current=side == "provider"),
            Link(_("As buyer"), f"{here}?side=consumer", current=side == "consumer"),
        ]
        context = {"rows": [_row(row, organization) for row in found.items], "page": found, "tabs": tabs, "organization": organization, "side": side}
        return self.show("exchange/desk/deals.html", context)


def _row(row: TradeRequest, organization: UUID) -> dict[str, Any]:
    shown = standing.badges(Deal(row, [], None, None, [], [], [], [], []))
    other = row.consumer if row.provider_id == organization else row.provider
    return {"row": row, "badge": shown[0], "other": other, "url": reverse("desk.deal", args=[organization, row.pk])}
