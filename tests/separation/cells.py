"""The URL table as cells: every address of ours with its view, its declared audience and the objects its arguments name.

An address whose view declares no audience, or whose argument no object of the stage stands for, has no row: the build fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

OURS = ("web", "accounts", "catalog", "exchange", "kernel")
# what is not a view of ours, or serves everybody the same and takes no id
OUTSIDE = {"healthz", "readyz", "metrics", "api.schema", "api.docs", "oauth.token"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One address: its URL name, view class, audience and argument names."""

    name: str
    view: Any
    audience: str
    arguments: tuple[str, ...]

    @property
    def api(self) -> bool:
        return self.name.startswith("api.") or self.name == "log.entries"

    def url(self, stage: dict[str, Any]) -> str:
        return reverse(self.name, kwargs={name: stage[f"{self.name}:{name}"] if f"{self.name}:{name}" in stage else stage[name] for name in self.arguments})

    @property
    def methods(self) -> list[str]:
        return [method for method in ("get", "post", "put", "patch", "delete") if hasattr(self.view, method)]


def cells() -> list[Cell]:
    found = []
    for pattern in _patterns(get_resolver().url_patterns):
        view = getattr(pattern.callback, "view_class", getattr(pattern.callback, "cls", None))
        if view is None or view.__module__.split(".")[0] not in OURS or not pattern.name or pattern.name in OUTSIDE:
            continue
        found.append(Cell(pattern.name, view, getattr(view, "audience", ""), tuple(pattern.pattern.converters)))
    return found


def _patterns(rows: list[Any]) -> Iterator[URLPattern]:
    for row in rows:
        if isinstance(row, URLResolver):
            if row.namespace not in ("admin", "web") and row.app_name not in ("admin", "web"):
                yield from _patterns(row.url_patterns)
        else:
            yield row
