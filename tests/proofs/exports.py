"""Exports by API while web, worker and beat are killed (-9) at random: register, counters, clearances and deliveries agree to the last person.

`size` exports over size/40 cleared deals, each of other persons. Some are ended before their first byte. Kept when every delivery
that served a byte stands once in the register as delivered and no other does, when the quota of every clearance, the yearly count and
the sum of the return are the persons of the deals that were delivered, and when no acknowledged download is missing.
"""

from __future__ import annotations

import csv
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Sum

from exchange.clearance import register, use_cases as clearances
from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.clearance.views.register import _csv
from exchange.determination.models import YearCount
from exchange.models import Transfer
from exchange.supervision.days import exported
from kernel import clock
from launch.services import Services
from tests import cast
from tests.factories.catalog import dataset_listed
from tests.factories.clearance import PERSONS_FIELDS, PERSONS_FILE, case_decided
from tests.factories.trade import ABROAD, ANYWHERE, agreement_in, basis_shown
from tests.proofs import _stage
from tests.proofs._player import Machine
from tests.proofs.crash import PARTS, Nemesis

FULL_SIZE = 10_000
A_DEAL = 40
THREADS = 6
MOST_PERSONS = 90_000  # below the threshold beyond which the path would be another


@dataclass(slots=True)
class Played:
    """What the buyer's machines were told."""

    received: set[str]
    ended: set[str]
    errors: list[str]


def run(seed: int, size: int, services: Services, *, pause: tuple[float, float] = (5.0, 25.0)) -> int:
    dice = random.Random(seed)
    services.start_web()
    deals, buyer = _cleared(dice, max(2, size // A_DEAL), services.url, seed)
    connection.close()
    services.start_worker()
    services.start_beat()
    nemesis = Nemesis(services, seed, pause)
    began = time.monotonic()
    played = _play(deals, size, services, nemesis, seed)
    took = time.monotonic() - began
    for name in PARTS:
        if services.children[name].died():
            services.restart(name)
    problems = [*played.errors[:5], *_reckoning(played, deals)]
    persons = ExportDeclaration.objects.filter(state="delivered", repeat=False).aggregate(total=Sum("ordinary", default=0))["total"]
    killed = ", ".join(f"{name} {count}x" for name, count in nemesis.kills.items())
    print(f"exports: {len(played.received)} delivered, {len(played.ended)} ended before, {persons} persons, {len(deals)} clearances, {took:.0f} s; killed {killed}; buyer {buyer}")
    for problem in problems:
        print(f"exports: PROBLEM {problem}")
    return 1 if problems else 0


def _cleared(dice: random.Random, number: int, url: str, seed: int) -> tuple[dict[str, int], str]:
    """Deals in force with their clearances, and how many persons each of them sends; the buyer's client."""
    operator = cast.make_operator()
    provider, overseas = cast.make_provider(operator), cast.make_overseas(operator)
    dataset = dataset_listed(provider, operator, price_minor=0, fields=PERSONS_FIELDS, content=PERSONS_FILE, policy=ANYWHERE | {"count": None})
    found: dict[str, int] = {}
    form = ABROAD | {"legal_basis": "consent", "count": A_DEAL * 2}
    for _ in range(number):
        persons = dice.randint(1, MOST_PERSONS // number)
        agreement = basis_shown(provider, agreement_in("VERIFIED", provider, overseas, operator, dataset=dataset, form=form, persons=(persons, 0)))
        case_decided(provider, operator, agreement)
        clearances.issue(operator.one, agreement.pk)
        found[str(agreement.pk)] = persons
    _stage.machine(url, overseas.owner, "proof-buyer", seed)
    return found, "proof-buyer"


def _play(deals: dict[str, int], size: int, services: Services, nemesis: Nemesis, seed: int) -> Played:
    """Each thread takes its share of the deals, one export after another; this thread keeps the parts alive."""
    played = Played(set(), set(), [])
    shares = [list(deals)[index::THREADS] for index in range(THREADS)]

    def work(index: int) -> None:
        machine, dice = Machine(services.url, "proof-buyer", _stage.SECRET, seed + index), random.Random(seed + index)
        for deal in shares[index]:
            for _ in range(size // len(deals)):
                try:
                    _export(machine, dice, deal, played)
                except Exception as error:  # noqa: BLE001 - every failure of an export is a finding
                    played.errors.append(f"{type(error).__name__}: {error}"[:300])
        played.errors.extend([f"{machine.server_errors} answers 500"] if machine.server_errors else [])

    with ThreadPoolExecutor(THREADS) as pool:
        running = [pool.submit(work, index) for index in range(THREADS)]
        nemesis.start()
        while not all(one.done() for one in running):
            time.sleep(0.2)
            for name, child in services.children.items():
                if child.died():
                    services.restart(name)
        nemesis.ended.set()
        nemesis.join()
    return played


def _export(machine: Machine, dice: random.Random, deal: str, played: Played) -> None:
    """One export: started, received whole and accepted, or ended before a byte was asked for."""
    transfer = machine.must("/api/v1/transfers", {"agreement": deal, "start": True})["id"]
    if dice.random() < 0.15:
        machine.must(f"/api/v1/transfers/{transfer}/terminate")
        played.ended.add(transfer)
        return
    answer = machine.get(f"/api/v1/transfers/{transfer}/content")
    if answer.body != PERSONS_FILE:
        raise AssertionError(f"export {transfer}: {answer.status}, other bytes than agreed")
    played.received.add(transfer)
    machine.must(f"/api/v1/transfers/{transfer}/accept")


def _reckoning(played: Played, deals: dict[str, int]) -> list[str]:
    """Everything that does not agree."""
    wrong: list[str] = []

    def expect(holds: bool, what: str) -> None:
        if not holds:
            wrong.append(what)

    delivered = list(ExportDeclaration.objects.filter(state="delivered"))
    served = {str(pk) for pk in Transfer.objects.exclude(first_access=None).values_list("pk", flat=True)}
    expect({str(row.transfer) for row in delivered} == served, "the register's deliveries are not the deliveries that served a byte")
    expect(served == played.received, f"{len(served ^ played.received)} deliveries differ from what was acknowledged")
    ended = {str(pk) for pk in ExportDeclaration.objects.filter(state="cancelled").values_list("transfer", flat=True)}
    expect(ended == played.ended, f"{len(ended ^ played.ended)} cancelled exports differ from those that were ended")
    reached = {str(row.agreement) for row in delivered}
    for row in Clearance.objects.all():
        due = deals[str(row.agreement_id)] if str(row.agreement_id) in reached else 0
        expect(row.ordinary_used == due, f"clearance {row.number}: {row.ordinary_used} persons used, {due} delivered")
    persons = sum(deals[deal] for deal in reached)
    expect(sum(row.new_ordinary for row in delivered) == persons, "the register's persons are not those of the deals delivered")
    taken = YearCount.objects.aggregate(total=Sum("ordinary_taken", default=0))["total"]
    expect(taken == persons, f"the yearly count holds {taken} persons, {persons} were delivered")
    expect(_returned() == (len(delivered), persons), "the monthly return sums to something else")
    today = clock.today()
    expect(exported(register.month(today.year, 1)[0], register.month(today.year, 12)[1]) == len(delivered), "the situation page would tell a difference")
    return wrong


def _returned() -> tuple[int, int]:
    """Exports and persons in the last line of this month's return."""
    today = clock.today()
    rows: Any = register.delivered(ExportDeclaration.objects.all(), *register.month(today.year, today.month))
    *_rest, total = csv.reader("".join(_csv(rows, register.flows(rows))).splitlines())
    place = {name: number for number, name in enumerate(register.COLUMNS)}
    return int(total[place["fields"]]), int(total[place["persons_ordinary"]])
