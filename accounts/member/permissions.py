"""Who may look after an organization's people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from accounts.organization.permissions import own
from accounts.rules.roles import EVERYONE, HEADS, PERSON
from kernel.actor import Actor
from kernel.permissions import Permission


def themselves(actor: Actor, on: Any) -> bool:
    return bool(actor.person == on.user_id and own(actor, on))


REGISTER_PERSON = Permission("person:register", frozenset(), system=True, label=gettext_noop("Register a person"))
ENROLL = Permission("member:enroll", frozenset(), system=True, label=gettext_noop("Make a person a member"))
INVITE = Permission("member:invite", HEADS, own, sensitive=True, label=gettext_noop("Invite a person"))
WITHDRAW_INVITATION = Permission("member:withdraw_invitation", HEADS, own, label=gettext_noop("Withdraw an invitation"))
ADMIT = Permission("member:admit", frozenset(), system=True, label=gettext_noop("Carry out what a second person approved about members"))
JOIN = Permission("member:join", EVERYONE | {PERSON}, label=gettext_noop("Join an organization"))
SET_ROLES = Permission("member:set_roles", HEADS, own, sensitive=True, label=gettext_noop("Change a member's roles"))
REMOVE = Permission("member:remove", HEADS, own, sensitive=True, label=gettext_noop("Remove a member"))
LEAVE = Permission("member:leave", EVERYONE, themselves, sensitive=True, label=gettext_noop("Leave an organization"))

PERMISSIONS = (REGISTER_PERSON, ENROLL, INVITE, WITHDRAW_INVITATION, ADMIT, JOIN, SET_ROLES, REMOVE, LEAVE)
