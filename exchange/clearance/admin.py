"""The console's registers of clearances and declared exports: to read, never to change."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from exchange.clearance.models import Clearance, ExportDeclaration
from web.register import Register


@admin.register(Clearance)
class ClearanceRegister(Register):
    called = (_("clearance"), _("clearances"))
    list_display = ("number", "state", "exporter", "path", "ordinary_used", "ordinary_quota", "sensitive_used", "sensitive_quota", "valid_from", "valid_until", "overdue")
    list_filter = ("state", "path", "overdue")
    list_select_related = ("exporter",)
    search_fields = ("=number", "=agreement__id")
    ordering = ("-created", "-id")


@admin.register(ExportDeclaration)
class ExportDeclarationRegister(Register):
    called = (_("export declaration"), _("export declarations"))
    list_display = ("number", "state", "lane", "exporter", "recipient", "destination", "ordinary", "sensitive", "repeat", "bytes", "at", "delivered")
    list_filter = ("state", "lane", "destination")
    list_select_related = ("exporter", "recipient")
    search_fields = ("=number", "=agreement", "=transfer")
    ordering = ("-at", "-id")
