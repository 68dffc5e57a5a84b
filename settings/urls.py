"""All addresses: every slice brings its own in a `urls.py`, mounted at the root because an address need not lie in the slice it names.

A slice's `urls.py` has `pages` and `api`, lists of paths from the root; they are found by walking the floors, so that a slice
cannot be forgotten here.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("exchange", "catalog", "accounts", "web", "kernel")


def slices() -> Iterator[URLPattern | URLResolver]:
    for floor in FLOORS:
        for file in sorted((ROOT / floor).rglob("urls.py")):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            module = import_module(name)
            if hasattr(module, "urlpatterns"):
                yield path("", include(name))
            else:
                yield from [*getattr(module, "pages", []), *getattr(module, "api", [])]


urlpatterns: list[URLPattern | URLResolver] = [
    path("console/", admin.site.urls),
    path("account/", include("allauth.urls")),
    *slices(),
]

handler400 = "web.views.bad_request"
handler403 = "web.views.forbidden"
handler404 = "web.views.not_found"
handler500 = "web.views.server_error"
