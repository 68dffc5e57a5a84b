"""Words and rows that the pages on shared definitions show."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from catalog.dataset.choices import FIELD_TYPES
from catalog.element.models import ElementVersion
from catalog.element.states import ElementState


def badge(state: str) -> tuple[str, str]:
    return {
        ElementState.DRAFT: ("wait", _("Proposed")), ElementState.CURRENT: ("done", _("Current")), ElementState.SUPERSEDED: ("idle", _("Superseded")),
        ElementState.RETIRED: ("hold", _("Retired")), ElementState.REFUSED: ("stop", _("Refused")),
    }[ElementState(state)]  # fmt: skip


def described(version: ElementVersion) -> list[tuple[str, Any]]:
    """A version as rows of a description list."""
    rows: list[tuple[str, Any]] = [
        (_("Name in Chinese"), version.name_zh), (_("Name in English"), version.name_en), (_("Definition in Chinese"), version.definition_zh),
        (_("Definition in English"), version.definition_en), (_("Type"), _(FIELD_TYPES[version.type])),
    ]  # fmt: skip
    rows += [(label, value) for label, value in ((_("Unit"), version.unit), (_("Source"), version.source)) if value]
    return rows
