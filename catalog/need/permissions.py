"""Who posts needs, who answers them, who accepts an answer, and who of the exchange takes a need down."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS
from kernel.actor import Actor
from kernel.permissions import Permission

BUYERS = frozenset({"trader", "owner"})


def _buyer(actor: Actor, on: Any) -> bool:
    return on is None or actor.organization == on.buyer_id


def _provider(actor: Actor, on: Any) -> bool:
    return on is None or actor.organization == on.provider_id


POST = Permission("need:post", BUYERS, label=gettext_noop("Post a need"))
CLOSE = Permission("need:close", BUYERS, side=_buyer, label=gettext_noop("Close a need"))
DECIDE = Permission("need:decide", BUYERS, side=_buyer, label=gettext_noop("Accept or decline an answer to a need"))
ANSWER = Permission("need:answer", PREPARERS, label=gettext_noop("Answer a need"))
WITHDRAW = Permission("need:withdraw_answer", PREPARERS, side=_provider, label=gettext_noop("Take back an answer to a need"))
TAKE_DOWN = Permission("need:take_down", frozenset({"operator"}), sensitive=True, label=gettext_noop("Take a need down"))
EXPIRE = Permission("need:expire", frozenset(), system=True)

PERMISSIONS = (POST, CLOSE, DECIDE, ANSWER, WITHDRAW, TAKE_DOWN, EXPIRE)
