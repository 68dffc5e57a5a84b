"""Who applies for the registration of a right, objects, changes, transfers and ends it, and what only the clock does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS
from kernel.actor import Actor
from kernel.permissions import Permission

# the exchange's own promise, as for a listing
DECIDE_WITHIN = timedelta(days=7)
ANSWER_WITHIN = timedelta(days=14)
_OPERATOR, _NOBODY = frozenset({"operator"}), frozenset[str]()


@dataclass(frozen=True, slots=True)
class Holder:
    """Stands for a registration where its side is to be asked, but not the holds on it."""

    holder_id: UUID


def of_holder(actor: Actor, on: Any) -> bool:
    return on is None or actor.organization == on.holder_id


def _reader(actor: Actor, on: Any) -> bool:
    return on is None or bool(actor.jurisdiction) or actor.organization == on.holder_id


APPLY = Permission("registration:apply", PREPARERS, side=of_holder, label=gettext_noop("Apply for the registration of a right"))
EXAMINE = Permission("registration:examine", _OPERATOR, sensitive=True, label=gettext_noop("Examine applications and changes on the rights register"))
REGISTER = Permission("registration:register", _NOBODY, system=True, label=gettext_noop("Register a right whose notice period is over"))
EXPIRE = Permission("registration:expire", _NOBODY, system=True, label=gettext_noop("End a registration whose last day is over"))
REMIND = Permission("registration:remind", _NOBODY, system=True, label=gettext_noop("Tell the holder that a registration can be renewed"))
OBJECT = Permission("registration:object", PREPARERS | {"trader"}, label=gettext_noop("Object to the registration of a right"))
DECIDE = Permission("registration:decide_objection", _OPERATOR, sensitive=True, label=gettext_noop("Decide on objections to registered rights"))
CHANGE = Permission("registration:change", PREPARERS, side=of_holder, label=gettext_noop("Ask for a change of a registered right"))
RENEW = Permission("registration:renew", PREPARERS, side=of_holder, label=gettext_noop("Ask for the renewal of a registered right"))
TRANSFER = Permission("registration:transfer", frozenset({"owner"}), side=of_holder, sensitive=True, label=gettext_noop("Transfer a registered right, or take one over"))
CANCEL = Permission("registration:cancel", frozenset({"owner"}), side=of_holder, sensitive=True, label=gettext_noop("Cancel a registered right"))
REVOKE = Permission("registration:revoke", _OPERATOR, sensitive=True, label=gettext_noop("Revoke a registered right, two persons"))
READ_PAPER = Permission(
    "registration:read_paper", PREPARERS | {"trader", "operator", "intake", "reviewer", "approver", "supervisor", "auditor"}, side=_reader,
    label=gettext_noop("Open a paper of the rights register"),
)

PERMISSIONS = (APPLY, EXAMINE, REGISTER, EXPIRE, REMIND, OBJECT, DECIDE, CHANGE, RENEW, TRANSFER, CANCEL, REVOKE, READ_PAPER)
