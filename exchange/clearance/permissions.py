"""Who clears exports and stops them, who looks at a red one, and what the exporter tells of what it cleared."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from exchange.trade_request.permissions import PROVIDERS, is_provider
from kernel.actor import Actor
from kernel.permissions import Permission

OPERATOR = frozenset({"operator"})
DESK = frozenset({"operator", "supervisor"})
NO_ROLE: frozenset[str] = frozenset()


def _another_person(actor: Actor, on: Any) -> bool:
    """Another natural person than the one who suspended it."""
    return actor.person is not None and actor.person != on.suspended_by


ISSUE = Permission("clearance:issue", OPERATOR, sensitive=True, label=gettext_noop("Issue the clearance of an export"))
SUSPEND = Permission("clearance:suspend", DESK, sensitive=True, system=True, label=gettext_noop("Suspend a clearance"))
REINSTATE = Permission("clearance:reinstate", DESK, side=_another_person, sensitive=True, label=gettext_noop("Put a suspended clearance in force again"))
REVOKE = Permission("clearance:revoke", DESK, sensitive=True, label=gettext_noop("Revoke a clearance"))
TELL_CHANGE = Permission("clearance:tell_change", PROVIDERS, side=is_provider, label=gettext_noop("Tell of a change that asks for a new declaration"))
REDECLARE = Permission("clearance:redeclare", PROVIDERS, side=is_provider, system=True, label=gettext_noop("Declare a cleared export again, or ask for its extension"))
FILE_CONTRACT = Permission("clearance:file", PROVIDERS, side=is_provider, system=True, label=gettext_noop("File the standard contract within 10 working days"))
EXPIRE = Permission("clearance:expire", NO_ROLE, system=True, label=gettext_noop("End a clearance whose period is over"))
DECLARE = Permission("export_declaration:declare", NO_ROLE, system=True, label=gettext_noop("Declare an export as it starts"))
DELIVER = Permission("export_declaration:deliver", NO_ROLE, system=True, label=gettext_noop("Record that an export was delivered"))
DECIDE = Permission("export_declaration:decide", DESK, sensitive=True, label=gettext_noop("Release or refuse an export that waits for a person"))

PERMISSIONS = (ISSUE, SUSPEND, REINSTATE, REVOKE, TELL_CHANGE, REDECLARE, FILE_CONTRACT, EXPIRE, DECLARE, DELIVER, DECIDE)
