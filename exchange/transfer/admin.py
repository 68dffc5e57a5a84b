"""The console's registers of deliveries and of who received what: to read, never to change."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from exchange.transfer.models import Access, Transfer
from web.register import Register


@admin.register(Transfer)
class TransferRegister(Register):
    called = (_("delivery"), _("deliveries"))
    list_display = ("id", "agreement_id", "method", "state", "number", "acceptance", "started", "accept_by", "first_access", "created")
    list_filter = ("state", "acceptance", "method")
    search_fields = ("=id", "=agreement__id")
    ordering = ("-created", "-id")


@admin.register(Access)
class AccessRegister(Register):
    called = (_("access to a delivery"), _("accesses to deliveries"))
    list_display = ("transfer_id", "distribution_id", "organization", "holder_kind", "first", "last", "requests", "bytes")
    list_filter = ("holder_kind",)
    search_fields = ("=transfer__id", "=organization")
    ordering = ("-first", "-id")
