"""The console's registers of agreements, conditions, signatures and signing keys: to read, never to change."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from exchange.agreement.models import Agreement, Condition, Evidence, Signature, SigningKey
from web.register import Register


@admin.register(Agreement)
class AgreementRegister(Register):
    called = (_("agreement"), _("agreements"))
    list_display = ("id", "state", "consumer", "provider", "price_minor", "currency", "crossing", "in_force_until", "created")
    list_filter = ("state", "crossing", "code")
    list_select_related = ("consumer", "provider")
    search_fields = ("id", "digest")
    ordering = ("-created", "-id")


@admin.register(Condition)
class ConditionRegister(Register):
    called = (_("condition of an agreement"), _("conditions of agreements"))
    list_display = ("agreement_id", "kind", "blocks", "organization", "role", "since", "until", "met_at")
    list_filter = ("kind", "blocks")
    list_select_related = ("organization",)
    search_fields = ("agreement__id",)
    ordering = ("-since", "-id")


@admin.register(Evidence)
class EvidenceRegister(Register):
    called = (_("statement of evidence"), _("statements of evidence"))
    list_display = ("agreement_id", "kind", "answer", "reference", "done_on", "at")
    list_filter = ("kind", "answer")
    search_fields = ("agreement__id",)
    ordering = ("-at", "-id")


@admin.register(Signature)
class SignatureRegister(Register):
    called = (_("signature"), _("signatures"))
    list_display = ("agreement_id", "side", "organization", "key_kind", "public_key", "at")
    list_filter = ("side", "key_kind")
    search_fields = ("agreement__id", "public_key")
    ordering = ("-at", "-id")


@admin.register(SigningKey)
class SigningKeyRegister(Register):
    called = (_("signing key"), _("signing keys"))
    list_display = ("name", "organization", "public_key", "created", "retired")
    list_select_related = ("organization",)
    search_fields = ("name", "public_key")
    ordering = ("-created", "-id")
