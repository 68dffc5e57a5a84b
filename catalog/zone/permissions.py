"""Who opens zones, who is admitted to them, and who decides that: the zone's operator, or the exchange where there is none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_noop

from kernel.actor import Actor
from kernel.permissions import Permission

# the exchange's own promise, as for a listing
EXAMINE_WITHIN = timedelta(days=14)
PEOPLE = frozenset({"owner", "steward"})
OPERATOR = frozenset({"operator"})
NO_ROLE: frozenset[str] = frozenset()


def runs_zone(actor: Actor, on: Any) -> bool:
    """`on` is a zone or a row of one."""
    zone = getattr(on, "zone", on)
    return zone is None or actor.organization == zone.operator_id or (actor.jurisdiction == "operator" and zone.operator_id is None)


def applied(actor: Actor, on: Any) -> bool:
    return on is None or actor.organization == on.organization_id


def either(actor: Actor, on: Any) -> bool:
    return applied(actor, on) or runs_zone(actor, on)


MANAGE = Permission("zone:manage", OPERATOR, label=gettext_noop("Open and close zones"))
AUTHORIZE = Permission("zone:authorize", OPERATOR, sensitive=True, label=gettext_noop("Record by what authorization a zone is operated"))
APPLY = Permission("zone:apply", PEOPLE, label=gettext_noop("Apply for admission to a zone"))
EXAMINE = Permission("zone:examine", PEOPLE | OPERATOR, side=runs_zone, label=gettext_noop("Decide who is admitted to a zone"))
LEAVE = Permission("zone:leave", PEOPLE | OPERATOR, side=either, system=True, label=gettext_noop("End an admission to a zone"))
RECOGNIZE = Permission("zone:recognize", PEOPLE | OPERATOR, side=runs_zone, label=gettext_noop("Recognize a dataset of a zone as a product"))
FALL = Permission("zone:fall", NO_ROLE, system=True, label=gettext_noop("Suspend the datasets of a zone whose authorization is over"))

PERMISSIONS = (MANAGE, AUTHORIZE, APPLY, EXAMINE, LEAVE, RECOGNIZE, FALL)
