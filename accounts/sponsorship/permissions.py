"""Who sponsors, who answers, and who ends it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from accounts.organization.permissions import OPERATOR, OWNER
from kernel.actor import Actor
from kernel.permissions import Permission


def sponsors(actor: Actor, on: Any) -> bool:
    return on is None or actor.organization == on.sponsor_id


def applies(actor: Actor, on: Any) -> bool:
    return on is None or actor.organization == on.organization_id


def either(actor: Actor, on: Any) -> bool:
    return actor.jurisdiction == "operator" or sponsors(actor, on) or applies(actor, on)


PROPOSE = Permission("sponsorship:propose", OWNER, sensitive=True, label=gettext_noop("Propose to sponsor an application"))
ANSWER = Permission("sponsorship:answer", OWNER, applies, sensitive=True, label=gettext_noop("Answer whoever proposes to sponsor the application"))
PREPARE = Permission("sponsorship:prepare", frozenset({"owner", "steward"}), sponsors, label=gettext_noop("Add papers to a sponsored application"))
VOUCH = Permission("sponsorship:vouch", OWNER, sponsors, sensitive=True, label=gettext_noop("Vouch for a sponsored application"))
END = Permission("sponsorship:end", OWNER | OPERATOR, either, system=True, label=gettext_noop("End a sponsorship"))

PERMISSIONS = (PROPOSE, ANSWER, PREPARE, VOUCH, END)
