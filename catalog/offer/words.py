"""An offer in words: price, what the buyer may, may not and must do. One source for pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _, ngettext

from catalog.offer.models import Offer
from catalog.offer.states import OfferState
from catalog.rules.policy import ANYWHERE, PURPOSES, Policy


def may(policy: Policy) -> list[str]:
    """What the buyer may do, a line each."""
    lines = [_(PURPOSES[purpose]) for purpose in policy.purposes if purpose in PURPOSES]
    if policy.redistribution:
        lines.append(_("Pass the data on to others"))
    return lines


def may_not(policy: Policy) -> list[str]:
    lines = [] if policy.redistribution else [_("Pass the data on to anybody")]
    return [*lines, _("Try to find a person in the data"), *([] if ANYWHERE in policy.countries else [_("Use or store it outside: %(places)s") % {"places": ", ".join(policy.countries)}])]


def must(policy: Policy) -> list[str]:
    return [
        ngettext("Stop using it after %(days)s day", "Stop using it after %(days)s days", policy.term_days) % {"days": policy.term_days},
        _("Report a security incident without delay"),
    ]


def included(policy: Policy) -> str:
    """Term and deliveries in a line."""
    days = ngettext("%(days)s day", "%(days)s days", policy.term_days) % {"days": policy.term_days}
    if policy.count is None:
        return _("%(term)s, any number of deliveries") % {"term": days}
    deliveries = ngettext("%(count)s delivery", "%(count)s deliveries", policy.count) % {"count": policy.count}
    return _("%(term)s, %(deliveries)s") % {"term": days, "deliveries": deliveries}


def places_left(offer: Offer, held: int) -> int | None:
    return None if offer.quantity is None else max(offer.quantity - held, 0)


def offer_card(offer: Offer, held: int) -> dict[str, Any]:
    """What the pages show of an offer; `held` is how many places are taken; `left` None is without limit."""
    policy = offer.terms
    left = places_left(offer, held)
    notes = [included(policy)]
    if offer.exclusive:
        notes.append(_("Exclusive: taken") if left == 0 else _("Exclusive: one buyer only"))
    elif left is not None:
        notes.append(_("Taken: no place is left") if left == 0 else ngettext("%(left)s place left", "%(left)s places left", left) % {"left": left})
    return {
        "offer": offer,
        "id": offer.pk,
        "name": offer.name,
        "free": offer.price_minor == 0,
        "price_minor": offer.price_minor,
        "currency": offer.currency,
        "open": offer.state == OfferState.OPEN,
        "left": left,
        "taken": left == 0,
        "note": " · ".join(notes),
        "may": may(policy),
        "may_not": may_not(policy),
        "must": must(policy),
    }
