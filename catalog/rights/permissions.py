"""Who may open the evidence of a rights statement, where every opening is recorded; and who says that a right has ended."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS, of_provider
from kernel.actor import Actor
from kernel.permissions import Permission


def _entitled(actor: Actor, on: Any) -> bool:
    return on is None or bool(actor.jurisdiction) or actor.organization == on.provider_id


READ_EVIDENCE = Permission(
    "evidence:read", PREPARERS | {"operator", "intake", "reviewer", "approver", "supervisor", "auditor"}, side=_entitled,
    label=gettext_noop("Open the evidence of a rights statement"),
)
FALL = Permission("rights:fall", frozenset(), system=True, label=gettext_noop("Suspend what is offered under a right that has ended"))
END = Permission("rights:end", PREPARERS, side=of_provider, sensitive=True, label=gettext_noop("Declare that the right in listed data has ended"))

PERMISSIONS = (READ_EVIDENCE, FALL, END)
