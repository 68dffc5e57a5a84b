"""Who records an encumbrance, and who releases it or consents under it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS
from kernel.actor import Actor
from kernel.permissions import Permission


def _recorder(actor: Actor, on: Any) -> bool:
    return on is None or actor.jurisdiction == "operator" or actor.organization == on.provider_id


def _holder(actor: Actor, on: Any) -> bool:
    return on is None or actor.organization == on.holder_id


RECORD = Permission("encumbrance:record", PREPARERS | {"operator"}, side=_recorder, sensitive=True, label=gettext_noop("Record an exclusive license or a pledge"))
RELEASE = Permission("encumbrance:release", frozenset({"owner"}), side=_holder, sensitive=True, label=gettext_noop("Release an exclusive license or a pledge, or consent under it"))
EXPIRE = Permission("encumbrance:expire", frozenset(), system=True, label=gettext_noop("End an encumbrance whose last day is over"))
READ_PAPER = Permission(
    "encumbrance:read_paper", PREPARERS | {"trader", "operator", "intake", "reviewer", "approver", "supervisor", "auditor"}, label=gettext_noop("Open the contract of an encumbrance")
)

PERMISSIONS = (RECORD, RELEASE, EXPIRE, READ_PAPER)
