"""What the page shell shows around every page, and who tells it.

The shell knows no organization and no deal. Upper floors give its parts: `settings.SHELL_PROVIDERS` names functions that take the
request and return fields of `Shell`; lists are joined in order, other fields are taken from the last one that gives them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from web.shapes import Link

SHOWN = 6
"""Entries of the navigation that stand beside the tools on a wide screen."""
Provider = Callable[[HttpRequest], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class RoleStrip:
    """The sample exchange's strip: change the role without typing a login, move the clock. `roles` post to their address."""

    roles: list[Link]
    now: datetime | None = None
    clock_url: str = ""
    links: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Shell:
    """`organizations` are those the person may act for; `account` the person's own pages; `footer` groups by label."""

    nav: list[Link] = field(default_factory=list)
    organization: str = ""
    organization_url: str = ""
    organizations: list[Link] = field(default_factory=list)
    account: list[Link] = field(default_factory=list)
    todo: int = 0
    todo_url: str = ""
    strip: RoleStrip | None = None
    footer: list[tuple[str, list[Link]]] = field(default_factory=list)

    @property
    def more(self) -> list[Link]:
        """The entries behind "More" on a wide screen, where they do not all fit beside the tools."""
        return self.nav[SHOWN:] if len(self.nav) > SHOWN + 1 else []


@lru_cache(maxsize=1)
def _providers(names: tuple[str, ...]) -> tuple[Provider, ...]:
    return tuple(import_string(name) for name in names)


def shell_of(request: HttpRequest) -> Shell:
    """The shell's data for this request; the address of the page marks its entry in the navigation."""
    shell = Shell()
    for provider in _providers(tuple(settings.SHELL_PROVIDERS)):
        for name, value in provider(request).items():
            if isinstance(value, list):
                getattr(shell, name).extend(value)
            else:
                setattr(shell, name, value)
    shell.nav = _marked(shell.nav, request.path)
    return shell


def _marked(links: list[Link], path: str) -> list[Link]:
    """One entry is current: the one whose address is the page's own or the nearest above it, the root only on itself."""
    found = [link.url for link in links if path == link.url or (link.url.count("/") > 1 and link.url.endswith("/") and path.startswith(link.url))]
    here = max(found, key=len, default="")
    return [dataclasses.replace(link, current=link.current or link.url == here != "") for link in links]
