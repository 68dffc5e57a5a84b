"""The context processor of the page shell: theme, languages and the parts upper floors provide, made only when a template asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from web.shell import shell_of

THEME_COOKIE = "theme"
THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    """light, dark, or empty to follow the system."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    chinese = (get_language() or "").startswith("zh")
    return {
        "shell": SimpleLazyObject(lambda: shell_of(request)),
        "theme": theme_of(request),
        "page_language": "zh-Hans" if chinese else "en",
        "this_page": request.get_full_path() if request.method in {"GET", "HEAD"} else request.path,
    }
