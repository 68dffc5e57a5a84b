"""Persons counted: signatures at once around a threshold, the turn of the year to the second, unions of overlapping sets.

Nobody passes a threshold unseen: each determination saw every reservation before it. What is counted exactly equals the truth.
"""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from exchange.determination import counting, use_cases as determination
from exchange.determination.models import Determination, Reservation, YearCount
from exchange.determination.statement import text
from kernel import clock
from kernel.actor import SYSTEM
from kernel.clock import LOCAL_ZONE
from launch.services import Services
from tests.cast import Party
from tests.exchange.determination.making import derived, stated, told
from tests.factories.catalog import offer_of
from tests.factories.trade import ABROAD, ANYWHERE, EXPORT_FACTS, PERSONAL, personal_dataset
from tests.proofs import _stage
from tests.proofs._player import Machine, Signer

FULL_SIZE = 32
BEFORE, LIMIT = 99_990, 100_000
SETS, PEOPLE = 4, 50_000
TRIES = 400


def run(seed: int, size: int, services: Services) -> int:
    services.start_web(threads=16)
    operator, provider, _consumer = _stage.parties()
    buyer = _stage.buyers(operator, 1)[0]
    dataset = personal_dataset(provider, operator, price_minor=0, policy=ANYWHERE)
    seller, asker = _stage.machine(services.url, provider.owner, "proof-provider", seed), _stage.machine(services.url, buyer.owner, "proof-buyer", seed + 1)
    key = _stage.signer(provider.owner)
    connection.close()
    problems = [
        *_threshold(size, str(offer_of(dataset).pk), provider, seller, asker, key),
        *_union(random.Random(seed), str(offer_of(dataset).pk), provider, seller, asker),
        *_turn(provider),
    ]
    for problem in problems:
        print(f"counting: PROBLEM {problem}")
    return 1 if problems else 0


def _accepted(offer: str, seller: Machine, asker: Machine, facts: dict[str, Any]) -> str:
    """A deal that waits for the provider's signature, with its facts."""
    deal: str = asker.must("/api/v1/trade-requests", {"offer": offer, **_stage.FORM_BY_API, **PERSONAL, **ABROAD})["id"]
    seller.must(f"/api/v1/trade-requests/{deal}/propose")
    asker.must(f"/api/v1/trade-requests/{deal}/accept")
    answer = seller.put(f"/api/v1/trade-requests/{deal}/export-facts", {"facts": EXPORT_FACTS} | facts)
    if not answer.ok:
        raise AssertionError(f"export-facts: {answer.status} {answer.body}")
    return deal


def _state(seller: Machine, key: Signer, provider: Party, ordinary: int) -> bool:
    today = clock.today()
    said = text(str(provider.id), today.year, today, ordinary, 0)
    body = {"ordinary": ordinary, "sensitive": 0, "as_of": today.isoformat(), "key": key.key, "signature": key.over(said)}
    return seller.post("/api/v1/outside-statements", body).ok


def _threshold(size: int, offer: str, provider: Party, seller: Machine, asker: Machine, key: Signer) -> list[str]:
    """`size` signatures at once, one person each, where BEFORE are declared: whoever is refused for an old statement states anew."""
    with ThreadPoolExecutor(8) as pool:
        deals = list(pool.map(lambda _: _accepted(offer, seller, asker, {"ordinary": 1, "sensitive": 0}), range(size)))
    refused: Counter[str] = Counter()

    def sign(deal: str) -> bool:
        said = seller.get(f"/api/v1/agreements/{deal}").body["to_sign"]["provider"]
        for _ in range(TRIES):
            _state(seller, key, provider, BEFORE)
            answer = seller.post(f"/api/v1/agreements/{deal}/sign", {"key": key.key, "signature": key.over(said)})
            if answer.ok:
                return True
            refused[str(answer.body.get("code"))] += 1
        return False

    with ThreadPoolExecutor(size) as pool:
        signed = list(pool.map(sign, deals))
    rows = {row.deal: row for row in Determination.objects.filter(occasion="signing", deal__in=[UUID(deal) for deal in deals])}
    seen = sorted((row.facts["pi_subjects_this_year"], row.path) for row in rows.values())
    exempt = sum(path == "exempt" for _total, path in seen)
    print(f"counting: {size} signatures at once around {BEFORE:,} of {LIMIT:,}: {exempt} exempt, {len(seen) - exempt} over, refused on the way {dict(refused)}")
    wrong = [] if all(signed) else [f"{signed.count(False)} deals were never signed"]
    if [total for total, _path in seen] != [BEFORE + number for number in range(1, size + 1)]:
        wrong.append(f"a determination did not see what was reserved before it: {[total for total, _path in seen]}")
    wrong += [f"{total} persons went {path}" for total, path in seen if (path == "exempt") != (total < LIMIT)]
    if set(refused) - {"refused"}:
        wrong.append(f"refusals that are none of the rules': {dict(refused)}")
    return wrong


def _union(dice: random.Random, offer: str, provider: Party, seller: Machine, asker: Machine) -> list[str]:
    """SETS overlapping sets of identifiers, streamed in by API."""
    truth, wrong = set[int](), []
    for _ in range(SETS):
        people = [dice.randrange(SETS * PEOPLE // 2) for _ in range(PEOPLE)]
        truth |= set(people)
        deal = _accepted(offer, seller, asker, {})
        lines = "".join(f"11010119{number:010}\n" for number in people).encode()
        told_back = seller.put_lines(f"/api/v1/trade-requests/{deal}/export-persons", lines)
        if told_back.body.get("ordinary") != len(set(people)):
            wrong.append(f"a set of {len(set(people))} was counted as {told_back.body}")
        stated(provider)
        determination.reserve(SYSTEM, UUID(deal), provider.id, derived())
    found = counting.union(provider.id, clock.today().year)
    stored = YearCount.objects.get(organization=provider.id, year=clock.today().year).ordinary_exact
    print(f"counting: the union of {SETS} sets of {PEOPLE:,} identifiers: {found[0]:,} counted, {len(truth):,} true")
    return wrong if found == (len(truth), 0) and stored == len(truth) else [*wrong, f"union {found}, stored {stored}, true {len(truth)}"]


def _turn(provider: Party) -> list[str]:
    """One reservation in the last second of the year, one in the first of the next, which sees what was not delivered."""
    year = clock.today().year + 1
    turn = datetime(year + 1, 1, 1, tzinfo=LOCAL_ZONE)
    with clock.fixed(turn - timedelta(hours=1)):
        counting.carry(provider.id, clock.now())
    before = _held(provider, year)
    deals = []
    for at in (turn - timedelta(seconds=1), turn):
        with clock.fixed(at):
            stated(provider)
            deals.append(told(provider.id, 7, 0))
            determination.reserve(SYSTEM, deals[-1], provider.id, derived())
    years = [Reservation.objects.filter(deal=deal).order_by("created").values_list("year", flat=True)[0] for deal in deals]
    moved = Reservation.objects.filter(organization=provider.id, year=year, state="moved").count()
    left = _held(provider, year)
    print(f"counting: reserved in the last second of {year} and the first of {year + 1}: counted in {years}; {moved} undelivered moved")
    wrong = [] if years == [year, year + 1] else [f"counted in {years}"]
    if left or _held(provider, year + 1) != before + 14:
        wrong.append(f"{left} left in {year}, {_held(provider, year + 1)} in {year + 1}, {before + 14} expected")
    return wrong


def _held(provider: Party, year: int) -> int:
    row = YearCount.objects.filter(organization=provider.id, year=year).first()
    return row.ordinary_reserved + row.ordinary_exact if row else 0
