"""Grants of sight are made by the system, with the agreement they follow from."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from kernel.permissions import Permission

GRANT = Permission("access_grant:make", frozenset(), system=True, label=gettext_noop("Grant lasting sight of a dataset"))

PERMISSIONS = (GRANT,)
