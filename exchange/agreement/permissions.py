"""Who may sign, show a lawful basis, end an agreement, and register an organization's own signing keys."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from exchange.trade_request.permissions import PROVIDERS, is_consumer, is_provider
from kernel.actor import Actor
from kernel.permissions import Permission

OWNERS = frozenset({"owner"})
NO_ROLE: frozenset[str] = frozenset()


def _either(actor: Actor, on: Any) -> bool:
    return is_consumer(actor, on) or is_provider(actor, on)


def _own(actor: Actor, on: Any) -> bool:
    return actor.organization is not None and on.organization_id == actor.organization


SIGN = Permission("agreement:sign", OWNERS, side=_either, sensitive=True, label=gettext_noop("Sign an agreement"))
SHOW_BASIS = Permission("agreement:show_basis", PROVIDERS, side=is_provider, label=gettext_noop("Show the lawful basis of providing personal data"))
TERMINATE = Permission("agreement:terminate", OWNERS, side=_either, sensitive=True, system=True, label=gettext_noop("End an agreement"))
SATISFY = Permission("agreement:satisfy", NO_ROLE, system=True, label=gettext_noop("Meet a condition of an agreement"))
COME_INTO_FORCE = Permission("agreement:come_into_force", NO_ROLE, system=True, label=gettext_noop("Put an agreement into force"))
COMPLETE = Permission("agreement:complete", NO_ROLE, system=True, label=gettext_noop("Complete an agreement"))
EXPIRE = Permission("agreement:expire", NO_ROLE, system=True, label=gettext_noop("End an agreement whose time has run out"))
REGISTER_KEY = Permission("signing_key:register", OWNERS, sensitive=True, label=gettext_noop("Register an own signing key"))
RETIRE_KEY = Permission("signing_key:retire", OWNERS, side=_own, sensitive=True, label=gettext_noop("Retire an own signing key"))

# whose turn an export waits for; the acts of the border themselves stand above
CLEAR_BORDER = Permission("border:clear", PROVIDERS, side=is_provider, label=gettext_noop("Clear the export of this deal at the border"))

# acts of the slices above, whose turns the agreement begins
FUND = "agreement:fund"
ASK_FOR_DELIVERY = "transfer:request"

PERMISSIONS = (SIGN, SHOW_BASIS, TERMINATE, SATISFY, COME_INTO_FORCE, COMPLETE, EXPIRE, REGISTER_KEY, RETIRE_KEY, CLEAR_BORDER)
