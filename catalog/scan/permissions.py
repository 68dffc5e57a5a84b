"""Who has files scanned, who asks to grade below a suggestion, and who of the exchange decides that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS, of_provider
from kernel.actor import Actor
from kernel.permissions import Permission


def _other_person(actor: Actor, on: Any) -> bool:
    return on is None or (actor.person is not None and actor.person != on.asked_by)


# the exchange's own promise, as for a review
DECIDE_WITHIN = timedelta(days=7)

REQUEST = Permission("scan:request", PREPARERS, side=of_provider, label=gettext_noop("Have files scanned, and stop a scan"))
RUN = Permission("scan:run", frozenset(), system=True)
ASK = Permission("lowering:ask", PREPARERS, side=of_provider, label=gettext_noop("Ask to grade below what a scan suggests"))
DECIDE = Permission("lowering:decide", frozenset({"operator"}), side=_other_person, sensitive=True, label=gettext_noop("Decide on grades below what a scan suggests"))

PERMISSIONS = (REQUEST, RUN, ASK, DECIDE)
