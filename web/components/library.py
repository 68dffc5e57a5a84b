"""The one tag library all component modules register with, and the states they share."""

from __future__ import annotations

from django import template

register = template.Library()

STATE_ICONS: dict[str, str] = {"done": "check", "now": "dot", "wait": "glass", "stop": "stop", "hold": "snow", "idle": "dash"}


def state_of(value: object) -> str:
    """The state's name, checked: a misspelt state must fail in a test, not turn gray on a page."""
    name = str(value)
    if name not in STATE_ICONS:
        raise template.TemplateSyntaxError(f"unknown state {name!r}; use one of {', '.join(STATE_ICONS)}")
    return name
