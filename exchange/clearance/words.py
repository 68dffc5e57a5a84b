"""States, lanes and stored reasons in words, for pages and lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_noop

from exchange.clearance.states import Declared, State
from exchange.rules.lanes import Lane
from kernel.decision import Say

CLEARANCES: dict[str, tuple[str, str]] = {
    State.ISSUED: ("done", gettext_noop("In force")),
    State.SUSPENDED: ("hold", gettext_noop("Suspended")),
    State.REVOKED: ("stop", gettext_noop("Revoked")),
    State.EXPIRED: ("idle", gettext_noop("Period over")),
    State.EXHAUSTED: ("idle", gettext_noop("Deal ended")),
}
DECLARATIONS: dict[str, tuple[str, str]] = {
    Declared.DECLARED: ("now", gettext_noop("Declared")),
    Declared.HELD: ("wait", gettext_noop("Waits for a person")),
    Declared.RELEASED: ("now", gettext_noop("Released")),
    Declared.REFUSED: ("stop", gettext_noop("Refused")),
    Declared.DELIVERED: ("done", gettext_noop("Delivered")),
    Declared.CANCELLED: ("idle", gettext_noop("Cancelled")),
}
LANES: dict[str, tuple[str, str]] = {
    Lane.GREEN: ("done", gettext_noop("Green")),
    Lane.YELLOW: ("wait", gettext_noop("Yellow")),
    Lane.RED: ("stop", gettext_noop("Red")),
}
def badge(table: Mapping[str, tuple[str, str]], value: str) -> tuple[str, str]:
    look, words = table[value]
    return look, _(words)


def stored(text: dict[str, Any]) -> str:
    """A message kept as data, in the reader's language."""
    return str(Say(text["msgid"], text["values"]))

