"""Who may do what in a negotiation: the buyer asks, counters and accepts; the provider offers; either may end it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission

BUYERS = frozenset({"trader", "owner"})
PROVIDERS = frozenset({"steward", "owner"})


def is_consumer(actor: Actor, on: Any) -> bool:
    return actor.organization is not None and on.consumer_id == actor.organization


def is_provider(actor: Actor, on: Any) -> bool:
    return actor.organization is not None and on.provider_id == actor.organization


def acting(actor: Actor) -> UUID:
    """The organization acted for: no act of a trade is anybody's own. Errors: NotFound."""
    if actor.organization is None:
        raise NotFound
    return actor.organization


def is_party(actor: Actor, on: Any) -> bool:
    """On a side, in a role that this side's negotiators have."""
    return (is_consumer(actor, on) and bool(actor.roles & BUYERS)) or (is_provider(actor, on) and bool(actor.roles & PROVIDERS))


CREATE = Permission("trade_request:create", BUYERS, label=gettext_noop("Ask for a dataset under one of its offers"))
OFFER = Permission("trade_request:offer", PROVIDERS, side=is_provider, label=gettext_noop("Send a binding offer"))
COUNTER = Permission("trade_request:counter", BUYERS, side=is_consumer, label=gettext_noop("Send a counter-proposal"))
ACCEPT = Permission("trade_request:accept", BUYERS, side=is_consumer, label=gettext_noop("Accept a binding offer"))
DECLINE = Permission("trade_request:decline", BUYERS | PROVIDERS, side=is_party, label=gettext_noop("Decline what the other side proposed"))
WITHDRAW = Permission("trade_request:withdraw", BUYERS | PROVIDERS, side=is_party, label=gettext_noop("Take back a request"))
MESSAGE = Permission("trade_request:message", BUYERS | PROVIDERS, side=is_party, label=gettext_noop("Write to the other side"))
EXPIRE = Permission("trade_request:expire", frozenset(), system=True, label=gettext_noop("End a negotiation whose time has run out"))

PERMISSIONS = (CREATE, OFFER, COUNTER, ACCEPT, DECLINE, WITHDRAW, MESSAGE, EXPIRE)
