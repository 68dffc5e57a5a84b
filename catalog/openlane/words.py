"""What pages say of applications for open data."""

from __future__ import annotations

from django.utils.translation import gettext as _, gettext_noop

BADGES: dict[str, tuple[str, str]] = {
    "applied": ("wait", gettext_noop("To decide")),
    "admitted": ("done", gettext_noop("Admitted")),
    "refused": ("stop", gettext_noop("Refused")),
    "ended": ("idle", gettext_noop("Ended")),
}


def badge(state: str) -> tuple[str, str]:
    mark, label = BADGES[state]
    return mark, _(label)
