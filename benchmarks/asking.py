"""A trade request by API beside a bare POST, in one run: CPU of web process and wall time, through the WSGI application itself.

The floor writes an idempotency key, a trade, an event and an outbox row in one commit and answers; ours also asks for permission, holds,
the law and the offer, opens a turn and keeps the answer. BENCH_REQUESTS sets how many of each are measured in a round.
"""

from __future__ import annotations

import base64
import io
import json
import os
import statistics
import time
import uuid
from collections.abc import Callable
from typing import Any

import psycopg

REQUESTS = int(os.environ.get("BENCH_REQUESTS", "200"))
ROUNDS = 5
FLOOR = 0.5


def run(services: Any) -> int:
    """Print the figures; 0 if the floor was kept (ours at half the bare rate or more)."""
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks._asking_bare"
    from benchmarks._asking_bare import NAMES, TABLES

    role = psycopg.conninfo.conninfo_to_dict(services.env["DATABASE_URL"]).get("user", "") or settings.DATABASES["default"]["USER"]
    with psycopg.connect(services.env["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(TABLES)  # type: ignore[call-overload]
        for name in NAMES:
            owner.execute(f'grant select, insert on {name} to "{role}"')  # type: ignore[call-overload]
    call, body, token = _stage()
    bare = _sender(call, "/bench/bare", {"offer": body["offer"], "purpose": body["purpose"]}, token)
    ours = _sender(call, "/api/v1/trade-requests", body, token)
    for warm in (bare, ours):
        _round(warm, 20)
    ratios, figures = [], []
    for _ in range(ROUNDS):
        (bare_cpu, bare_wall), (our_cpu, our_wall) = _round(bare, REQUESTS), _round(ours, REQUESTS)
        ratios.append(bare_wall / our_wall)
        figures.append((bare_cpu, our_cpu, bare_wall, our_wall))
    middle = [statistics.median(column) for column in zip(*figures, strict=True)]
    ratio = statistics.median(ratios)
    print(f"asking: {REQUESTS} requests a round, {ROUNDS} rounds, medians")
    print(f"  bare POST      {middle[0]:6.2f} ms CPU   {middle[2]:6.2f} ms in all")
    print(f"  trade request  {middle[1]:6.2f} ms CPU   {middle[3]:6.2f} ms in all   rate {ratio:.2f} of the bare POST's  (floor {FLOOR})")
    return 0 if ratio >= FLOOR else 1


def _stage() -> tuple[Callable[..., Any], dict[str, Any], str]:
    """One buyer with a token and an offer without limit."""
    from django.core.wsgi import get_wsgi_application

    from tests.proofs import _stage as stage

    operator, provider, buyer = stage.parties()
    offer = stage.offer_of(stage.dataset_listed(provider, operator, price_minor=1_000))
    client = stage.machine("", buyer.trader, "bench-buyer", 1)
    application = get_wsgi_application()
    answer = _call(application, "/oauth/token", b"grant_type=client_credentials", "application/x-www-form-urlencoded", _basic(client.client_id, client.secret))
    return application, {"offer": str(offer.pk), **stage.FORM_BY_API}, json.loads(answer)["access_token"]


def _basic(name: str, secret: str) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Basic {base64.b64encode(f'{name}:{secret}'.encode()).decode()}"}


def _call(application: Callable[..., Any], path: str, body: bytes, media_type: str, headers: dict[str, str]) -> bytes:
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": path, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": media_type, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), "wsgi.url_scheme": "http", "wsgi.errors": io.StringIO(), **headers,
    }  # fmt: skip
    told: list[str] = []
    answer = application(environ, lambda status, _headers, _info=None: told.append(status))
    found = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    if not told[0].startswith("20"):
        raise SystemExit(f"asking: {path} answered {told[0]}: {found[:300]!r}")
    return found


def _sender(application: Callable[..., Any], path: str, body: dict[str, Any], token: str) -> Callable[[], bytes]:
    raw = json.dumps(body).encode()

    def send() -> bytes:
        return _call(application, path, raw, "application/json", {"HTTP_AUTHORIZATION": f"Bearer {token}", "HTTP_IDEMPOTENCY_KEY": str(uuid.uuid4())})

    return send


def _round(send: Callable[[], bytes], times: int) -> tuple[float, float]:
    """CPU and wall milliseconds per request."""
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(times):
        send()
    return (time.process_time() - cpu) * 1000 / times, (time.perf_counter() - wall) * 1000 / times
