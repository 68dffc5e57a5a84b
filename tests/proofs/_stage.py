"""The stage of a proof, set by real acts in this process: a provider and buyers with clients and keys, one listed dataset."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from accounts.client import use_cases as clients
from catalog.models import Dataset, Offer
from exchange.agreement import use_cases as agreements
from exchange.rules import signing
from kernel.actor import Actor
from kernel.money import Money
from tests import cast
from tests.cast import Party
from tests.factories.catalog import CONTENT, dataset_listed, offer_of
from tests.factories.money import paid_in
from tests.factories.trade import FORM
from tests.proofs._player import Machine, Pair, Signer

SECRET = "only-for-proofs"
FORM_BY_API: dict[str, Any] = FORM | {"count": 1}


def parties() -> tuple[Party, Party, Party]:
    """Operator, provider and buyer."""
    operator = cast.make_operator()
    return operator, cast.make_provider(operator), cast.make_consumer(operator)


def buyers(operator: Party, number: int) -> list[Party]:
    """Further verified buyers, each an organization of its own."""
    found = []
    for index in range(number):
        said = cast.Particulars("", f"Buyer {index} Pte. Ltd.", "SG", foreign_register="ACRA", foreign_number=f"PROOF{index:05}", ciio="no", roles_wanted=("buyer",))
        found.append(cast.founded(f"buyer-{index}", said, operator))
    return found


def machine(base: str, actor: Actor, name: str, seed: int) -> Machine:
    """An API client of this person with every scope they can give."""
    clients.create(actor, name, clients.grantable(actor), client_id=name, secret=SECRET)
    return Machine(base, name, SECRET, seed)


def signer(owner: Actor) -> Signer:
    private = Ed25519PrivateKey.generate()
    public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    proof = base64.b64encode(private.sign(signing.possession(str(owner.organization), public))).decode()
    row = agreements.register_key(owner, name="proof", public_key=public, signature=proof)
    return Signer(str(row.pk), private)


def pair(base: str, seed: int, trades: int) -> tuple[Pair, Dataset, Offer]:
    """A pair that can trade `trades` times: the buyer has paid in what that costs."""
    operator, provider, buyer = parties()
    dataset = dataset_listed(provider, operator, price_minor=1_000)
    offer = offer_of(dataset)
    paid_in(buyer, operator, Money(1_000 * trades).amount)
    found = Pair(
        machine(base, provider.owner, "proof-provider", seed), machine(base, buyer.owner, "proof-buyer", seed + 1), signer(provider.owner), signer(buyer.owner),
        str(offer.pk), hashlib.sha256(CONTENT).hexdigest(), FORM_BY_API,
    )
    return found, dataset, offer


def twin(of: Pair, base: str, seed: int) -> Pair:
    """The same two clients in another thread: own connections, own tokens."""
    return Pair(
        Machine(base, of.provider.client_id, SECRET, seed), Machine(base, of.buyer.client_id, SECRET, seed + 1), of.provider_key, of.buyer_key, of.offer, of.sha256, of.form
    )
