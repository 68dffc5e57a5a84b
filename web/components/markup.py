"""Escaping for the marks that stand on a page by the hundred: the same result as Django's, without its per-call cost.

Marks are cached by their escaped label, never by the label itself: a plain text and a safe one may be equal strings.
"""

from __future__ import annotations

from html import escape
from typing import Any

from django.utils.safestring import SafeString


def esc(value: Any) -> str:
    """Text for HTML: what is marked safe stays, all else is escaped. The answer is a plain string."""
    if hasattr(value, "__html__"):
        return str.__str__(value.__html__())
    text = str(value)
    # a lazy text shows only now whether it is safe
    return str.__str__(text) if isinstance(text, SafeString) else escape(text)
