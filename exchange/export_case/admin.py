"""The console's registers of export cases, the authority's outcomes and the desk's letters: to read, never to change.

Papers and opinions have no register: who may see them is judged one by one, on the case's own pages.
"""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from exchange.export_case.models import ExportCase, Letter, Outcome
from web.register import Register


@admin.register(ExportCase)
class ExportCaseRegister(Register):
    called = (_("export case"), _("export cases"))
    list_display = ("number", "path", "kind", "state", "whose", "exporter", "consumer", "due", "decided", "valid_until", "created")
    list_filter = ("state", "path", "kind", "whose")
    list_select_related = ("exporter", "consumer")
    search_fields = ("=number", "=id", "=agreement__id")
    ordering = ("-created", "-id")


@admin.register(Outcome)
class OutcomeRegister(Register):
    called = (_("recorded outcome"), _("recorded outcomes"))
    list_display = ("case", "kind", "whose", "body", "number", "issued_on", "valid_until", "recorded", "confirmed", "declined")
    list_filter = ("kind", "whose", "declined")
    list_select_related = ("case",)
    search_fields = ("=case__number", "=number")
    ordering = ("-recorded", "-id")


@admin.register(Letter)
class LetterRegister(Register):
    called = (_("letter of the desk"), _("letters of the desk"))
    list_display = ("number", "case", "kind", "whose", "digest", "at")
    list_filter = ("kind", "whose")
    list_select_related = ("case",)
    search_fields = ("=number", "=case__number")
    ordering = ("-at", "-id")
