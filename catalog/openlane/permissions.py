"""Who opens data, who applies, who admits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS, of_provider
from kernel.actor import Actor
from kernel.permissions import Permission

ANSWER_WITHIN = timedelta(days=14)
OPERATOR = frozenset({"operator"})


def admits(actor: Actor, on: Any) -> bool:
    """`on` is an application: the dataset's provider, or whoever runs its zone."""
    zone = on.release.revision.zone if on is not None else None
    return on is None or actor.organization in (on.release.dataset.provider_id, zone.operator_id if zone else None)


def either(actor: Actor, on: Any) -> bool:
    return on is None or actor.organization == on.organization_id or admits(actor, on)


def of_provider_or_exchange(actor: Actor, on: Any) -> bool:
    return on is None or actor.jurisdiction == "operator" or actor.organization == on.dataset.provider_id


OPEN = Permission("open_lane:open", frozenset({"owner"}), side=of_provider, sensitive=True, label=gettext_noop("Open a dataset free of charge"))
CLOSE = Permission("open_lane:close", PREPARERS | OPERATOR, side=of_provider_or_exchange, label=gettext_noop("Close an open dataset"))
APPLY = Permission("open_lane:apply", PREPARERS | frozenset({"trader"}), label=gettext_noop("Apply for an open dataset"))
ADMIT = Permission("open_lane:admit", PREPARERS, side=admits, label=gettext_noop("Decide on an application for an open dataset"))
END = Permission("open_lane:end", PREPARERS | frozenset({"trader"}), side=either, label=gettext_noop("End the use of an open dataset"))
DOWNLOAD = Permission("open_lane:download", frozenset(), system=True, label=gettext_noop("Hand out a file of an open dataset"))

PERMISSIONS = (OPEN, CLOSE, APPLY, ADMIT, END, DOWNLOAD)
