"""From where a file is read: as the trusted proxy tells it, and as whoever asks says itself. What follows from it is judged by the rules."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from exchange.rules.places import CODES

HIDDEN = "??"
BY_TERMS = "terms"
"""What the record says where the place is not known: then the places the terms declare decide."""


def read_from(request: HttpRequest, stated: str = "") -> tuple[str, ...]:
    """ISO codes of the known places, each once; none where neither is told. What the proxy says and no code is, such as an anonymizing
    network or two countries at once, is HIDDEN: told, but not known."""
    told = request.headers.get(settings.COUNTRY_HEADER, "").strip().upper() if settings.COUNTRY_HEADER else ""
    known = {code for one in (told, stated) if (code := one.strip().upper()) in CODES}
    return tuple(sorted(known | ({HIDDEN} if told and told not in CODES else set())))


def as_recorded(places: tuple[str, ...]) -> str:
    return " ".join(places) or BY_TERMS
