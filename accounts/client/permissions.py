"""Who may have an API client, change it and end it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from accounts.organization.permissions import own
from accounts.rules.roles import EVERYONE, HEADS
from kernel.actor import Actor
from kernel.permissions import Permission


def answers_for(actor: Actor, on: Any) -> bool:
    return bool(own(actor, on) and actor.person == on.responsible_id)


def answers_for_or_heads(actor: Actor, on: Any) -> bool:
    """The responsible person, or a head of the organization: stopping a machine must not wait for one person."""
    return answers_for(actor, on) or (own(actor, on) and bool(actor.roles & HEADS))


CREATE = Permission("client:create", EVERYONE, sensitive=True, label=gettext_noop("Create an API client"))
ROTATE = Permission("client:rotate", EVERYONE, answers_for, sensitive=True, label=gettext_noop("Replace an API client's secret"))
REVOKE = Permission("client:revoke", EVERYONE, answers_for_or_heads, sensitive=True, label=gettext_noop("Revoke an API client"))

PERMISSIONS = (CREATE, ROTATE, REVOKE)
