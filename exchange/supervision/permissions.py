"""Who stops exports, who lets them go on, and who looks at the whole: supervisors place, another of them or an approver lifts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from kernel.actor import Actor
from kernel.permissions import Permission


def _another_person(actor: Actor, on: Any) -> bool:
    return actor.person is not None and actor.person != on.placed_by


PLACE = Permission("stop_order:place", frozenset({"supervisor"}), sensitive=True, label=gettext_noop("Order that exports stop"))
LIFT = Permission("stop_order:lift", frozenset({"supervisor", "approver"}), side=_another_person, sensitive=True, label=gettext_noop("Lift a stop order"))

PERMISSIONS = (PLACE, LIFT)
