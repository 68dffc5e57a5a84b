"""Every environment variable of the exchange: read once, strictly, from one table.

The table below is what the README prints (`python -m settings.env`). A malformed value stops the start with a sentence; what a
profile does with the values lives in base, demo, test and production. Standard library only, so that run.py may read it.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PLANNED = {"options": "-c work_mem=32MB -c random_page_cost=1.1 -c jit=off"}
"""What the planner is told of every session unless its address says otherwise: disks seek fast, the hits of a common word fit in memory,
and compiling a statement costs more than any of ours gains by it."""


class Malformed(SystemExit):
    """Stops the start; its text is the sentence shown."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"settings: {sentence}")


def text(value: str) -> str:
    return value


def flag(value: str) -> bool:
    if value not in {"0", "1"}:
        raise ValueError("must be 0 or 1")
    return value == "1"


def names(value: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in value.split(",") if part.strip())
    if any(" " in name or "/" in name for name in found):
        raise ValueError("must be host names separated by commas")
    return found


def one_of(*choices: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return value

    return parse


def public_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"} or parts.query:
        raise ValueError("must look like https://host or http://host:port, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def postgres_url(value: str) -> dict[str, Any]:
    """postgresql://role:password@host:port/name?option=value -> Django's settings; host may be a socket folder in ?host=."""
    parts = urlsplit(value)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name or not parts.username:
        raise ValueError("must look like postgresql://role:password@host:port/database")
    options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    host = options.pop("host", "") or parts.hostname or ""
    port = options.pop("port", "") or (str(parts.port) if parts.port else "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "OPTIONS": options,
    }


def redis_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"redis", "rediss"} or not parts.hostname:
        raise ValueError("must look like redis://:password@host:port/0")
    return value


def email_url(value: str) -> dict[str, Any]:
    """smtp://user:password@host:port (STARTTLS) or smtps:// (TLS from the first byte)."""
    parts = urlsplit(value)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("must look like smtp://user:password@host:587 or smtps://user:password@host:465")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def encryption_keys(value: str) -> dict[str, bytes]:
    """id:base64 of 32 bytes, separated by commas; the first is the current one, the others can still be read."""
    keys: dict[str, bytes] = {}
    for part in value.split(","):
        key_id, colon, encoded = part.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not colon or not key_id.isalnum() or len(key) != 32 or key_id in keys:
            raise ValueError("must be id:base64 of 32 bytes, several separated by commas, each id once")
        keys[key_id] = key
    return keys


@dataclass(frozen=True, slots=True)
class Variable:
    """`default` is None where the profile decides whether it may be absent; `secret` values never appear in a message."""

    name: str
    parse: Callable[[str], Any]
    default: str | None
    meaning: str


VARIABLES: tuple[Variable, ...] = (
    Variable("DATABASE_URL", postgres_url, None, "PostgreSQL 18 as the application's role: `postgresql://role:password@host:port/database` (a socket folder goes into `?host=`)"),
    Variable("DATABASE_OWNER_URL", postgres_url, None, "the same database as the role that owns the tables; needed by `migrate` and `grant`, kept away from web, worker and beat"),
    Variable("DATABASE_ROLE", one_of("application", "owner"), "application", "which of the two a command uses; `manage.py` chooses `owner` for `migrate` and `grant` by itself"),
    Variable("REDIS_URL", redis_url, None, "Valkey or Redis: Celery's broker and the cache, `redis://:password@host:port/0`"),
    Variable("SECRET_KEY", text, None, "signs sessions and tokens; 50 characters or more"),
    Variable("SECRET_KEY_FALLBACKS", text, "", "former secret keys, separated by commas, still accepted while sessions run out"),
    Variable("KEY_ENCRYPTION_KEY", encryption_keys, None, "encrypts the signing keys at rest: `id:base64 of 32 bytes`, separated by commas, the first is current"),
    Variable("PUBLIC_URL", public_url, None, "the address people open, `https://host`; gives the allowed host and the links in mail"),
    Variable("ALLOWED_HOSTS", names, "", "further host names the web process answers to, separated by commas"),
    Variable("BEHIND_PROXY", flag, "0", "1 where a proxy ends TLS and sets X-Forwarded-Proto and X-Forwarded-For itself"),
    Variable("COUNTRY_HEADER", text, "", "header in which that proxy tells the visitor's country as an ISO code; reading from abroad then counts as an export; needs BEHIND_PROXY"),
    Variable("LOG_ORIGIN", text, "", "name of the transparency log in its checkpoints; the host of PUBLIC_URL if empty, never to be changed later"),
    Variable("FILES_ROOT", text, "", "folder of the data files; needed unless FILES_S3_BUCKET is given"),
    Variable("FILES_S3_BUCKET", text, "", "S3-compatible bucket of the data files (needs the extra `s3`); credentials come from the S3 client's own environment"),
    Variable("FILES_S3_ENDPOINT", text, "", "address of an S3-compatible service other than the default one"),
    Variable("EMAIL_URL", email_url, None, "`smtp://user:password@host:587`"),
    Variable("EMAIL_FROM", text, "exchange@localhost", "sender of the exchange's mail"),
    Variable("METRICS_TOKEN", text, "", "bearer token that `/metrics` asks for; without one it answers only on the machine itself"),
    Variable("LOG_LEVEL", one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "least level written to standard error"),
    Variable("DEBUG", flag, "0", "1 shows tracebacks on pages; refused in production"),
    Variable("STATE_FOLDER", text, "", "where the demo keeps its data and writes the sample's own signing keys"),
    Variable("SAMPLE_EXCHANGE", flag, "0", "1 allows the sample logins and the movable clock; refused in production"),
)


def read(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """All variables by name, parsed; None where absent without a default."""
    values: dict[str, Any] = {}
    for variable in VARIABLES:
        raw = environ.get(variable.name) or variable.default
        try:
            values[variable.name] = variable.parse(raw) if raw else (None if variable.default is None else variable.parse(""))
        except ValueError as problem:
            # the value itself may be a secret, so it is not repeated
            reason = str(problem) if str(problem).startswith("must") else "cannot be read"
            raise Malformed(f"{variable.name} {reason}.") from None
    return values


def require(values: Mapping[str, Any], *wanted: str) -> None:
    """Stop with a sentence naming all that is missing."""
    missing = [name for name in wanted if not values[name]]
    if missing:
        raise Malformed(f"{', '.join(missing)} must be set; the README's table tells what each is for.")


def table() -> str:
    """The README's table."""
    rows = [f"| `{variable.name}` | {f'`{variable.default}`' if variable.default else '–'} | {variable.meaning} |" for variable in VARIABLES]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])


if __name__ == "__main__":
    print(table())  # noqa: T201
