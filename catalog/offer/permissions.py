"""Who makes offers, and what only the system does: taking a place in one and giving it back."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS, of_provider
from kernel.permissions import Permission

MANAGE = Permission("offer:manage", PREPARERS, side=of_provider, system=True, label=gettext_noop("Make and close offers"))
TAKE = Permission("offer:take", frozenset(), system=True, label=gettext_noop("Take a place in an offer for an agreement"))

PERMISSIONS = (MANAGE, TAKE)
