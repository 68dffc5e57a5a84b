"""POST /oauth/token: the toolkit's endpoint, with a limit on failed attempts for each client and address."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from oauth2_provider.views import TokenView

FAILURES = 20
WINDOW = 300


class Token(TokenView):
    audience = "public"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = f"token-failures:{request.META.get('REMOTE_ADDR', '')}"
        if _count(key) >= FAILURES:
            response = JsonResponse({"error": "temporarily_unavailable", "error_description": "Too many failed attempts from this address."}, status=429)
            response["Retry-After"] = str(WINDOW)
            return response
        answer: HttpResponse = super().post(request, *args, **kwargs)
        if answer.status_code == 401:
            _add(key)
        return answer


def _count(key: str) -> int:
    """Failures so far; a cache that is away limits nobody: the secrets have 128 random characters."""
    try:
        return int(cache.get(key, 0))
    except OSError:
        return 0


def _add(key: str) -> None:
    try:
        cache.add(key, 0, WINDOW)
        cache.incr(key)
    except (OSError, ValueError):
        return
