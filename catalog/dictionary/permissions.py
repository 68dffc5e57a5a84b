"""Who keeps dictionaries and maps them, and who of the other side recognizes a mapping."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS
from kernel.actor import Actor
from kernel.permissions import Permission

KEEPERS = PREPARERS | {"operator"}


def _owner(actor: Actor, on: Any) -> bool:
    return on is None or actor.organization == on.owner_id


def _other(actor: Actor, on: Any) -> bool:
    return on is None or actor.organization == on.other_id


def _either(actor: Actor, on: Any) -> bool:
    return on is None or actor.organization in (on.owner_id, on.other_id)


KEEP = Permission("dictionary:keep", KEEPERS, side=_owner, label=gettext_noop("Upload data dictionaries and map them"))
RECOGNIZE = Permission("dictionary:recognize", KEEPERS, side=_other, sensitive=True, label=gettext_noop("Recognize mappings of data dictionaries"))
END = Permission("dictionary:end", KEEPERS, side=_either, sensitive=True, label=gettext_noop("End the recognition of mappings"))

PERMISSIONS = (KEEP, RECOGNIZE, END)
