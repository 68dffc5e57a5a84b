"""Who asks for a certificate, and who issues, refuses and revokes it."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS, of_provider
from kernel.permissions import Permission

# the exchange's own promise, as for a listing
DECIDE_WITHIN = timedelta(days=7)
NO_ROLE: frozenset[str] = frozenset()

REQUEST = Permission("certificate:request", PREPARERS, side=of_provider, label=gettext_noop("Ask for the registration certificate of a dataset"))
ISSUE = Permission("certificate:issue", frozenset({"operator"}), sensitive=True, label=gettext_noop("Issue or refuse registration certificates"))
REVOKE = Permission("certificate:revoke", frozenset({"operator"}), sensitive=True, label=gettext_noop("Revoke registration certificates"))
EXPIRE = Permission("certificate:expire", NO_ROLE, system=True, label=gettext_noop("End a certificate whose last day is over"))

PERMISSIONS = (REQUEST, ISSUE, REVOKE, EXPIRE)
