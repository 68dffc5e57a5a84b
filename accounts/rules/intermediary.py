"""Service providers of the exchange: what they may be registered for, and for how long."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_noop

KINDS: dict[str, str] = {
    "assessment": gettext_noop("Assessment of data: quality, value, compliance"),
    "law": gettext_noop("Legal service"),
    "broker": gettext_noop("Brokerage"),
}
LONGEST = timedelta(days=1_096)
"""A registration is looked at anew after three years at most."""
