"""How many open files one address may fetch."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from web.limits import once_more

PER_MINUTE = 30


def fetch(address: str) -> None:
    """One more file to this address. Errors: TooMany."""
    once_more("open-lane", address, PER_MINUTE, gettext_noop("At most %(most)s files a minute."))
