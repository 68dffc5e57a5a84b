"""Opening and closing a zone, and setting what its rules are."""

from __future__ import annotations

import re
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.models import Organization
from catalog.rules.zone import CLOSED_KINDS, DATA, KINDS, LEAVES, PRODUCT
from catalog.zone import permissions
from catalog.zone.models import Zone
from catalog.zone.states import ZoneState
from kernel.decision import Say
from kernel.errors import Conflict, Invalid
from kernel.use_case import Act, use_case

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


@use_case
def open_zone(
    act: Act, *, code: str, name_zh: str, name_en: str, about_zh: str = "", about_en: str = "", operator: UUID | None = None, kind: str = "field",
    restricted: bool | None = None, leaves: str | None = None,
) -> Zone:
    """A zone between institutions is sensitive unless told otherwise: restricted always, and only products leave it.

    Errors: Invalid (code, names, kind, rules), Conflict (the code is taken)."""
    act.authorise(permissions.MANAGE)
    wrong = {name: [Say(gettext_noop("Write a name."))] for name, value in (("name_zh", name_zh), ("name_en", name_en)) if not value.strip()}
    if not CODE.match(code) or len(code) > 40:
        wrong["code"] = [Say(gettext_noop("Use up to 40 lower-case letters, digits and hyphens."))]
    if operator is not None and not Organization.objects.verified(act.now).filter(pk=operator).exists():
        wrong["operator"] = [Say(gettext_noop("Name a verified organization."))]
    restricted = kind in CLOSED_KINDS if restricted is None else restricted
    leaves = (PRODUCT if kind in CLOSED_KINDS else DATA) if leaves is None else leaves
    wrong |= _rules(kind, restricted, leaves)
    if wrong:
        raise Invalid(fields=wrong)
    zone = Zone(
        kind=kind, restricted=restricted, leaves=leaves, code=code, name_zh=name_zh.strip(), name_en=name_en.strip(), about_zh=about_zh.strip(), about_en=about_en.strip(), operator_id=operator,
        state=ZoneState.OPEN, state_since=act.now,
    )
    try:
        with transaction.atomic():
            zone.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("A zone with this code exists."))) from error
    act.created(zone)
    act.record("catalog.zone.opened", zone, {"code": code, "kind": kind, "restricted": restricted, "leaves": leaves}, parties=[operator])
    return zone


@use_case
def set_rules(act: Act, zone_id: UUID, *, restricted: bool, leaves: str) -> Zone:
    """Who sees the zone's datasets, and what may leave it; both hold at once, also for what is listed and agreed. Errors: Invalid."""
    zone = act.find(Zone, zone_id)
    act.authorise(permissions.MANAGE, zone)
    wrong = _rules(zone.kind, restricted, leaves)
    if wrong:
        raise Invalid(fields=wrong)
    zone.restricted, zone.leaves = restricted, leaves
    zone.save(update_fields=["restricted", "leaves"])
    act.record("catalog.zone.rules_set", zone, {"restricted": restricted, "leaves": leaves}, parties=[zone.operator_id])
    return zone


def _rules(kind: str, restricted: bool, leaves: str) -> dict[str, list[Say]]:
    wrong = {name: [Say(gettext_noop("Choose one of the list."))] for name, value, known in (("kind", kind, KINDS), ("leaves", leaves, LEAVES)) if value not in known}
    if kind in CLOSED_KINDS and not restricted:
        wrong["restricted"] = [Say(gettext_noop("A zone for use between institutions is seen by admitted organizations only."))]
    return wrong


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
