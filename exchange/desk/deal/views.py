"""The deal's page and the list of deals. Buttons are links to the slices' own pages; whether one shows is asked of the same
permission that guards the act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.agreement import permissions as agreeing
from exchange.agreement.states import State as Agreed
from exchange.desk.deal import parts, standing
from exchange.desk.deal.gather import Deal, deal
from exchange.models import TradeRequest
from exchange.settlement import permissions as paying
from exchange.trade_request import permissions as asking
from exchange.trade_request.states import State
from kernel import paging
from kernel.actor import Actor
from kernel.permissions import Permission, allowed
from web.pages import Page
from web.shapes import Link

Button = tuple[str, str, str]  # words, address, tone


class DealPage(Page):
    """One deal, as a party, the operator or a regulator sees it."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, deal_id: UUID) -> HttpResponse:
        found = deal(self.actor, deal_id)
        mine = self.actor.organization
        banner = standing.banner(found, mine)
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
                "buttons": buttons(self.actor, found),
                "conditions": parts.condition_groups(found, mine),
                "terms": rows,
                "single": len(found.proposals) == 1,
                "plain_terms": parts.plain_terms(found),
                "head_before": before,
                "head_after": after,
                "money": parts.money(found),
                "timeline": parts.timeline(found, banner.who if banner.state in ("now", "wait") else ""),
                "sealed": sealed,
                "unsealed": sum(1 for event in found.events if getattr(event, "entry", None) is None),
            },
        )


def buttons(actor: Actor, found: Deal) -> list[Button]:
    """What this actor may do now, the first one primary. States decide what is on the table, permissions who may take it."""
    request, agreement = found.request, found.agreement
    own = actor.organization
    shown: list[Button] = []

    def offer(permission: Permission, on: Any, words: str, name: str, *args: Any, tone: str = "") -> None:
        if allowed(actor, permission, on).permitted:
            shown.append((words, reverse(name, args=[own, *args]), tone or ("primary" if not shown else "")))

    if request.state == State.REQUESTED.value:
        offer(asking.OFFER, request, _("Send a binding offer"), "trade_request.offer", request.pk)
    if request.state == State.OFFERED.value:
        offer(asking.ACCEPT, request, _("Accept the offer"), "trade_request.accept", request.pk)
        offer(asking.COUNTER, request, _("Send a counter-proposal"), "trade_request.counter", request.pk)
    if request.state in (State.REQUESTED.value, State.OFFERED.value):
        offer(asking.DECLINE, request, _("Decline"), "trade_request.decline", request.pk, tone="danger")
        offer(asking.WITHDRAW, request, _("Withdraw"), "trade_request.withdraw", request.pk, tone="danger")
    if agreement is not None:
        _agreement_buttons(found, offer)
    return shown


def _agreement_buttons(found: Deal, offer: Any) -> None:
    agreement, key = found.agreement, found.request.pk
    turns = {turn.act for turn in found.turns}
    if agreeing.SIGN.name in turns:
        offer(agreeing.SIGN, agreement, _("Read and sign"), "agreement.sign", key)
    if any(row.kind.startswith("lawful_basis") and not row.met for row in found.conditions):
        offer(agreeing.SHOW_BASIS, agreement, _("Show the lawful basis"), "agreement.basis", key)
    if any(row.kind == "escrow" and not row.met for row in found.conditions) and found.request.state == State.VERIFIED.value:
        offer(paying.FUND, agreement, _("Fund the escrow"), "settlement.fund", key)
    if agreement is not None and agreement.state == Agreed.IN_FORCE.value:
        offer(agreeing.READ_DELIVERY, agreement, _("Delivery"), "transfer.page", key)
    if agreement is not None and agreement.state in (Agreed.PREPARED.value, Agreed.IN_FORCE.value):
        offer(agreeing.TERMINATE, agreement, _("End the agreement"), "agreement.terminate", key, tone="danger")


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
