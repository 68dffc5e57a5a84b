"""The console's registers of the ledger and of what moves it: to read, never to change."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from exchange.settlement.models import Deposit, Escrow, Institution, LedgerAccount, LedgerEntry, LedgerTransaction, Payout
from web.register import Register


@admin.register(Institution)
class InstitutionRegister(Register):
    called = (_("licensed institution"), _("licensed institutions"))
    list_display = ("name_en", "name_zh", "license_number", "account_number", "created")
    ordering = ("-created", "-id")


@admin.register(LedgerAccount)
class LedgerAccountRegister(Register):
    called = (_("ledger account"), _("ledger accounts"))
    list_display = ("id", "kind", "currency", "organization", "agreement_id", "institution", "shard", "balance_minor", "seq")
    list_filter = ("kind", "currency")
    list_select_related = ("organization", "institution")
    search_fields = ("=id", "=agreement__id", "=organization__id")
    ordering = ("-created", "-id")


@admin.register(LedgerTransaction)
class LedgerTransactionRegister(Register):
    called = (_("ledger transaction"), _("ledger transactions"))
    list_display = ("id", "kind", "at", "agreement_id", "deposit_id", "payout_id", "reverses_id")
    search_fields = ("=id", "=agreement__id", "=deposit__id", "=payout__id")
    ordering = ("-at", "-id")


@admin.register(LedgerEntry)
class LedgerEntryRegister(Register):
    called = (_("ledger entry"), _("ledger entries"))
    list_display = ("id", "transaction_id", "account", "seq", "amount_minor", "balance_minor")
    list_select_related = ("account",)
    search_fields = ("=transaction__id", "=account__id")
    ordering = ("-id",)


@admin.register(Deposit)
class DepositRegister(Register):
    called = (_("deposit"), _("deposits"))
    list_display = ("id", "state", "organization", "institution", "reference", "amount_minor", "currency", "value_date", "created")
    list_filter = ("state", "currency")
    list_select_related = ("organization", "institution")
    search_fields = ("=id", "=reference", "=organization__id")
    ordering = ("-created", "-id")


@admin.register(Payout)
class PayoutRegister(Register):
    called = (_("payout"), _("payouts"))
    list_display = ("id", "state", "organization", "institution", "source", "reference", "amount_minor", "currency", "created")
    list_filter = ("state", "currency", "source")
    list_select_related = ("organization", "institution")
    search_fields = ("=id", "=reference", "=organization__id")
    ordering = ("-created", "-id")


@admin.register(Escrow)
class EscrowRegister(Register):
    called = (_("escrow"), _("escrows"))
    list_display = ("agreement_id", "state", "state_since", "price_minor", "fee_minor", "currency", "proposed_outcome")
    list_filter = ("state", "currency")
    search_fields = ("=agreement__id",)
    ordering = ("-created", "-agreement_id")
