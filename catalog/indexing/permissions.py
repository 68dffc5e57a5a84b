"""Who has the search rows rebuilt: the exchange; the system does it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from kernel.permissions import Permission

REINDEX = Permission("catalog:reindex", frozenset({"operator"}), system=True, label=gettext_noop("Rebuild the search index"))

PERMISSIONS = (REINDEX,)
