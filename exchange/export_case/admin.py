"""The console's registers of export cases, the authority's outcomes and the desk's letters: to read, never to change.

Papers and opinions have no register: who may see them is judged one by one, on the case's own pages.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from exchange.export_case.models import ExportCase, Letter, Outcome
from kernel.actor import NOBODY
from web.register import Register


@admin.register(ExportCase)
class ExportCaseRegister(Register):
    called = (_("export case"), _("export cases"))
    list_display = ("number", "path", "kind", "state", "whose", "exporter", "consumer", "due", "decided", "valid_until", "created")
    list_filter = ("state", "path", "kind", "whose")
    list_select_related = ("exporter", "consumer")
    search_fields = ("=number", "=id", "=agreement__id")
    ordering = ("-created", "-id")


class OfCases(Register):
    """Only of cases the reader sees: a draft's are its exporter's own."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(case__in=ExportCase.objects.visible_to(getattr(request, "actor", NOBODY)).values("pk"))


@admin.register(Outcome)
class OutcomeRegister(OfCases):
    called = (_("recorded outcome"), _("recorded outcomes"))
    list_display = ("case", "kind", "whose", "body", "number", "issued_on", "valid_until", "recorded", "confirmed", "declined")
    list_filter = ("kind", "whose", "declined")
    list_select_related = ("case",)
    search_fields = ("=case__number", "=number")
    ordering = ("-recorded", "-id")


@admin.register(Letter)
class LetterRegister(OfCases):
    called = (_("letter of the desk"), _("letters of the desk"))
    list_display = ("number", "case", "kind", "whose", "digest", "at")
    list_filter = ("kind", "whose")
    list_select_related = ("case",)
    search_fields = ("=number", "=case__number")
    ordering = ("-at", "-id")
