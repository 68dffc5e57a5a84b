"""Trades by API while web, worker and beat are killed (-9) at random and Valkey is flushed.

Kept when no acknowledged act is lost or doubled, every event is sealed exactly once within SEALED_WITHIN seconds of the end,
the ledger sums to zero and every stored balance equals its entries.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import StringIO

import redis
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, Sum

from exchange.models import Agreement, Entry, LedgerAccount, LedgerEntry, TradeRequest, Transfer
from kernel.models import Event, Outbox
from launch.services import Services
from tests.proofs import _stage
from tests.proofs._player import Pair

FULL_SIZE = 1_000
THREADS = 8
SEALED_WITHIN = 60.0
PARTS = ("web", "worker", "beat")


class Nemesis(threading.Thread):
    """Kills one part or flushes Valkey every few seconds. Parts are started again by the main thread, which owns them."""

    def __init__(self, services: Services, seed: int, pause: tuple[float, float]) -> None:
        super().__init__(daemon=True)
        self.services, self.dice, self.pause = services, random.Random(seed), pause
        self.ended = threading.Event()
        self.kills = dict.fromkeys(PARTS, 0)
        self.flushes = 0

    def run(self) -> None:
        while not self.ended.wait(self.dice.uniform(*self.pause)):
            chosen = self.dice.choice([*PARTS, "valkey"])
            if chosen == "valkey":
                with suppress(redis.RedisError):
                    redis.Redis.from_url(self.services.env["REDIS_URL"]).flushall()
                    self.flushes += 1
            else:
                self._kill(chosen)

    def _kill(self, name: str) -> None:
        child = self.services.children[name]
        if child.running is not None and not child.died():
            # the whole session: granian's and celery's own children too
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
                self.kills[name] += 1


def run(seed: int, size: int, services: Services, *, pause: tuple[float, float] = (3.0, 12.0)) -> int:
    services.start_web()
    pair, _dataset, _offer = _stage.pair(services.url, seed, size)
    connection.close()
    services.start_worker()
    services.start_beat()
    nemesis = Nemesis(services, seed, pause)
    began = time.monotonic()
    trades, errors = _play(pair, seed, size, services, nemesis)
    took = time.monotonic() - began
    for name in PARTS:
        if services.children[name].died():
            services.restart(name)
    sealed_after = _sealed(SEALED_WITHIN)
    problems = [*errors[:5], *_reckoning(trades, size, sealed_after)]
    killed = ", ".join(f"{name} {count}x" for name, count in nemesis.kills.items())
    print(f"crash: {len(trades)} of {size} trades in {took:.0f} s; killed {killed}; Valkey flushed {nemesis.flushes}x; sealed {sealed_after:.1f} s after the end")
    for problem in problems:
        print(f"crash: PROBLEM {problem}")
    return 1 if problems else 0


def _play(pair: Pair, seed: int, size: int, services: Services, nemesis: Nemesis) -> tuple[list[dict[str, str]], list[str]]:
    """All trades, spread over threads; this thread keeps the parts alive."""
    done: list[dict[str, str]] = []
    errors: list[str] = []
    twins = [_stage.twin(pair, services.url, seed + 10 * index) for index in range(THREADS)]

    def work(index: int) -> None:
        for _ in range(size // THREADS + (1 if index < size % THREADS else 0)):
            try:
                done.append(twins[index].trade())
            except Exception as error:  # noqa: BLE001 - every failure of a trade is a finding
                errors.append(f"{type(error).__name__}: {error}"[:400])

    with ThreadPoolExecutor(THREADS) as pool:
        running = [pool.submit(work, index) for index in range(THREADS)]
        nemesis.start()
        told = 0
        while not all(one.done() for one in running):
            time.sleep(0.2)
            if len(done) >= told + 100:
                told = len(done) // 100 * 100
                print(f"crash: {told} trades done", flush=True)
            for name, child in services.children.items():
                if child.died():
                    services.restart(name)
        nemesis.ended.set()
        nemesis.join()
    errors += [f"{machine.client_id}: {machine.server_errors} answers 500" for twin in twins for machine in (twin.provider, twin.buyer) if machine.server_errors]
    return done, errors


def _sealed(within: float) -> float:
    """Seconds until every event is in the log; `within` and more when it took longer."""
    began = time.monotonic()
    while time.monotonic() - began < within:
        if not Outbox.objects.filter(reader="seal").exists():
            return time.monotonic() - began
        time.sleep(0.2)
    return within


def _reckoning(trades: list[dict[str, str]], size: int, sealed_after: float) -> list[str]:
    """Everything that is not as it must be."""
    wrong: list[str] = []

    def expect(holds: bool, what: str) -> None:
        if not holds:
            wrong.append(what)

    deals = {trade["deal"] for trade in trades}
    expect(len(deals) == size, f"{len(deals)} different deals acknowledged, {size} played")
    expect(TradeRequest.objects.count() == size, f"{TradeRequest.objects.count()} requests stored: an act was doubled or lost")
    completed = Agreement.objects.filter(pk__in=deals, state="completed").count()
    expect(completed == len(deals), f"{len(deals) - completed} acknowledged deals are not complete")
    expect(Transfer.objects.filter(pk__in=[trade["transfer"] for trade in trades], acceptance="accepted").count() == len(trades), "an acknowledged acceptance is missing")
    doubled = Event.objects.values("subject_type", "subject_id", "name").annotate(n=Count("pk")).filter(n__gt=1, name="exchange.settlement.released")
    expect(not doubled.exists(), "an escrow was released twice")
    expect(sealed_after < SEALED_WITHIN, "events are not sealed in time")
    expect(Entry.objects.count() == Event.objects.count(), f"{Event.objects.count()} events, {Entry.objects.count()} entries in the log")
    expect((LedgerEntry.objects.aggregate(total=Sum("amount_minor"))["total"] or 0) == 0, "the ledger does not sum to zero")
    off = [account.pk for account in LedgerAccount.objects.annotate(total=Sum("entries__amount_minor")) if account.balance_minor != (account.total or 0)]
    expect(not off, f"{len(off)} stored balances differ from their entries")
    out = StringIO()
    try:
        call_command("verify_log", stdout=out)
    except SystemExit as error:
        expect(not error.code, f"verify_log: {out.getvalue()[-300:]}")
    return wrong
