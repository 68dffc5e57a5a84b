"""Who registers service providers, and who writes their entry."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from accounts.organization.permissions import OPERATOR, own
from kernel.actor import Actor
from kernel.permissions import Permission

PEOPLE = frozenset({"owner", "steward"})


def own_or_exchange(actor: Actor, on: Any) -> bool:
    return on is None or actor.jurisdiction == "operator" or own(actor, on)


REGISTER = Permission("service_provider:register", OPERATOR, sensitive=True, label=gettext_noop("Register service providers"))
PUBLISH = Permission("service_provider:publish", PEOPLE, own, label=gettext_noop("Write the own entry in the register of service providers"))
END = Permission("service_provider:end", PEOPLE | OPERATOR, own_or_exchange, system=True, label=gettext_noop("End a registration as service provider"))

PERMISSIONS = (REGISTER, PUBLISH, END)
