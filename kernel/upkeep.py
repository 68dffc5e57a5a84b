"""The exchange's own acts on what the kernel keeps: moving the demo's clock, closing keys under a new key-encryption key."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from kernel import clock, keys
from kernel.actor import SYSTEM
from kernel.decision import Say
from kernel.errors import DoorError, Invalid
from kernel.models import ClockOffset, Key
from kernel.permissions import Permission
from kernel.use_case import Act, use_case

MOVE_CLOCK = Permission("clock:move", frozenset(), system=True)
REWRAP_KEY = Permission("key:rewrap", frozenset(), system=True)
FARTHEST = timedelta(days=3650)


@use_case
def move_clock(act: Act, by: timedelta) -> timedelta:
    """Move the exchange's clock forward; returns how far it now stands from real time. Errors: Invalid; DoorError where it is not movable."""
    if not settings.CLOCK_MOVABLE:
        raise DoorError("the clock of this exchange does not move")
    row: ClockOffset = act.lock(ClockOffset.objects.get_or_create(pk=1, defaults={"offset": timedelta()})[0])
    act.authorise(MOVE_CLOCK, row)
    if not timedelta() < by <= FARTHEST or row.offset + by > FARTHEST:
        raise Invalid(fields={"by": [Say(gettext_noop("The clock moves forward only, ten years at most."))]})
    offset: timedelta = row.offset + by
    row.offset = offset
    row.save(update_fields=["offset"])
    act.record("kernel.clock.moved", row, {"by_seconds": int(by.total_seconds()), "offset_seconds": int(offset.total_seconds())})
    transaction.on_commit(clock.forget_offset)
    return offset


@use_case
def rewrap_key(act: Act, key_id: UUID) -> bool:
    """Close one key under the current key-encryption key; False when it was."""
    key = act.lock(Key.objects.get(pk=key_id))
    act.authorise(REWRAP_KEY, key)
    before = key.wrapped_by
    changed = keys.rewrap(key)
    act.record("kernel.key.rewrapped", key, {"from": before, "to": key.wrapped_by})
    return changed


def rotate_keys() -> int:
    """Rewrap every key that an older key-encryption key closes, each in its own act; returns how many."""
    return sum(rewrap_key(SYSTEM, key_id) for key_id in keys.to_rewrap())
