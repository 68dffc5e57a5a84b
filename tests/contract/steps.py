"""Calls that lead on from one another: what is known after each, and bodies that are worked out from it, signatures among them.

A body that comes out as None says that the row or the caller does not fit.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from accounts.models import Organization, ServiceProvider
from catalog.models import Opinion
from catalog.opinion import signing as opinion
from exchange.determination.statement import text as statement
from exchange.rules import signing
from kernel import clock
from kernel.actor import Actor
from seeds.sample.load import WITH_KEYS
from seeds.sample.people import PAPER

SCAN = PAPER.encode()
PDF, PLAIN, BYTES = (("Content-Type", "application/pdf"),), (("Content-Type", "text/plain"),), (("Content-Type", "application/octet-stream"), ("Upload-Offset", "0"))
PARTICULARS = ("name_zh", "name_en", "country", "uscc", "foreign_register", "foreign_number", "in_beijing", "ciio", "roles_wanted")


@dataclass(frozen=True, slots=True)
class Known:
    """What the calls so far have fixed: ids by the names that addresses give them, the last answer, and the sample's signing keys."""

    keys: Path
    ids: dict[str, str] = field(default_factory=dict)
    answer: Any = None

    def told(self, ids_: dict[str, str], answer: Any, following: str) -> Known:
        """An id in the answer that is new is the one that the next address asks for and nobody named yet; else what it says by that name."""
        known = {**self.ids, **ids_}
        said = answer if isinstance(answer, dict) else {}
        asked = [name for name in re.findall(r"{(\w+)}", following) if name not in known]
        new = said.get("id") not in (None, *known.values())
        made = said["id"] if new else said.get(asked[-1]) if asked else None
        if asked == ["agreement"] and "trade_request" in known:  # a deal has one id from the request on
            made = known["trade_request"]
        return replace(self, ids=known | ({asked[-1]: str(made)} if asked and made is not None else {}), answer=answer)


Body = Callable[[Known, str, Actor], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One call: a JSON body, bytes, none (an empty text), or one worked out from what is known, the caller's name and the actor.
    `by` names callers where the view's permission does not tell who fits; `ids` are given values of its address."""

    operation: str
    body: Any | Body = ""
    query: tuple[tuple[str, str], ...] | Callable[[Actor], tuple[tuple[str, str], ...]] = ()
    headers: tuple[tuple[str, str], ...] = ()
    by: tuple[str, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()


def _private(known: Known, caller: str) -> tuple[str, Ed25519PrivateKey] | None:
    """The id and the half to sign with, of the key that the sample keeps for this caller's organization."""
    name = {"demo-provider-owner": "demo-provider"}.get(caller, caller)
    if name not in WITH_KEYS:
        return None
    private: Any = load_pem_private_key((known.keys / f"{name}.pem").read_bytes(), None)
    return (known.keys / f"{name}.id").read_text().strip(), private


def _signed(private: Ed25519PrivateKey, text: bytes) -> str:
    return base64.b64encode(private.sign(text)).decode()


def agreement_signed(known: Known, caller: str, actor: Actor) -> Any:
    found = _private(known, caller)
    side = "consumer" if str(actor.organization) == known.answer["consumer"]["id"] else "provider"
    return found and {"key": found[0], "signature": _signed(found[1], known.answer["to_sign"][side].encode())}


def statement_signed(known: Known, caller: str, actor: Actor) -> Any:
    found, today = _private(known, caller), clock.today()
    if found is None:
        return None
    signature = _signed(found[1], statement(str(actor.organization), today.year, today, 10, 0).encode())
    return {"ordinary": 10, "sensitive": 0, "as_of": today.isoformat(), "key": found[0], "signature": signature}


def new_key(known: Known, caller: str, actor: Actor) -> Any:
    private = Ed25519PrivateKey.generate()
    public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    return {"name": "signing machine", "public_key": public, "signature": _signed(private, signing.possession(str(actor.organization), public))}


def particulars(known: Known, caller: str, actor: Actor) -> Any:
    return {name: known.answer[name] for name in PARTICULARS}


def registration(known: Known, caller: str, actor: Actor) -> Any:
    """A verified member that is not on the register of service providers."""
    free = Organization.objects.filter(kind="member", state="verified").exclude(registrations__state="in_force").order_by("created").values_list("pk", flat=True)[0]
    return {"organization": str(free), "kinds": ["law"], "evidence": "S 3", "until": day(30)}


def opinion_asked(known: Known, caller: str, actor: Actor) -> Any:
    return {"service_provider": str(ServiceProvider.objects.get(state="in_force").pk), "kind": "law", "request": "Look at the rights."}


def opinion_signed(known: Known, caller: str, actor: Actor) -> Any:
    found = _private(known, caller)
    row = Opinion.objects.filter(state="asked", author__organization=actor.organization).select_related("author").first()
    if found is None or row is None:
        return None
    row.conclusion, row.assurance, row.statement_zh, row.statement_en, row.valid_until = "unqualified", "limited", "完整。", "Complete.", clock.today() + timedelta(days=30)
    said = {"conclusion": row.conclusion, "assurance": row.assurance, "statement_zh": row.statement_zh, "statement_en": row.statement_en, "valid_until": row.valid_until.isoformat()}
    return said | {"key": found[0], "signature": _signed(found[1], opinion.line(row, opinion.digest(row)))}


def members(number: int) -> list[str]:
    return [str(pk) for pk in Organization.objects.filter(kind="member", state="verified").order_by("created").values_list("pk", flat=True)[:number]]


def first(name: str, **more: Any) -> Body:
    """`name` is the id of the first item in the answer's list."""
    return lambda known, caller, actor: {name: known.answer["items"][0]["id"], **more} if known.answer["items"] else None


def first_line(known: Known, caller: str, actor: Actor) -> Any:
    return {"lines": [{"term": known.answer["items"][0]["term"], "target": None}]}


def unmapped_field(known: Known, caller: str, actor: Actor) -> Any:
    """The likeliest definition for some field: refused where it is mapped so already, so another dataset is tried."""
    found = next((one for one in known.answer["items"] if one["matches"]), None)
    return found and {"fields": {found["field"]: found["matches"][0]["element"]}}


def etag(known: Known) -> Any:
    return (known.answer["working"] or {}).get("etag")


def day(days: int = 0) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()
