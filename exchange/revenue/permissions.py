"""Who reads what a dataset brought in, and states what it cost: the provider's finance people."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import of_provider
from kernel.permissions import Permission

FINANCE = frozenset({"finance", "owner"})

READ = Permission("revenue:read", FINANCE, side=of_provider, label=gettext_noop("Read what a dataset brought in"))
STATE = Permission("cost:state", FINANCE, side=of_provider, label=gettext_noop("State costs of a dataset, or cancel what was stated"))

PERMISSIONS = (READ, STATE)
