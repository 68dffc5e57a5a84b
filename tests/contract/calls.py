"""Calls drawn from the API's own document, sent into the WSGI application on the sample exchange and judged by that document.

Every call runs in a savepoint that is undone, so each one meets the sample as it was loaded. Ids come from the sample's rows,
otherwise nearly every call would end at 404 and say nothing of the code behind it. What draws do not succeed with is left to reach.py.
"""

from __future__ import annotations

import base64
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
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

from seeds.sample.people import SECRET
from settings.wsgi import application
from tests.contract.rows import ids

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
CALLERS = ("", "demo-provider-owner", "demo-buyer", "demo-operator")
IN_BODIES = ("agreement", "classification", "institution", "key", "offer", "organization")
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


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done within leaves nothing; one may be within another."""
    savepoint: Any = transaction.atomic()
    savepoint._from_testcase = True  # a use case's own durable transaction may begin inside it
    with suppress(_Undo), savepoint:
        yield
        raise _Undo


def name_of(operation: Any) -> str:
    return f"{operation.method.upper()} {operation.path}"


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
        self.headers = {name: bearer(name) if name else {} for name in CALLERS}
        names = {one.name for operation in self.operations for one in operation.path_parameters} | set(IN_BODIES)
        self.ids = ids(sorted(names))
        self.ids |= {"subject": self.ids["agreement"], "applicant": self.ids["organization"]}

    @cached_property
    def operations(self) -> list[Any]:
        return [found.ok() for found in self.schema.get_all_operations()]

    @property
    def calls(self) -> int:
        return sum(sum(counts.values()) for counts in self.told.values())

    def draw(self, operation: Any, number: int) -> None:
        """`number` calls of one operation as documented, and a third as many deliberately not."""
        for mode, calls in ((GenerationMode.POSITIVE, number), (GenerationMode.NEGATIVE, max(1, number // 3))):
            for case in self.drawn(operation, mode, calls):
                self.fill(case)
                self.send(case, self.dice.choice(CALLERS))

    def drawn(self, operation: Any, mode: GenerationMode, number: int) -> list[Any]:
        found: list[Any] = []

        @seeded(self.seed)
        @settings(max_examples=number, database=None, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy(generation_mode=mode))
        def collect(case: Any) -> None:
            found.append(case)

        with suppress(Unsatisfiable):  # nothing can be wrong with an operation that takes nothing
            collect()
        return found

    def odd(self, operation: Any, number: int = len(ODD)) -> None:
        """Each query parameter with each odd text, or a `number` of them."""
        for parameter in operation.query:
            for text in self.dice.sample(ODD, number):
                case = operation.Case(query={parameter.name: text}, path_parameters={one.name: "" for one in operation.path_parameters})
                self.fill(case, always=True)
                self.send(case, "demo-buyer")

    def fill(self, case: Any, *, always: bool = False) -> None:
        for where in (case.path_parameters, case.query, case.body):
            if isinstance(where, dict):
                for name in where:
                    if name in self.ids and self.ids[name] and (always or self.dice.random() > KEPT_SHARE):
                        where[name] = self.dice.choice(self.ids[name])

    def send(self, case: Any, caller: str) -> None:
        with undone():
            self.say(case, self.headers[caller], caller or "nobody")

    def say(self, case: Any, headers: dict[str, str], who: str, **sent: Any) -> Response | None:
        """One call, judged; None after a bug. `sent` goes to the client as it is: a body of bytes."""
        name = name_of(case.operation)
        try:
            with _one_connection():
                answer: Response = case.call(headers=headers, **sent)
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate; set constraints all deferred")
        except Exception as error:  # noqa: BLE001 - a bug of the application comes through the in-process client as it is
            self._problem(name, case, who, f"{type(error).__name__}: {error}")
            return None
        self._judge(name, case, answer, who)
        return answer

    def _judge(self, name: str, case: Any, answer: Response, caller: str) -> None:
        self.told[name][answer.status_code] += 1
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as group:
            for one in group.exceptions:
                self._problem(name, case, caller, f"{answer.status_code} {type(one).__name__}: {one} | {answer.text[:300]}")

    def _problem(self, name: str, case: Any, caller: str, what: str) -> None:
        key = f"{name} {what[:60]}"
        self.problems.setdefault(key, f"{name} by {caller}: {what[:900]} | query {case.query!r} body {case.body!r}"[:1500])

    def unreached(self) -> list[str]:
        """Operations that never answered 2xx."""
        return sorted(name for name in map(name_of, self.operations) if not any(200 <= status < 300 for status in self.told[name]))


def bearer(name: str) -> dict[str, str]:
    basic = base64.b64encode(f"{name}:{SECRET}".encode()).decode()
    answer = Client().post("/oauth/token", "grant_type=client_credentials", content_type="application/x-www-form-urlencoded", headers={"Authorization": f"Basic {basic}"})
    assert answer.status_code == 200, answer.content
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}
