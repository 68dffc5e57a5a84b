"""Sealing beside raw COPY of the same rows, and verifying beside merely reading and hashing: each pair in one run, as a ratio.

The floor of sealing copies the very entries the sealer has written, in batches of 1,000 with a commit each, into a table with the
same columns, indexes and checks; of verifying, it streams the payloads out and hashes them. BENCH_EVENTS sets how many events.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import time
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg

EVENTS = int(os.environ.get("BENCH_EVENTS", "100000"))
ROUNDS = 5
BATCH = 1000
SEALING_FLOOR, READING_FLOOR = 0.3, 0.5
DRAIN_LIMIT = 10.0  # seconds for a backlog of 100,000


def run(services: Any) -> int:
    """Print the figures; 0 if every floor was kept."""
    print(f"sealing: {EVENTS:,} events")
    _events(services.env["DATABASE_OWNER_URL"], EVENTS)
    drained, copied = _sealing(services.env["DATABASE_OWNER_URL"])
    ratio = statistics.median(one / other for one, other in zip(drained, copied, strict=True))
    sealed, raw = statistics.median(drained), statistics.median(copied)
    print(f"  drain, batch {BATCH}    {sealed:10,.0f} events/s   raw COPY of the same rows {raw:10,.0f} rows/s   ratio {ratio:.2f}  (floor {SEALING_FLOOR})")
    backlog = 100_000 / sealed
    print(f"  a backlog of 100,000   {backlog:10.1f} s          limit {DRAIN_LIMIT} s")
    verified, seconds, read = _verifying()
    share = read / seconds
    print(f"  verify {verified:,} events {seconds:9.2f} s          read and hash alone {read:.2f} s   ratio {share:.2f}  (floor {READING_FLOOR})")
    proof = _proving()
    print(f"  inclusion proof, p95   {proof * 1000:10.2f} ms")
    return int(ratio < SEALING_FLOOR or share < READING_FLOOR or backlog > DRAIN_LIMIT)


def _events(owner_url: str, count: int) -> None:
    """Chained events as the kernel writes them, ten to a subject, waiting to be sealed."""

    def rows() -> Iterator[tuple[int, str]]:
        last: dict[str, tuple[int, str]] = {}
        subjects = [str(uuid.UUID(int=number * 2**64 + 1)) for number in range(max(1, count // 10))]
        for number in range(1, count + 1):
            subject = subjects[number * 7919 % len(subjects)]
            seq, previous = last.get(subject, (0, "null"))
            payload = (
                f'{{"actor":{{"id":"{subject}","kind":"person","on_behalf_of":null,"organization":"{subject}","person":"{subject}"}},'
                f'"at":"2026-01-01T00:00:00.{number % 1_000_000:06d}Z","caused_by":null,"data":{{"round":{number % 9}}},"id":"{number}",'
                f'"name":"exchange.trade_request.accepted","subject":{{"id":"{subject}","previous":{previous},"seq":{seq + 1},"type":"exchange.TradeRequest"}}}}'
            )
            last[subject] = (seq + 1, f'"{hashlib.sha256(bytes(1) + payload.encode()).hexdigest()}"')
            yield number, payload

    with psycopg.connect(owner_url) as connection:
        with connection.cursor() as cursor, cursor.copy("copy kernel_event (id, payload) from stdin") as copy:
            for row in rows():
                copy.write_row(row)
        connection.execute("insert into kernel_outbox (event_id, reader) select id, 'seal' from kernel_event order by id")
        connection.execute("select setval('kernel_event_id_seq', %s)", [count])
        connection.execute("create table bench_entry (like exchange_log_entry including all)")
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("vacuum analyze")


def _sealing(owner_url: str) -> tuple[list[float], list[float]]:
    """Events a second of the sealer and rows a second of COPY, turn by turn, so that both meet the same machine."""
    from exchange.audit.sealer import Sealer, seal_all

    share = EVENTS // ROUNDS // BATCH * BATCH
    drained: list[float] = []
    copied: list[float] = []
    with psycopg.connect(owner_url) as owner:
        for turn in range(ROUNDS):
            begin = time.perf_counter()
            sealer = Sealer()  # as seal_all has it, which the worker calls
            for _ in range(0, share, BATCH):
                sealer.seal(BATCH)
            drained.append(share / (time.perf_counter() - begin))
            with owner.cursor(binary=True) as cursor:
                cursor.execute("select index, event_id, leaf_hash from exchange_log_entry where index >= %s order by index", [turn * share])
                rows = cursor.fetchall()
            owner.commit()
            begin = time.perf_counter()
            for start in range(0, len(rows), BATCH):
                with owner.cursor() as cursor, cursor.copy("copy bench_entry (index, event_id, leaf_hash) from stdin (format binary)") as copy:
                    copy.set_types(["int8", "int8", "bytea"])
                    for row in rows[start : start + BATCH]:
                        copy.write_row(row)
                owner.commit()
            copied.append(len(rows) / (time.perf_counter() - begin))
    seal_all()
    return drained, copied


def _verifying() -> tuple[int, float, float]:
    """How many, the seconds to verify them, and the seconds to read and hash them and no more (the better of two)."""
    from django.db import connection

    from exchange.audit.verify.log import verify_log

    reads: list[float] = []
    runs: list[float] = []
    entries = 0
    for _ in range(2):
        begin = time.perf_counter()
        with connection.cursor() as cursor:
            raw: Any = cursor
            with raw.copy("copy (select payload from kernel_event order by id) to stdout (format binary)") as copy:
                copy.set_types(["bytea"])
                for (payload,) in copy.rows():
                    hashlib.sha256(b"\x00" + payload).digest()
        reads.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        report = verify_log()
        runs.append(time.perf_counter() - begin)
        if report.findings:
            raise SystemExit(f"the log does not verify: {report.first}")
        entries = report.entries
    return entries, min(runs), min(reads)


def _proving(times: int = 200) -> float:
    """The 95th percentile of making one inclusion proof, in seconds."""
    from exchange.audit.store import StoredTree
    from exchange.audit.tree import inclusion_proof

    size = EVENTS // ROUNDS // BATCH * BATCH * ROUNDS
    spent: list[float] = []
    for number in range(times):
        begin = time.perf_counter()
        inclusion_proof(number * 7919 % size, size, StoredTree())
        spent.append(time.perf_counter() - begin)
    return sorted(spent)[int(times * 0.95)]
