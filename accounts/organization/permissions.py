"""Who may do what with an organization's record."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from accounts.rules.roles import PERSON, Role
from kernel.actor import Actor
from kernel.permissions import Permission


def own(actor: Actor, on: Any) -> bool:
    """The organization itself, or a row of it."""
    return on is not None and actor.organization == getattr(on, "organization_id", on.pk)


OWNER = frozenset({Role.OWNER.value})
OPERATOR = frozenset({Role.OPERATOR.value})

ESTABLISH = Permission("organization:establish", frozenset(), system=True, label=gettext_noop("Establish an exchange or a regulator"))
REGISTER = Permission("organization:register", frozenset({PERSON, Role.OWNER.value}), label=gettext_noop("Register an organization"))
AMEND = Permission("organization:amend", OWNER, own, label=gettext_noop("Correct what the organization says about itself"))
ADD_PAPER = Permission("organization:add_paper", OWNER, own, label=gettext_noop("Add or remove a paper"))
APPLY = Permission("organization:apply", OWNER, own, label=gettext_noop("Send the application to the exchange"))
RENEW = Permission("organization:renew", OWNER, own, system=True, label=gettext_noop("Submit the organization for verification again"))
CLOSE = Permission("organization:close", OWNER, own, sensitive=True, label=gettext_noop("Close the organization"))
VERIFY = Permission("organization:verify", OPERATOR, sensitive=True, label=gettext_noop("Verify an organization"))
RETURN = Permission("organization:return", OPERATOR, sensitive=True, label=gettext_noop("Return an application with remarks"))
REFUSE = Permission("organization:refuse", OPERATOR, sensitive=True, label=gettext_noop("Refuse an application"))
SUSPEND = Permission("organization:suspend", OPERATOR, sensitive=True, label=gettext_noop("Suspend an organization"))
RESUME = Permission("organization:resume", OPERATOR, sensitive=True, label=gettext_noop("Ask to lift the suspension of an organization"))
LIFT = Permission("organization:lift", frozenset(), system=True, label=gettext_noop("Lift the suspension of an organization"))

PERMISSIONS = (ESTABLISH, REGISTER, AMEND, ADD_PAPER, APPLY, RENEW, CLOSE, VERIFY, RETURN, REFUSE, SUSPEND, RESUME, LIFT)
