"""Machines that trade over the REST API like any integrator: tokens, idempotency keys, retries, own signing keys.

A call that got no answer, or 409 in flight, 429 or 5xx, is sent again with the same key until it is answered: what then came
back was acknowledged, and is written down for the reckoning afterwards.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import urllib3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PATIENCE = 240.0
AGAIN = frozenset({429, 500, 502, 503, 504})


class Unanswered(RuntimeError):
    """No answer within PATIENCE seconds."""


@dataclass
class Answered:
    status: int
    body: Any
    headers: Any

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


@dataclass
class Machine:
    """One API client. `base` is http://host:port; answers with a status in AGAIN are counted in `interrupted`."""

    base: str
    client_id: str
    secret: str
    seed: int = 0
    token: str = ""
    renew: float = 0.0
    interrupted: int = 0
    server_errors: int = 0
    pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(maxsize=32, retries=False, timeout=urllib3.Timeout(connect=3, read=30)))

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def sign_in(self) -> None:
        basic = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
        answer = self._until_answered("POST", "/oauth/token", headers, b"grant_type=client_credentials")
        if not answer.ok:
            raise RuntimeError(f"no token for {self.client_id}: {answer.status} {answer.body}")
        # well before it ends: a play may last longer than a token
        self.token, self.renew = answer.body["access_token"], time.monotonic() + answer.body["expires_in"] / 2

    def get(self, path: str, **headers: str) -> Answered:
        return self._until_answered("GET", path, self._bearer() | headers, None)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Answered:
        headers = self._bearer() | {"Content-Type": "application/json", "Idempotency-Key": key or str(uuid.uuid4())}
        return self._until_answered("POST", path, headers, json.dumps(body or {}).encode())

    def put(self, path: str, body: Any = None) -> Answered:
        headers = self._bearer() | {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        return self._until_answered("PUT", path, headers, json.dumps(body or {}).encode())

    def put_lines(self, path: str, lines: bytes) -> Answered:
        """Lines of text as they are, which no key can make safe to send twice: the set keeps each line once anyway."""
        return self._until_answered("PUT", path, self._bearer() | {"Content-Type": "text/plain"}, lines)

    def must(self, path: str, body: Any = None) -> Any:
        """A post that has to succeed: its body. Errors: AssertionError with the problem."""
        answer = self.post(path, body)
        if not answer.ok:
            raise AssertionError(f"POST {path}: {answer.status} {answer.body}")
        return answer.body

    def _bearer(self) -> dict[str, str]:
        if not self.token or time.monotonic() > self.renew:
            self.sign_in()
        return {"Authorization": f"Bearer {self.token}"}

    def _until_answered(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answered:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                raw = self.pool.request(method, self.base + path, headers=headers, body=body)
            except urllib3.exceptions.HTTPError:
                self.interrupted += 1
                time.sleep(0.05 + self.dice.random() * 0.25)
                continue
            answer = Answered(raw.status, _parsed(raw), raw.headers)
            if answer.status == 500:
                self.server_errors += 1
            in_flight = answer.status == 409 and isinstance(answer.body, dict) and answer.body.get("code") == "idempotency_key_in_flight"
            if answer.status not in AGAIN and not in_flight:
                return answer
            self.interrupted += 1
            time.sleep(0.05 + self.dice.random() * 0.2)
        raise Unanswered(f"{method} {path}")


def _parsed(raw: Any) -> Any:
    if "json" in raw.headers.get("Content-Type", ""):
        return json.loads(raw.data)
    return raw.data


@dataclass
class Signer:
    """A registered signing key of an organization and its secret half."""

    key: str
    private: Ed25519PrivateKey

    def over(self, text: str) -> str:
        return base64.b64encode(self.private.sign(text.encode())).decode()


@dataclass
class Pair:
    """A provider and a buyer, each a machine with its own key, and the offer they trade under."""

    provider: Machine
    buyer: Machine
    provider_key: Signer
    buyer_key: Signer
    offer: str
    sha256: str
    form: dict[str, Any]

    def trade(self) -> dict[str, Any]:
        """One whole trade; returns the ids of what was acknowledged."""
        deal = self.buyer.must("/api/v1/trade-requests", {"offer": self.offer, **self.form})["id"]
        self.provider.must(f"/api/v1/trade-requests/{deal}/propose")
        self.buyer.must(f"/api/v1/trade-requests/{deal}/accept")
        to_sign = self.buyer.get(f"/api/v1/agreements/{deal}").body["to_sign"]
        self.provider.must(f"/api/v1/agreements/{deal}/sign", {"key": self.provider_key.key, "signature": self.provider_key.over(to_sign["provider"])})
        self.buyer.must(f"/api/v1/agreements/{deal}/sign", {"key": self.buyer_key.key, "signature": self.buyer_key.over(to_sign["consumer"])})
        self.buyer.must(f"/api/v1/agreements/{deal}/fund")
        transfer = self.buyer.must("/api/v1/transfers", {"agreement": deal, "start": True})["id"]
        content = self.buyer.get(f"/api/v1/transfers/{transfer}/content")
        if hashlib.sha256(content.body).hexdigest() != self.sha256:
            raise AssertionError(f"delivery of {deal}: {content.status}, other bytes than agreed")
        self.buyer.must(f"/api/v1/transfers/{transfer}/accept")
        return {"deal": deal, "transfer": transfer}
