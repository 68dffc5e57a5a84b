"""Who may ask for, start, stop, receive and judge a delivery: the two parties, each on its side."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from kernel.actor import Actor
from kernel.permissions import Permission

RECEIVERS = frozenset({"trader", "owner"})
PARTIES = frozenset({"trader", "owner", "steward"})


def _consumer(actor: Actor, on: Any) -> bool:
    return actor.organization is not None and on.consumer_id == actor.organization


def _party(actor: Actor, on: Any) -> bool:
    return actor.organization is not None and actor.organization in (on.consumer_id, on.provider_id)


REQUEST = Permission("transfer:request", RECEIVERS, side=_consumer, label=gettext_noop("Ask for a delivery"))
START = Permission("transfer:start", PARTIES, side=_party, system=True, label=gettext_noop("Start or resume a delivery"))
SUSPEND = Permission("transfer:suspend", PARTIES, side=_party, label=gettext_noop("Suspend a delivery"))
COMPLETE = Permission("transfer:complete", RECEIVERS, side=_consumer, label=gettext_noop("Say that everything has arrived"))
TERMINATE = Permission("transfer:terminate", PARTIES, side=_party, system=True, label=gettext_noop("End a delivery of which nothing was served"))
DOWNLOAD = Permission("transfer:download", RECEIVERS, side=_consumer, label=gettext_noop("Receive the files of a delivery"))
ACCEPT = Permission("transfer:accept", RECEIVERS, side=_consumer, system=True, label=gettext_noop("Accept a delivery"))
REJECT = Permission("transfer:reject", RECEIVERS, side=_consumer, label=gettext_noop("Reject a delivery"))
CLOSE = Permission("transfer:close", frozenset(), system=True, label=gettext_noop("Close deliveries of an agreement that has ended"))

PERMISSIONS = (REQUEST, START, SUSPEND, COMPLETE, TERMINATE, DOWNLOAD, ACCEPT, REJECT, CLOSE)
