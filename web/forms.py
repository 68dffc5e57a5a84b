"""What forms of every slice may use: choice cards and native date inputs. Rendering lives in `web/components/forms.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Card:
    """A choice's label with a line under it and a value at its right: `("room", Card(_("Query room"), _("..."), "¥320,000"))`."""

    title: str | Promise
    note: str | Promise = ""
    aside: str | Promise = ""

    def __str__(self) -> str:
        return str(self.title)


class DateInput(forms.DateInput):
    """A day, with the browser's own picker; always exchanged as 2026-09-16."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """A day and minute in the page's time zone, with the browser's own picker."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")
