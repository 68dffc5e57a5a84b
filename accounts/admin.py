"""Registers of this floor, read-only. Who may look is judged per request; signing in goes through the one sign-in page."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import Approval, Invitation, Membership, Organization, PlatformRules, RulesAcceptance, User, Verification
from web.register import Register

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # lock-out and second factor hold here too


@admin.register(Organization)
class OrganizationRegister(Register):
    called = (_("organization"), _("organizations"))
    list_display = ("name", "kind", "country", "registration_number", "state", "state_since", "verified_until", "decision")
    list_filter = ("kind", "state", "ciio", "in_beijing")
    search_fields = ("name_zh", "name_en", "uscc", "foreign_number")
    ordering = ("-created", "-id")

    @admin.display(description=_("Page"))
    def decision(self, row: Any) -> SafeString | str:
        """The exchange's decision page of this organization, found from its operators' workspace."""
        exchange = Organization.objects.filter(kind="exchange").values_list("pk", flat=True).first() if row.kind == "member" else None
        if exchange is None:
            return "–"
        return format_html('<a href="{}">{}</a>', reverse("verification.decide", args=[exchange, row.pk]), _("Open"))


@admin.register(Verification)
class VerificationRegister(Register):
    called = (_("verification round"), _("verification rounds"))
    list_display = ("organization", "renewal", "state", "created", "state_since")
    list_filter = ("state", "renewal")
    list_select_related = ("organization",)
    ordering = ("-created", "-id")


@admin.register(User)
class PersonRegister(Register):
    """Without passwords, whose column never leaves the database here."""

    called = (_("person"), _("people"))
    list_display = ("id", "email", "is_active", "joined", "last_login")
    fields = ("id", "email", "name", "language", "is_active", "joined", "last_login")
    search_fields = ("email",)
    ordering = ("-joined", "-id")


@admin.register(Membership)
class MembershipRegister(Register):
    called = (_("membership"), _("memberships"))
    list_display = ("organization", "user", "roles", "since", "ended")
    list_select_related = ("organization", "user")
    search_fields = ("organization__name_zh", "organization__name_en", "user__email")
    ordering = ("-since", "-id")


@admin.register(Invitation)
class InvitationRegister(Register):
    called = (_("invitation"), _("invitations"))
    list_display = ("organization", "roles", "waits", "created", "expires", "mailed", "accepted", "withdrawn")
    fields = ("organization", "email", "roles", "created", "expires", "mailed", "accepted", "withdrawn")
    list_select_related = ("organization",)
    ordering = ("-created", "-id")


class ClientRegister(Register):
    """Registered by the OAuth toolkit, which asks settings for the class."""

    called = (_("API client"), _("API clients"))
    list_display = ("name", "client_id", "organization", "responsible", "begins", "expires", "last_used", "revoked")
    fields = ("name", "client_id", "organization", "responsible", "scopes", "begins", "expires", "last_used", "revoked")
    list_select_related = ("organization", "responsible")
    search_fields = ("name", "client_id")
    ordering = ("-begins", "-id")


@admin.register(PlatformRules)
class PlatformRulesRegister(Register):
    called = (_("version of the platform rules"), _("versions of the platform rules"))
    list_display = ("number", "published", "in_force_from")
    ordering = ("-number",)


@admin.register(RulesAcceptance)
class RulesAcceptanceRegister(Register):
    called = (_("acceptance of the platform rules"), _("acceptances of the platform rules"))
    list_display = ("organization", "rules", "person", "at")
    list_select_related = ("organization", "rules", "person")
    ordering = ("-at", "-id")


@admin.register(Approval)
class ApprovalRegister(Register):
    called = (_("approval"), _("approvals"))
    list_display = ("title_in_words", "outcome", "state", "created", "state_since")
    list_filter = ("state", "outcome")
    ordering = ("-created", "-id")
