"""Who makes offers, and what only the system does: taking a place in one and giving it back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from kernel.actor import Actor
from kernel.permissions import Permission


def _provider(actor: Actor, on: Any) -> bool:
    return on is None or actor.organization == on.provider_id


MANAGE = Permission("offer:manage", frozenset({"owner", "steward"}), side=_provider, label=gettext_noop("Make and close offers"))
TAKE = Permission("offer:take", frozenset(), system=True, label=gettext_noop("Take a place in an offer for an agreement"))

PERMISSIONS = (MANAGE, TAKE)
