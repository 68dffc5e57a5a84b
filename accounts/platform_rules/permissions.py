"""Who may publish and accept the platform rules."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from accounts.organization.permissions import OPERATOR, OWNER, own
from kernel.permissions import Permission

PUBLISH = Permission("platform_rules:publish", OPERATOR, sensitive=True, system=True, label=gettext_noop("Publish a version of the platform rules"))
ACCEPT = Permission("platform_rules:accept", OWNER, own, sensitive=True, label=gettext_noop("Accept the platform rules"))

PERMISSIONS = (PUBLISH, ACCEPT)
