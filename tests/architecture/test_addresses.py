"""Every address names who may come in and which permission each unsafe method asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from settings.permissions import permissions

OURS = ("kernel.", "web.", "accounts.", "catalog.", "exchange.")
UNSAFE = ("post", "put", "patch", "delete")


def addresses(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address, getattr(pattern.callback, "view_class", getattr(pattern.callback, "cls", pattern.callback))


def ours() -> list[tuple[str, Any]]:
    return [(address, view) for address, view in addresses(get_resolver().url_patterns) if view.__module__.startswith(OURS)]


def test_every_view_names_its_audience() -> None:
    wrong = [f"{address} ({view.__module__}.{view.__name__})" for address, view in ours() if isinstance(view, type) and not getattr(view, "audience", "")]
    assert not wrong, "\n".join(wrong)


def test_every_unsafe_method_names_its_permission() -> None:
    known = permissions()
    wrong = []
    for address, view in ours():
        declared = {method: str(permission) for method, permission in getattr(view, "permissions", {}).items()}
        wrong += [f"{address} {method}: no such permission {name}" for method, name in declared.items() if name and name not in known]
        if not isinstance(view, type) or getattr(view, "audience", "") in {"public", "demo"}:
            continue
        wrong += [f"{address} {method}: names no permission" for method in UNSAFE if hasattr(view, method) and method not in declared]
    assert not wrong, "\n".join(wrong)
