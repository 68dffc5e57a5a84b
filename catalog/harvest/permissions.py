"""Who harvests catalogues of others: the exchange plans, pauses and cancels; the system carries out."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from kernel.permissions import Permission

HARVEST = Permission("catalog:harvest", frozenset({"operator"}), system=True, label=gettext_noop("Harvest catalogs of others"))

PERMISSIONS = (HARVEST,)
