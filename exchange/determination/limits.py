"""How often one address may ask the public tool, and how much at once."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from web.limits import once_more

PER_MINUTE = 60
LARGEST = 64 * 1024


def ask(address: str) -> None:
    """One more question of this address. Errors: TooMany."""
    once_more("what-if", address, PER_MINUTE, gettext_noop("At most %(most)s questions a minute."))
