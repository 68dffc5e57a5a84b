"""Calls drawn from the API's own document, sent into the WSGI application on the sample exchange and judged by that document.

Every call runs in a savepoint that is undone, so each one meets the sample as it was loaded. Ids come from the sample's rows,
otherwise nearly every call would end at 404 and say nothing of the code behind it.
"""

from __future__ import annotations

import base64
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed as seeded, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from accounts.models import Client as ApiClient, Invitation, Membership, Organization, Paper
from catalog.models import CatalogRecord, Classification, Dataset, DatasetRevision, Distribution, ForeignSource, ImportRun, Offer, RightsEvidence, Zone
from exchange.models import Agreement, Condition, Deposit, Institution, LedgerAccount, Payout, SigningKey, TradeRequest, Transfer
from kernel.models import Event
from seeds.sample.people import SECRET
from settings.wsgi import application

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
CALLERS = ("", "demo-provider-owner", "demo-buyer", "demo-operator")
EACH_STATE = 4
ODD = ("\x00", "", "-1", "9" * 40, "\u0661", "\U0001f600", "None", "=" * 5, "WzFd", "e30=", "' or 1=1 --", "x" * 3000)
KEPT_SHARE = 0.1  # of drawn ids stay as drawn: what is not there has an answer too


@contextmanager
def _one_connection() -> Iterator[None]:
    """A request closes the connection it finds, which would lose the test's transaction; Django's own test client does the same."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)


class _Undo(Exception):
    """Leaves the savepoint of one call."""


@dataclass
class Contract:
    """Counts and problems of all calls so far."""

    seed: int
    told: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    problems: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        with _one_connection():
            self.schema = schemathesis.openapi.from_wsgi("/api/v1/schema", application, headers={"Accept": "application/json"})
        self.headers = {name: _bearer(name) if name else {} for name in CALLERS}
        self.ids = _ids()

    @property
    def operations(self) -> list[Any]:
        return [found.ok() for found in self.schema.get_all_operations()]

    def draw(self, operation: Any, number: int) -> None:
        """`number` calls of one operation as documented, and a third as many deliberately not."""
        for mode, calls in ((GenerationMode.POSITIVE, number), (GenerationMode.NEGATIVE, max(1, number // 3))):
            for case in self._cases(operation, mode, calls):
                self._fill(case)
                self.send(case, self.dice.choice(CALLERS))

    def _cases(self, operation: Any, mode: GenerationMode, number: int) -> list[Any]:
        found: list[Any] = []

        @seeded(self.seed)
        @settings(max_examples=number, database=None, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy(generation_mode=mode))
        def collect(case: Any) -> None:
            found.append(case)

        with suppress(Unsatisfiable):  # nothing can be wrong with an operation that takes nothing
            collect()
        return found

    def odd(self, operation: Any) -> None:
        """Each query parameter with each odd text."""
        for parameter in operation.query:
            for text in ODD:
                case = operation.Case(query={parameter.name: text}, path_parameters={one.name: "" for one in operation.path_parameters})
                self._fill(case, always=True)
                self.send(case, "demo-buyer")

    def _fill(self, case: Any, *, always: bool = False) -> None:
        for where in (case.path_parameters, case.query, case.body):
            if isinstance(where, dict):
                for name in where:
                    if name in self.ids and self.ids[name] and (always or self.dice.random() > KEPT_SHARE):
                        where[name] = self.dice.choice(self.ids[name])

    def send(self, case: Any, caller: str) -> None:
        name = f"{case.operation.method.upper()} {case.operation.path}"
        try:
            savepoint: Any = transaction.atomic()
            savepoint._from_testcase = True  # a use case's own durable transaction may begin inside it
            with _one_connection(), savepoint:
                answer = case.call(headers=self.headers[caller])
                with connection.cursor() as cursor:
                    cursor.execute("set constraints all immediate")
                raise _Undo
        except _Undo:
            self._judge(name, case, answer, caller)
        except Exception as error:  # noqa: BLE001 - a bug of the application comes through the in-process client as it is
            self._problem(name, case, caller, f"{type(error).__name__}: {error}")

    def _judge(self, name: str, case: Any, answer: Response, caller: str) -> None:
        self.told[name][answer.status_code] += 1
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as group:
            for one in group.exceptions:
                self._problem(name, case, caller, f"{answer.status_code} {type(one).__name__}: {one} | {answer.text[:300]}")

    def _problem(self, name: str, case: Any, caller: str, what: str) -> None:
        key = f"{name} {what[:60]}"
        self.problems.setdefault(key, f"{name} by {caller or 'nobody'}: {what[:900]} | query {case.query!r} body {case.body!r}"[:1500])

    def unreached(self) -> list[str]:
        """Operations that never answered with a success."""
        return sorted(name for name, counts in self.told.items() if not any(200 <= status < 400 for status in counts))


def _bearer(name: str) -> dict[str, str]:
    basic = base64.b64encode(f"{name}:{SECRET}".encode()).decode()
    answer = Client().post("/oauth/token", "grant_type=client_credentials", content_type="application/x-www-form-urlencoded", headers={"Authorization": f"Basic {basic}"})
    assert answer.status_code == 200, answer.content
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def _ids() -> dict[str, list[str]]:
    """Some rows of every state, for each name that a path or a body gives an id by."""
    models = {
        "organization": Organization, "paper": Paper, "client": ApiClient, "member": Membership, "invitation": Invitation, "dataset": Dataset, "revision": DatasetRevision,
        "distribution": Distribution, "evidence": RightsEvidence, "offer": Offer, "zone": Zone, "classification": Classification, "trade_request": TradeRequest,
        "agreement": Agreement, "transfer": Transfer, "deposit": Deposit, "payout": Payout, "institution": Institution, "key": SigningKey, "account": LedgerAccount, "event": Event,
        "run": ImportRun, "source": ForeignSource, "record": CatalogRecord,
    }  # fmt: skip
    found = {name: _some(model) for name, model in models.items()}
    found["kind"] = sorted(set(Condition.objects.values_list("kind", flat=True)))
    found["subject"] = found["agreement"]
    return found


def _some(model: Any) -> list[str]:
    rows: dict[Any, list[str]] = defaultdict(list)
    for row in model.objects.order_by("pk")[:2000]:
        of_state = rows[getattr(row, "state", None)]
        if len(of_state) < EACH_STATE * (1 if hasattr(row, "state") else 4):
            of_state.append(str(row.pk))
    return [pk for pks in rows.values() for pk in pks]
