"""Needs and answers in words: states, and a budget as its reader may see it."""

from __future__ import annotations

from django.utils.translation import gettext as _, gettext_noop

from catalog.need.models import Need
from catalog.need.states import NeedState
from kernel.actor import Actor

NEEDS: dict[str, tuple[str, str]] = {
    "open": ("now", gettext_noop("Open")),
    "met": ("done", gettext_noop("Met")),
    "closed": ("idle", gettext_noop("Closed")),
    "expired": ("idle", gettext_noop("Over")),
    "taken_down": ("stop", gettext_noop("Taken down")),
}
ANSWERS: dict[str, tuple[str, str]] = {
    "given": ("wait", gettext_noop("Waits for the buyer")),
    "withdrawn": ("idle", gettext_noop("Taken back")),
    "declined": ("stop", gettext_noop("Declined")),
    "accepted": ("done", gettext_noop("Answer accepted")),
    "lapsed": ("idle", gettext_noop("Lapsed with the need")),
}


def badge(names: dict[str, tuple[str, str]], state: str) -> tuple[str, str]:
    look, word = names[state]
    return look, _(word)


def state_seen(actor: Actor, need: Need) -> str:
    """That somebody's answer was accepted is between the two and the exchange: to others the need is closed."""
    hidden = need.state == NeedState.MET and actor.organization != need.buyer_id and not actor.jurisdiction
    return str(NeedState.CLOSED) if hidden else need.state


def budget_seen(actor: Actor, need: Need) -> bool:
    """The buyer sees its own, others what it shows."""
    return need.budget_shown or actor.organization == need.buyer_id


def budget(actor: Actor, need: Need) -> str:
    if not budget_seen(actor, need):
        return ""
    if need.low and need.high:
        return f"{need.low.amount} – {need.high}"
    if need.high:
        return _("up to %(amount)s") % {"amount": need.high}
    return _("from %(amount)s") % {"amount": need.low} if need.low else ""
