"""Many at once on the same accounts: nobody sees a deadlock, no unit is lost, and every reader sees books that balance."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F, Sum

from exchange.settlement import ledger
from exchange.settlement.models import LedgerAccount, LedgerEntry
from exchange.settlement.posting import NEVER_BELOW_ZERO, Book, Kind, Leg
from kernel.errors import Refused
from tests.cast import Party
from tests.factories.money import institution, paid_in

NOW = datetime(2026, 1, 5, tzinfo=UTC)


def crowd(work: Callable[[int], int], clients: int = 8) -> list[int]:
    """Each client in a thread with a connection of its own; any error comes out here."""

    def client(number: int) -> int:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(client, range(clients)))


def post(legs: list[Leg]) -> bool:
    try:
        with transaction.atomic():
            ledger.post("transfer", legs, at=NOW)
    except Refused:
        return False
    return True


def check_books() -> None:
    """R9: zero over all accounts per currency, no balance under its limit, each stored balance the sum of its entries."""
    totals = LedgerAccount.objects.values_list("currency").annotate(total=Sum("balance_minor"))
    assert not [row for row in totals if row[1]]
    assert not LedgerAccount.objects.filter(kind__in=[kind.value for kind in NEVER_BELOW_ZERO], balance_minor__lt=0).exists()
    wrong = LedgerAccount.objects.annotate(total=Sum("entries__amount_minor")).exclude(balance_minor=F("total")).exclude(seq=0)
    assert not wrong.exists()


def test_transfers_in_opposite_order_never_wait_in_a_circle(committed_db: object, provider: Party, consumer: Party, operator: Party) -> None:
    for party in (provider, consumer):
        paid_in(party, operator, "10000.00")
    ends = [Book(Kind.DEPOSIT, "CNY", party.id) for party in (provider, consumer)]

    def work(number: int) -> int:
        giver, taker = ends if number % 2 else reversed(ends)
        return sum(post([Leg(giver, -1), Leg(taker, 1)]) for _ in range(40))

    assert crowd(work) == [40] * 8
    check_books()
    assert sum(LedgerAccount.objects.filter(kind="deposit").values_list("balance_minor", flat=True)) == 2_000_000


def test_random_postings_and_refunds_with_readers_all_the_while(committed_db: object, provider: Party, consumer: Party, outsider: Party, operator: Party) -> None:
    bank = institution(operator).pk
    members = [provider.id, consumer.id, outsider.id]
    for party in (provider, consumer, outsider):
        paid_in(party, operator, "50.00")
    stop, seen = threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            seen.append(LedgerAccount.objects.aggregate(total=Sum("balance_minor"))["total"])
        connection.close()

    def work(number: int) -> int:
        dice = random.Random(number)
        return sum(post(random_legs(dice, members, bank)) for _ in range(40))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        done = crowd(work)
    finally:
        stop.set()
        reader.join()
    assert sum(done) > 100
    assert set(seen) == {0}
    check_books()
    assert LedgerEntry.objects.count() >= 2 * sum(done)


def random_legs(dice: random.Random, members: list[UUID], bank: UUID) -> list[Leg]:
    minor = dice.randint(1, 2_000)
    cash = Book(Kind.CASH, "CNY", institution=bank, shard=dice.randrange(4))
    one, other = dice.sample(members, 2)
    kinds = [Kind.DEPOSIT, Kind.PAYABLE]
    choice = dice.randrange(3)
    if choice == 0:
        return [Leg(cash, -minor), Leg(Book(Kind.DEPOSIT, "CNY", one), minor)]
    if choice == 1:
        return [Leg(Book(dice.choice(kinds), "CNY", one), -minor), Leg(cash, minor)]
    fee = minor // 10
    return [
        Leg(Book(Kind.DEPOSIT, "CNY", one), -minor),
        Leg(Book(Kind.PAYABLE, "CNY", other), minor - fee),
        Leg(Book(Kind.FEE, "CNY", shard=uuid4().int % 4), fee),
    ]
