"""What the operator's registers of lists and of common control share: who reads them, and the page on which a second person decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from exchange.determination.list_words import Badge
from kernel.permissions import Permission, allowed
from web.pages import Page
from web.shapes import Effect


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a second person: from which states, by whom, and what a reader is told of it before."""

    label: str
    permission: Permission
    run: Callable[..., Any]
    states: tuple[str, ...]
    bold: str
    text: str
    icon: str
    danger: bool = False


def decide_page(page: Page, row: Any, step: Step, *, facts: Sequence[tuple[str, Any]], badge: Badge, back: str) -> HttpResponse:
    """What the act does, and the button, or why it is not there."""
    title = _(step.label)
    context = {
        "title": title, "facts": facts, "badge": badge, "effects": [Effect(_(step.bold), _(step.text), step.icon)], "danger": step.danger,
        "possible": row.state in step.states, "able": allowed(page.actor, step.permission, row).permitted, "back_url": back,
    }  # fmt: skip
    return page.show("exchange/determination/decide.html", context)
