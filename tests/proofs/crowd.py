"""A crowd on one offer and on one key: exclusive has one winner, ten places have ten, one Idempotency-Key has one effect."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from exchange.models import Agreement, TradeRequest
from launch.services import Services
from tests.factories.catalog import dataset_listed, offer_of
from tests.factories.trade import ABROAD, ANYWHERE, EXPORT_FACTS
from tests.proofs import _stage
from tests.proofs._player import Machine, Signer

FULL_SIZE = 64
REPEATS, AT_ONCE = 100, 32


def run(seed: int, size: int, services: Services) -> int:
    services.start_web(threads=16)
    operator, provider, consumer = _stage.parties()
    crowd = _stage.buyers(operator, size)
    seller = _stage.machine(services.url, provider.owner, "proof-provider", seed)
    key = _stage.signer(provider.owner)
    machines = [_stage.machine(services.url, buyer.owner, f"proof-buyer-{index}", seed + index) for index, buyer in enumerate(crowd)]
    offers = {
        "exclusive": offer_of(dataset_listed(provider, operator, price_minor=0, exclusive=True, policy=ANYWHERE)),
        "ten": offer_of(dataset_listed(provider, operator, price_minor=0, quantity=10, policy=ANYWHERE)),
        "open": offer_of(dataset_listed(provider, operator, price_minor=0, policy=ANYWHERE)),
    }
    connection.close()
    problems = [
        *_contest("exclusive", 1, str(offers["exclusive"].pk), seller, key, machines),
        *_contest("ten places", min(10, size), str(offers["ten"].pk), seller, key, machines),
        *_one_key(_stage.machine(services.url, consumer.owner, "proof-keys", seed), str(offers["open"].pk)),
    ]
    for problem in problems:
        print(f"crowd: PROBLEM {problem}")
    return 1 if problems else 0


def _contest(name: str, places: int, offer: str, seller: Machine, key: Signer, machines: list[Machine]) -> list[str]:
    """Every buyer negotiates up to acceptance; then the provider's signatures, which decide, are sent all at once."""

    def ready(machine: Machine) -> tuple[str, str] | None:
        asked = machine.post("/api/v1/trade-requests", {"offer": offer, **_stage.FORM_BY_API, **ABROAD})
        if not asked.ok:
            return None
        deal = asked.body["id"]
        seller.must(f"/api/v1/trade-requests/{deal}/propose")
        machine.must(f"/api/v1/trade-requests/{deal}/accept")
        if not seller.put(f"/api/v1/trade-requests/{deal}/export-facts", {"facts": EXPORT_FACTS}).ok:  # its buyer sits abroad
            return None
        return deal, machine.get(f"/api/v1/agreements/{deal}").body["to_sign"]["provider"]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        deals = [deal for deal in pool.map(ready, machines) if deal]
        answers = list(pool.map(lambda deal: seller.post(f"/api/v1/agreements/{deal[0]}/sign", {"key": key.key, "signature": key.over(deal[1])}), deals))
    told = Counter((answer.status, answer.body.get("code", "")) for answer in answers)
    taken = TradeRequest.objects.filter(offer=offer, state="AGREED").count()
    print(f"crowd: {name}: {len(deals)} signatures at once, {taken} taken, answers {dict(told)}")
    wrong = []
    if len(deals) != len(machines):
        wrong.append(f"{name}: {len(machines) - len(deals)} buyers did not come to an acceptance")
    if taken != places or sum(answer.ok for answer in answers) != places:
        wrong.append(f"{name}: {taken} taken instead of {places}")
    refused = [answer for answer in answers if not answer.ok]
    if any(answer.status != 409 or not answer.body.get("detail") for answer in refused):
        wrong.append(f"{name}: a loser got something else than a clear refusal: {told}")
    return wrong


def _one_key(machine: Machine, offer: str) -> list[str]:
    """The same key and body REPEATS times, AT_ONCE at a time; then another body."""
    body: dict[str, Any] = {"offer": offer, **_stage.FORM_BY_API}
    before = TradeRequest.objects.count()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _: machine.post("/api/v1/trade-requests", body, key="one-key"), range(REPEATS)))
    other = machine.post("/api/v1/trade-requests", body | {"purpose": "Another purpose"}, key="one-key")
    effects = TradeRequest.objects.count() - before
    same = len({(answer.status, str(answer.body)) for answer in answers})
    print(f"crowd: one key {REPEATS} times, {AT_ONCE} at once: {effects} effect, {same} different answers; other body {other.status}")
    wrong = []
    if effects != 1 or same != 1 or answers[0].status != 201:
        wrong.append(f"one key: {effects} effects, answers {Counter(answer.status for answer in answers)}")
    if other.status != 422:
        wrong.append(f"one key, other body: {other.status}")
    if Agreement.objects.filter(request__offer=offer, state="in_force").count() > 10:
        wrong.append("more agreements in force than places")
    return wrong
