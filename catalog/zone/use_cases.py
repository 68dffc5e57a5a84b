"""Opening and closing a zone."""

from __future__ import annotations

import re
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from catalog.zone import permissions
from catalog.zone.models import Zone
from catalog.zone.states import ZoneState
from kernel.decision import Say
from kernel.errors import Conflict, Invalid
from kernel.use_case import Act, use_case

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


@use_case
def open_zone(act: Act, *, code: str, name_zh: str, name_en: str, about_zh: str = "", about_en: str = "", operator: UUID | None = None) -> Zone:
    """Errors: Invalid (code, names), Conflict (the code is taken)."""
    act.authorise(permissions.MANAGE)
    wrong = {name: [Say(gettext_noop("Write a name."))] for name, value in (("name_zh", name_zh), ("name_en", name_en)) if not value.strip()}
    if not CODE.match(code) or len(code) > 40:
        wrong["code"] = [Say(gettext_noop("Use up to 40 lower-case letters, digits and hyphens."))]
    if wrong:
        raise Invalid(fields=wrong)
    zone = Zone(
        code=code, name_zh=name_zh.strip(), name_en=name_en.strip(), about_zh=about_zh.strip(), about_en=about_en.strip(), operator_id=operator,
        state=ZoneState.OPEN, state_since=act.now,
    )
    try:
        with transaction.atomic():
            zone.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("A zone with this code exists."))) from error
    act.created(zone)
    act.record("catalog.zone.opened", zone, {"code": code}, parties=[operator])
    return zone


@use_case
def close(act: Act, zone_id: UUID) -> Zone:
    """Nothing new enters a closed zone; what is listed in it stays listed."""
    zone = act.find(Zone, zone_id)
    act.authorise(permissions.MANAGE, zone)
    act.move(zone, ZoneState.CLOSED)
    act.record("catalog.zone.closed", zone, parties=[zone.operator_id])
    return zone


@use_case
def reopen(act: Act, zone_id: UUID) -> Zone:
    zone = act.find(Zone, zone_id)
    act.authorise(permissions.MANAGE, zone)
    act.move(zone, ZoneState.OPEN)
    act.record("catalog.zone.reopened", zone, parties=[zone.operator_id])
    return zone
