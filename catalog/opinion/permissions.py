"""Who asks for an opinion, and who gives it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS, of_provider
from kernel.actor import Actor
from kernel.permissions import Permission

ANSWER_WITHIN = timedelta(days=30)


def of_author(actor: Actor, on: Any) -> bool:
    return on is None or actor.organization == on.author.organization_id


ASK = Permission("opinion:ask", PREPARERS, side=of_provider, label=gettext_noop("Ask a service provider for an opinion"))
CANCEL = Permission("opinion:cancel", PREPARERS, side=of_provider, label=gettext_noop("Take back what a service provider was asked"))
GIVE = Permission("opinion:give", PREPARERS, side=of_author, label=gettext_noop("Give or refuse an opinion"))
SIGN = Permission("opinion:sign", frozenset({"owner"}), side=of_author, sensitive=True, label=gettext_noop("Sign an opinion"))
WITHDRAW = Permission("opinion:withdraw", frozenset({"owner"}), side=of_author, sensitive=True, label=gettext_noop("Withdraw an opinion"))

PERMISSIONS = (ASK, CANCEL, GIVE, SIGN, WITHDRAW)
