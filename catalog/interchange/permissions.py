"""Who imports catalogues of others: the exchange alone; the system carries a run out."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from kernel.permissions import Permission

IMPORT = Permission("catalog:import", frozenset({"operator"}), system=True, label=gettext_noop("Import catalogs of others"))

PERMISSIONS = (IMPORT,)
