"""Response headers every page needs beside the content security policy.

Pages differ by htmx header and by theme cookie, so caches must know; pages of a signed-in person are stored nowhere. The registers
(`/console/`) run a theme that evaluates expressions: their pages alone get the looser policy of settings.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers

PERMISSIONS = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()"


class PageHeaders:
    """Adds to HTML answers; files and API answers set their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie", "HX-Request"])
            user = getattr(request, "user", None)
            if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
                patch_cache_control(response, private=True, no_store=True)
            match = request.resolver_match
            if match and match.app_names[:1] == ["admin"]:
                response._csp_replace = settings.CONSOLE_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]  # read by django-csp
        return response
