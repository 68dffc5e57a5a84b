"""Who may open and close zones."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from kernel.permissions import Permission

MANAGE = Permission("zone:manage", frozenset({"operator"}), label=gettext_noop("Open and close zones"))

PERMISSIONS = (MANAGE,)
