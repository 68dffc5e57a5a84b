"""Who may ask for an approval, and who may answer one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from accounts.rules.roles import EVERYONE
from kernel.actor import Actor
from kernel.permissions import Permission


def asked(actor: Actor, on: Any) -> bool:
    """The step that is open asks this actor's organization and one of their roles; an owner may answer for any member role."""
    step = on.open_step
    return step is not None and step.organization == actor.organization and (step.role in actor.roles or "owner" in actor.roles)


ASK = Permission("approval:ask", frozenset(), system=True, label=gettext_noop("Ask for an approval"))
APPROVE = Permission("approval:approve", EVERYONE, asked, sensitive=True, label=gettext_noop("Approve"))
RETURN = Permission("approval:return", EVERYONE, asked, sensitive=True, label=gettext_noop("Return an approval with a remark"))
REFUSE = Permission("approval:refuse", EVERYONE, asked, sensitive=True, label=gettext_noop("Refuse an approval"))
EXPIRE = Permission("approval:expire", frozenset(), system=True, label=gettext_noop("Let an approval run out"))

PERMISSIONS = (ASK, APPROVE, RETURN, REFUSE, EXPIRE)
