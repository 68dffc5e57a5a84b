"""`/healthz` says that the process answers; `/readyz` asks each part and names the one that fails; `/metrics` is Prometheus.

Readiness shows slow sealing and failing readers, because an outbox that only grows is the first sign of a dead worker.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import redis
from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from kernel.models import Outbox
from kernel.readers import backlog

SLOW = timedelta(seconds=60)


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return "ok"


def _valkey() -> str:
    redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1).ping()
    return "ok"


def _files() -> str:
    storages["blobs"].exists("readiness")
    return "ok"


def _outbox() -> str:
    """The oldest event that waits for a reader; older than a minute means that no worker does its work."""
    row = Outbox.objects.order_by("event_id").select_related("event").first()
    if row is None:
        return "ok"
    waited = datetime.now(UTC) - datetime.fromisoformat(row.event.at)
    failing = sum(counts["failing"] for counts in backlog().values())
    if failing:
        return f"{failing} rows keep failing"
    return "ok" if waited < SLOW or settings.CLOCK_MOVABLE else f"the oldest event has waited {int(waited.total_seconds())} s"


PARTS: dict[str, Callable[[], str]] = {"database": _database, "valkey": _valkey, "files": _files, "outbox": _outbox}


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when every part says ok, else 503; the body names each part's state."""
    states: dict[str, str] = {}
    for name, ask in PARTS.items():
        try:
            states[name] = ask()
        except (DatabaseError, redis.RedisError, OSError) as error:
            states[name] = f"does not answer ({type(error).__name__})"
    ok = all(state == "ok" for state in states.values())
    return JsonResponse({"ready": ok, "parts": states}, status=200 if ok else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text. With METRICS_TOKEN set it is asked for as a bearer token; without one, production answers 404."""
    token: str = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and not hmac.compare_digest(token.encode(), given.encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    if not token and not settings.DEMO:
        return HttpResponse(status=404)
    return ExportToDjangoView(request)
