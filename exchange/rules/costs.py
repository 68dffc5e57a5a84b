"""Kinds of costs that a provider may state for a dataset: its own word, which nobody checks."""

from __future__ import annotations

from django.utils.translation import gettext_noop

COSTS: dict[str, str] = {
    "collection": gettext_noop("Collection"),
    "preparation": gettext_noop("Preparation"),
    "storage": gettext_noop("Storage"),
    "compliance": gettext_noop("Compliance"),
    "sales": gettext_noop("Sales"),
    "other": gettext_noop("Other costs"),
}
