"""Who keeps searches: everybody who works for an organization, each for themselves. The system tells of what is new."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from accounts.rules.roles import EVERYONE
from kernel.permissions import Permission

SAVE = Permission("search:save", frozenset(EVERYONE), label=gettext_noop("Save searches"))
TELL = Permission("search:tell", frozenset(), system=True, label=gettext_noop("Tell of newly listed datasets"))

PERMISSIONS = (SAVE, TELL)
