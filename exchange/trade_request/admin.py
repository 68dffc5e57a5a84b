"""The console's registers of negotiations and their proposals: to read, never to change."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from exchange.trade_request.models import Proposal, TradeRequest
from web.register import Register


@admin.register(TradeRequest)
class TradeRequestRegister(Register):
    called = (_("trade request"), _("trade requests"))
    list_display = ("id", "state", "consumer", "provider", "round", "price_minor", "currency", "until", "created")
    list_filter = ("state", "code")
    list_select_related = ("consumer", "provider")
    search_fields = ("id",)
    ordering = ("-created", "-id")


@admin.register(Proposal)
class ProposalRegister(Register):
    called = (_("proposal"), _("proposals"))
    list_display = ("request_id", "number", "side", "at", "until")
    list_filter = ("side",)
    search_fields = ("request__id",)
    ordering = ("-at", "-id")
