"""Who may open the evidence of a rights statement; every opening is recorded."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS
from kernel.actor import Actor
from kernel.permissions import Permission


def _entitled(actor: Actor, on: Any) -> bool:
    return on is None or bool(actor.jurisdiction) or actor.organization == on.provider_id


READ_EVIDENCE = Permission(
    "evidence:read", PREPARERS | {"operator", "intake", "reviewer", "approver", "supervisor", "auditor"}, side=_entitled,
    label=gettext_noop("Open the evidence of a rights statement"),
)

PERMISSIONS = (READ_EVIDENCE,)
