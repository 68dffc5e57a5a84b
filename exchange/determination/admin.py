"""The console's registers of exports judged and counted: to read, never to change."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from exchange.determination.models import ControlGroup, Determination, FactSheet, ListEdition, OutsideStatement, Reservation, YearCount
from web.register import Register


@admin.register(YearCount)
class YearCountRegister(Register):
    called = (_("exporter's count of a year"), _("exporters' counts"))
    list_display = (
        "organization", "year", "ordinary_outside", "sensitive_outside", "ordinary_reserved", "sensitive_reserved", "ordinary_taken", "sensitive_taken", "ordinary_exact",
        "sensitive_exact", "stated_on",
    )  # fmt: skip
    list_filter = ("year",)
    list_select_related = ("organization",)
    search_fields = ("=organization__id", "=organization__uscc")
    ordering = ("-year", "organization")


@admin.register(Reservation)
class ReservationRegister(Register):
    called = (_("reserved persons"), _("reserved persons"))
    list_display = ("deal", "organization", "year", "ordinary", "sensitive", "counted", "exact", "state", "state_since")
    list_filter = ("state", "year", "exact")
    list_select_related = ("organization",)
    search_fields = ("=deal", "=organization__id")
    ordering = ("-created", "-id")


@admin.register(Determination)
class DeterminationRegister(Register):
    called = (_("determination"), _("determinations"))
    list_display = ("deal", "exporter", "path", "occasion", "destination", "as_of", "release", "at")
    list_filter = ("path", "occasion", "release")
    list_select_related = ("exporter",)
    search_fields = ("=id", "=deal", "=exporter__id")
    ordering = ("-at", "-id")


@admin.register(FactSheet)
class FactSheetRegister(Register):
    called = (_("facts of an export"), _("facts of exports"))
    list_display = ("deal", "version", "exporter", "ordinary", "sensitive", "at")
    list_select_related = ("exporter",)
    search_fields = ("=deal", "=exporter__id")
    ordering = ("deal", "-version")


@admin.register(OutsideStatement)
class OutsideStatementRegister(Register):
    called = (_("statement of exports elsewhere"), _("statements of exports elsewhere"))
    list_display = ("organization", "year", "ordinary", "sensitive", "as_of", "key_kind", "digest", "at")
    list_select_related = ("organization",)
    search_fields = ("=organization__id",)
    ordering = ("-at", "-id")


@admin.register(ListEdition)
class ListEditionRegister(Register):
    called = (_("edition of a list"), _("editions of lists"))
    list_display = ("code", "edition", "kind", "since", "until", "verified", "state", "source")
    list_filter = ("kind", "state", "verified")
    ordering = ("-created", "-id")


@admin.register(ControlGroup)
class ControlGroupRegister(Register):
    called = (_("group under common control"), _("groups under common control"))
    list_display = ("name", "grounds", "state", "state_since")
    list_filter = ("state",)
    ordering = ("-created", "-id")
