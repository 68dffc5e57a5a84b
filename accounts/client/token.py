"""POST /oauth/token: client credentials and nothing else, with a limit on failed attempts for each address and client."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from oauth2_provider.views import TokenView
from redis import RedisError

FAILURES = 20
WINDOW = 300


class Token(TokenView):
    audience = "public"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        grant = request.POST.get("grant_type", "")
        if grant != "client_credentials":
            return _refused("unsupported_grant_type" if grant else "invalid_request", "Only grant_type=client_credentials is served here.", 400)
        key = _key(request)
        if _failures(key) >= FAILURES:
            response = _refused("temporarily_unavailable", "Too many failed attempts. Try again later.", 429)
            response["Retry-After"] = str(WINDOW)
            return response
        try:
            answer: HttpResponse = super().post(request, *args, **kwargs)
        except (ValueError, DataError):  # bytes that no client id can hold
            return _refused("invalid_request", "The request could not be read.", 400)
        if answer.status_code == 401:
            _count(key)
        return answer


def _refused(error: str, description: str, status: int) -> JsonResponse:
    """An answer in the form of RFC 6749, section 5.2."""
    return JsonResponse({"error": error, "error_description": description}, status=status)


def _key(request: HttpRequest) -> str:
    who = f"{get_adapter(request).get_client_ip(request)} {request.POST.get('client_id', '')} {request.headers.get('Authorization', '')[:40]}"
    return f"token-failures:{hashlib.sha256(who.encode()).hexdigest()}"


def _failures(key: str) -> int:
    """A cache that is away limits nobody: the secrets have 128 random characters."""
    try:
        return int(cache.get(key, 0))
    except RedisError:
        return 0


def _count(key: str) -> None:
    try:
        cache.add(key, 0, WINDOW)
        cache.incr(key)
    except (RedisError, ValueError):  # away, or run out between the two
        return
