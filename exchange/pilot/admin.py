"""The console's register of pilots: to read, never to change."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from exchange.pilot.models import Pilot
from web.register import Register


@admin.register(Pilot)
class PilotRegister(Register):
    called = (_("pilot programme"), _("pilot programmes"))
    list_display = ("number", "name_zh", "state", "authority", "document_number", "since", "until", "exports_used", "exports_cap", "ordinary_used", "ordinary_cap", "sensitive_used", "sensitive_cap", "example")
    list_filter = ("state", "example")
    search_fields = ("=number", "=document_number")
    ordering = ("-created", "-id")
