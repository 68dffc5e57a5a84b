"""The console's register of stop orders: to read, never to change."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from exchange.supervision.models import StopOrder
from web.register import Register


@admin.register(StopOrder)
class StopOrderRegister(Register):
    called = (_("stop order"), _("stop orders"))
    list_display = ("number", "state", "scope", "subject", "exporter", "basis", "placed", "lifted")
    list_filter = ("state", "scope")
    list_select_related = ("exporter",)
    search_fields = ("=number", "=subject")
    ordering = ("-placed", "-id")
