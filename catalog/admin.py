"""Registers of this floor, read-only: datasets with their revisions, gradings, offers and zones. Reviews are pages of the slice listing."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from catalog.models import (
    AccessGrant,
    Classification,
    Dataset,
    DatasetRevision,
    Distribution,
    Offer,
    OfferTaking,
    Opinion,
    Review,
    Zone,
    ZoneAdmission,
    ZoneAuthorization,
)
from web.register import Register


@admin.register(Dataset)
class DatasetRegister(Register):
    called = (_("dataset"), _("datasets"))
    list_display = ("title", "provider", "state", "grade", "state_since", "listed_at", "review")
    list_filter = ("state", "grade")
    list_select_related = ("provider", "current", "working")
    search_fields = ("current__title_zh", "current__title_en", "provider__name_zh", "provider__name_en")
    ordering = ("-created", "-id")

    @admin.display(description=_("Page"))
    def review(self, row: Any) -> SafeString | str:
        """The exchange's review page, found from its operators' workspace."""
        exchange = Organization.objects.filter(kind="exchange").values_list("pk", flat=True).first() if row.state != "draft" else None
        if exchange is None:
            return "–"
        return format_html('<a href="{}">{}</a>', reverse("listing.review", args=[exchange, row.pk]), _("Open"))


@admin.register(DatasetRevision)
class DatasetRevisionRegister(Register):
    called = (_("revision"), _("revisions"))
    list_display = ("title", "dataset_id", "number", "state", "grade", "personal", "sensitive", "frozen_at")
    list_filter = ("state", "grade", "industry")
    ordering = ("-created", "-id")


@admin.register(Distribution)
class DistributionRegister(Register):
    called = (_("file of a dataset"), _("files of datasets"))
    list_display = ("name", "revision_id", "media_type", "size", "sha256_hex", "completed")
    ordering = ("-created", "-id")


@admin.register(Classification)
class ClassificationRegister(Register):
    called = (_("grading"), _("gradings"))
    list_display = ("dataset_id", "revision_id", "state", "grade", "proposed_by", "proposed", "decided_by", "decided")
    list_filter = ("state", "grade")
    ordering = ("-proposed", "-id")


@admin.register(Review)
class ReviewRegister(Register):
    called = (_("verdict of a review"), _("verdicts of reviews"))
    list_display = ("revision_id", "verdict", "person", "at")
    list_filter = ("verdict",)
    ordering = ("-at", "-id")


@admin.register(Offer)
class OfferRegister(Register):
    called = (_("offer"), _("offers"))
    list_display = ("name", "dataset_id", "price", "quantity", "exclusive", "state", "state_since")
    list_filter = ("state", "exclusive", "currency")
    ordering = ("-created", "-id")


@admin.register(OfferTaking)
class OfferTakingRegister(Register):
    called = (_("place taken in an offer"), _("places taken in offers"))
    list_display = ("offer_id", "slot", "quantity", "agreement", "taken", "released")
    ordering = ("-taken", "-id")


@admin.register(AccessGrant)
class AccessGrantRegister(Register):
    called = (_("grant of sight"), _("grants of sight"))
    list_display = ("dataset_id", "organization", "granted", "until")
    list_select_related = ("organization",)
    ordering = ("-granted", "-id")


@admin.register(Zone)
class ZoneRegister(Register):
    called = (_("zone"), _("zones"))
    list_display = ("code", "name", "kind", "restricted", "leaves", "operator", "state", "state_since")
    list_select_related = ("operator",)
    ordering = ("code",)


@admin.register(ZoneAdmission)
class ZoneAdmissionRegister(Register):
    called = (_("admission to a zone"), _("admissions to zones"))
    list_display = ("zone", "organization", "state", "state_since", "until")
    list_filter = ("state",)
    list_select_related = ("zone", "organization")
    ordering = ("-created", "-id")


@admin.register(ZoneAuthorization)
class ZoneAuthorizationRegister(Register):
    called = (_("authorization of a zone"), _("authorizations of zones"))
    list_display = ("zone", "organization", "authority", "document_number", "state", "since", "until")
    list_filter = ("state",)
    list_select_related = ("zone", "organization")
    ordering = ("-created", "-id")


@admin.register(Opinion)
class OpinionRegister(Register):
    called = (_("opinion"), _("opinions"))
    list_display = ("dataset_id", "provider", "author", "kind", "state", "conclusion", "valid_until")
    list_filter = ("state", "kind")
    list_select_related = ("provider", "author")
    ordering = ("-created", "-id")
