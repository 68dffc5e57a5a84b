"""What pages say of admissions to zones."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _, gettext_noop

from catalog.rules.policy import PURPOSES

BADGES: dict[str, tuple[str, str]] = {
    "applied": ("wait", gettext_noop("To examine")),
    "admitted": ("done", gettext_noop("Admitted")),
    "refused": ("stop", gettext_noop("Refused")),
    "suspended": ("hold", gettext_noop("Suspended")),
    "ended": ("idle", gettext_noop("Ended")),
}


def badge(state: str) -> tuple[str, str]:
    mark, label = BADGES[state]
    return mark, _(label)


def purposes(codes: Iterable[str]) -> str:
    return "; ".join(_(PURPOSES[code]) for code in codes if code in PURPOSES)
