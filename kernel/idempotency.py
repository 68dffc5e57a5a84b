"""Idempotency keys: the same key and body give the first answer again.

A face puts a `Ticket` around one use case. The door claims it inside the act's transaction (a failed try-lock means the
first try is still in flight) and stores the answer in that same transaction, so effect and answer cannot part. Successes
and rule refusals are stored; secrets and links never are: `keep` strips them before storing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError
from django.utils.translation import gettext_noop

from kernel.decision import Say
from kernel.errors import Conflict, Invalid
from kernel.statements import Statement

_CLAIM = Statement(
    "kernel_claim_key", "bigint, bytea",
    """select pg_try_advisory_xact_lock($1), k.digest, k.status, k.body
       from (select 1) one left join kernel_idempotencykey k on k.scope = $2""",
)
_STORE = Statement(
    "kernel_store_answer", "bytea, bytea, smallint, text, timestamptz",
    "insert into kernel_idempotencykey (scope, digest, status, body, at) values ($1, $2, $3, $4, $5)",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer as data: `body` is JSON."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


class Replay(Exception):
    """Raised by the door when the key was seen before."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("replay")
        self.answer = answer


@dataclass
class Ticket:
    """`scope` names the key's owner and route, `digest` the body; `render` turns a use case's result into the answer.

    `answer` is set when the act has run. `keep` gives what may be stored of the body."""

    scope: bytes
    digest: bytes
    render: Callable[[Any], Answer]
    keep: Callable[[Any], Any] = lambda body: body
    answer: Answer | None = None
    active: bool = True

    def claim(self) -> None:
        """Errors: Replay (seen before), Conflict (in flight), Invalid (same key, other body)."""
        lock = int.from_bytes(self.scope[:8], "big", signed=True)
        ((got_lock, digest, status, body),) = _CLAIM.rows(lock, self.scope)
        if digest is not None:
            if bytes(digest) != self.digest:
                raise Invalid(
                    Say(gettext_noop("This Idempotency-Key was used before with another body.")),
                    code="idempotency_key_reused",
                    remedy=Say(gettext_noop("Use a new key for a new request.")),
                )
            raise Replay(Answer(status, _loaded(body), {"Idempotent-Replayed": "true"}))
        if not got_lock:
            raise in_flight()

    def store(self, answer: Answer, at: datetime) -> None:
        """Errors: Conflict when another transaction stored this key first; the caller's transaction is then void."""
        self.answer = answer
        kept = json.dumps(self.keep(answer.body), cls=DjangoJSONEncoder, ensure_ascii=False)
        try:
            _STORE.run(self.scope, self.digest, answer.status, kept, at)
        except IntegrityError as error:
            self.answer = None
            raise in_flight() from error


def _loaded(body: Any) -> Any:
    return json.loads(body) if isinstance(body, str | bytes) else body


def in_flight() -> Conflict:
    return Conflict(
        Say(gettext_noop("The first request with this Idempotency-Key is still under way.")),
        code="idempotency_key_in_flight",
        remedy=Say(gettext_noop("Send the same request again in a moment.")),
    )


_current: ContextVar[Ticket | None] = ContextVar("idempotency_ticket", default=None)


@contextmanager
def ticket(given: Ticket | None) -> Iterator[None]:
    """Within this block the first door to open uses `given`."""
    token = _current.set(given)
    try:
        yield
    finally:
        _current.reset(token)


def take() -> Ticket | None:
    """The ticket for the act that now begins; taken once."""
    found = _current.get()
    if found is None or not found.active:
        return None
    found.active = False
    return found


def scope_of(*parts: object) -> bytes:
    """SHA-256 over the parts, each with its length before it so that none runs into the next."""
    body = b"".join(len(raw).to_bytes(4, "big") + raw for raw in (str(part).encode() for part in parts))
    return hashlib.sha256(body).digest()
