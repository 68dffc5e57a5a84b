"""Encumbrances in words, for pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_noop

from catalog.rights.models import Encumbrance
from catalog.rules.encumbrance import KINDS, LICENCE
from catalog.rules.policy import PURPOSES

STATES: Mapping[str, tuple[str, str]] = {
    "standing": ("hold", gettext_noop("Stands")), "released": ("idle", gettext_noop("Released")), "expired": ("idle", gettext_noop("Expired")),
}  # fmt: skip


def line(row: Encumbrance) -> dict[str, Any]:
    mark, label = STATES[row.state]
    field = "; ".join(_(PURPOSES[code]) for code in row.purposes) or _("every field")
    return {"row": row, "state": (mark, _(label)), "kind": _(KINDS[row.kind]), "field": field if row.kind == LICENCE else ""}
