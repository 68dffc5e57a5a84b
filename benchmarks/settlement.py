"""Posting beside plain SQL posting, crowds on one fee account beside crowds on its shards, and the memory of a 1 GB delivery.

The floor of posting writes the same two-legged transaction by hand from the same process: lock two balances, one transaction, two
entries, two updates, one commit. BENCH_POSTINGS, BENCH_CROWD and BENCH_GIGABYTES set the sizes.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

POSTINGS = int(os.environ.get("BENCH_POSTINGS", "1000"))
CROWD = int(os.environ.get("BENCH_CROWD", "60"))
GIGABYTES = float(os.environ.get("BENCH_GIGABYTES", "1"))
ROUNDS, CLIENTS = 5, 16
POSTING_FLOOR, CROWD_FLOOR, READ_LIMIT, MEMORY_LIMIT, RATE_FLOOR = 0.5, 0.7, 1.0, 50.0, 0.7
MIB = 1024 * 1024
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def run(services: Any) -> int:
    """Print the figures; 0 if every floor was kept."""
    owner_url = services.env["DATABASE_OWNER_URL"]
    members = _members(owner_url, 2 * CLIENTS)
    print(f"settlement: {POSTINGS:,} postings, {CLIENTS} clients, {GIGABYTES:g} GB")
    ours, plain = _posting(owner_url, members)
    ratio = statistics.median(one / other for one, other in zip(ours, plain, strict=True))
    print(f"  posting               {statistics.median(ours):8,.0f}/s   plain SQL {statistics.median(plain):8,.0f}/s   ratio {ratio:.2f}  (floor {POSTING_FLOOR})")
    read = _reading(members)
    print(f"  balance, p50          {read:8.2f} ms  (limit {READ_LIMIT} ms)")
    shares = {shards: _crowd(members, shards) for shards in (None, 16, 1)}
    sharded, single = shares[16] / shares[None], shares[1] / shares[None]
    print(f"  {CLIENTS} at once, no fee     {shares[None]:8,.0f}/s   fee in 16 shards {shares[16]:,.0f}/s   ratio {sharded:.2f}  (floor {CROWD_FLOOR})")
    print(f"  the same, one account {shares[1]:8,.0f}/s   ratio {single:.2f}  (what sharding is for)")
    grown, rate = _delivery()
    print(f"  {GIGABYTES:g} GB delivery         {grown:8.1f} MiB above idle  (limit {MEMORY_LIMIT:g})   {rate:.2f} of a bare file's rate  (floor {RATE_FLOOR})")
    return int(ratio < POSTING_FLOOR or read > READ_LIMIT or sharded < CROWD_FLOOR or grown > MEMORY_LIMIT or rate < RATE_FLOOR)


def _members(owner_url: str, count: int) -> list[uuid.UUID]:
    """Organizations with money: rows, not acts, because only their accounts are measured."""
    from django.db import transaction

    from accounts.organization.models import Organization
    from exchange.settlement import ledger
    from exchange.settlement.models import Institution
    from exchange.settlement.posting import deposited

    bank = Institution.objects.create(name_zh="示例", name_en="Sample", license_number=str(uuid.uuid4()), account_number="1", created=NOW)
    members = []
    for number in range(count):
        name = f"Benchmark {number}"
        row = Organization(name_en=name, country="SG", foreign_register="BENCH", foreign_number=str(uuid.uuid4()), state="draft", state_since=NOW, created=NOW)
        row.save(force_insert=True)
        members.append(row.pk)
        with transaction.atomic():
            ledger.post("deposit", deposited(row.pk, bank.pk, 10**12, "CNY", deposit=row.pk), at=NOW)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("vacuum analyze")
    return members


def _posting(owner_url: str, members: list[uuid.UUID]) -> tuple[list[float], list[float]]:
    """Postings a second, ours and by hand, turn by turn so that both meet the same machine."""
    from django.db import connection, transaction

    from exchange.settlement import ledger
    from exchange.settlement.posting import Book, Kind, Leg

    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("create table bench_account (id uuid primary key, balance bigint not null)")
        owner.execute("create table bench_transaction (id uuid primary key, kind text not null, at timestamptz not null)")
        owner.execute(
            "create table bench_entry (id bigserial primary key, transaction uuid not null references bench_transaction, "
            "account uuid not null references bench_account, amount bigint not null)"
        )
        owner.execute("create index on bench_entry (account, id)")
        owner.execute("insert into bench_account select unnest(%s::uuid[]), 1000000000000", [members])
        owner.execute("grant select, insert, update on bench_account, bench_transaction, bench_entry to public")
        owner.execute("grant usage on sequence bench_entry_id_seq to public")
    dice = random.Random(1)

    def ours() -> None:
        giver, taker = dice.sample(members, 2)
        with transaction.atomic():
            ledger.post("transfer", [Leg(Book(Kind.DEPOSIT, "CNY", giver), -1), Leg(Book(Kind.DEPOSIT, "CNY", taker), 1)], at=NOW)

    def plain() -> None:
        giver, taker = dice.sample(members, 2)
        done = uuid.uuid4()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select id, balance from bench_account where id = any(%s) order by id for update", [[giver, taker]])
            cursor.execute("insert into bench_transaction values (%s, 'transfer', %s)", [done, NOW])
            cursor.execute("insert into bench_entry (transaction, account, amount) values (%s, %s, -1), (%s, %s, 1)", [done, giver, done, taker])
            cursor.execute("update bench_account set balance = balance - 1 where id = %s", [giver])
            cursor.execute("update bench_account set balance = balance + 1 where id = %s", [taker])

    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for place, act in enumerate((ours, plain)):
            begin = time.perf_counter()
            for _ in range(POSTINGS // ROUNDS):
                act()
            found[place].append(POSTINGS // ROUNDS / (time.perf_counter() - begin))
    return found


def _reading(members: list[uuid.UUID]) -> float:
    """Milliseconds to read one balance: the median of the least disturbed round."""
    from exchange.settlement import ledger
    from exchange.settlement.posting import Book, Kind

    rounds = []
    for _ in range(ROUNDS):
        spent = []
        for member in members * 2:
            begin = time.perf_counter()
            ledger.balance(Book(Kind.DEPOSIT, "CNY", member))
            spent.append(time.perf_counter() - begin)
        rounds.append(statistics.median(spent))
    return min(rounds) * 1000


def _crowd(members: list[uuid.UUID], shards: int | None) -> float:
    """Settlements a second by CLIENTS threads, each between two members of its own, with a fee in `shards` rows or none."""
    from django.db import connection, transaction

    from exchange.settlement import ledger
    from exchange.settlement.posting import Book, Kind, Leg, shard_of

    def client(number: int) -> None:
        buyer, provider = members[2 * number], members[2 * number + 1]
        for _ in range(CROWD):
            fee = [Leg(Book(Kind.FEE, "CNY", shard=shard_of(uuid.uuid4(), shards)), 1)] if shards else []
            legs = [Leg(Book(Kind.DEPOSIT, "CNY", buyer), -10), Leg(Book(Kind.PAYABLE, "CNY", provider), 10 - len(fee)), *fee]
            with transaction.atomic():
                ledger.post("release", legs, at=NOW)
        connection.close()

    rates = []
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(client, range(CLIENTS)))  # the first round makes the accounts
        for _ in range(3):
            begin = time.perf_counter()
            list(pool.map(client, range(CLIENTS)))
            rates.append(CLIENTS * CROWD / (time.perf_counter() - begin))
    return statistics.median(rates)


def _delivery() -> tuple[float, float]:
    """MiB that streaming adds to this process, and its rate as a share of reading the same bytes from one bare file."""
    from exchange.transfer.files import DeliveredFile
    from exchange.transfer.methods import METHODS
    from exchange.transfer.ranges import Span
    from kernel import blobs
    from kernel.models import Blob

    size = int(GIGABYTES * 1024) * MIB
    blob = Blob.objects.create(organization=uuid.uuid4(), name="one.bin", media_type="application/octet-stream", created=NOW)
    blobs.append(blob.pk, 0, _Zeros(size))
    blob.refresh_from_db()
    file = DeliveredFile(uuid.uuid4(), uuid.uuid4(), blob.name, blob.media_type, blob.size, b"", blob)

    def bare() -> None:
        with Path(bare_file.name).open("rb") as opened:
            while opened.read(blobs.CHUNK):
                pass

    def streamed() -> None:
        for _ in METHODS["download"].serve(file, Span(0, size, size, partial=False), allowed=lambda: True, served=lambda sent: None):
            pass

    with tempfile.NamedTemporaryFile() as bare_file:
        for _ in range(size // MIB):
            bare_file.write(bytes(MIB))
        bare_file.flush()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        ratios = [_seconds(bare) / _seconds(streamed) for _ in range(3)]
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return grown, statistics.median(ratios)


def _seconds(act: Callable[[], None]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


class _Zeros:
    """A stream of `size` zero bytes that takes no memory."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int, /) -> bytes:
        given = bytes(min(size, self.left))
        self.left -= len(given)
        return given
