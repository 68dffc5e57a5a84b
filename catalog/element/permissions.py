"""Who proposes shared definitions, who decides on them, and who maps fields to them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS, of_provider
from kernel.actor import Actor
from kernel.permissions import Permission


def _decides(actor: Actor, on: Any) -> bool:
    """The exchange, and the definition's steward: `on` is an element."""
    return on is None or actor.jurisdiction == "operator" or actor.organization == on.steward_id


PROPOSE = Permission("element:propose", PREPARERS | {"operator"}, label=gettext_noop("Propose shared definitions of data"))
DECIDE = Permission("element:decide", PREPARERS | {"operator"}, side=_decides, sensitive=True, label=gettext_noop("Decide on shared definitions of data"))
REGISTER = Permission("element:register", frozenset(), system=True)
MAP = Permission("element:map", PREPARERS, side=of_provider, label=gettext_noop("Say which shared definition a field follows"))

PERMISSIONS = (PROPOSE, DECIDE, REGISTER, MAP)
