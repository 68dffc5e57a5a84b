"""For an operation that no drawn call succeeded with: go through who may, on which row, with which body, until it answers 2xx.

An example (see examples.py) gives the body and the acts that must precede; every step is tried with each fitting caller on each row
they see, and what did not lead on is undone. All of these calls are judged like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from drf_spectacular.generators import EndpointEnumerator
from schemathesis.generation import GenerationMode

from accounts.actors import actor_of
from accounts.client.authentication import actor_of_token
from accounts.client.models import Client
from accounts.member.models import Membership
from accounts.organization.states import State
from kernel.actor import Actor
from kernel.permissions import Permission
from seeds.sample import people
from seeds.sample.load import CLIENTS
from tests.contract.calls import Contract, bearer, name_of, undone
from tests.contract.examples import EXAMPLES
from tests.contract.rows import paths
from tests.contract.steps import Known, Step
from web.openapi import KEY

APPLICANTS = {"demo-applicant": State.RETURNED, "demo-newcomer": State.DRAFT}
MOST_CALLS = 1_000
"""Of one operation; more would say that the example is missing."""


class Spent(Exception):
    """Tried enough."""


@dataclass(frozen=True, slots=True)
class Caller:
    name: str
    headers: dict[str, str]
    actor: Actor


class Reach:
    def __init__(self, contract: Contract, keys: Path) -> None:
        self.contract = contract
        self.keys = keys
        self.operations = {name_of(one): one for one in contract.operations}
        self.permissions = _permissions()
        self.callers = [_caller(name) for name in (*CLIENTS, *_applicants())]
        self.left = 0

    def reach(self, name: str) -> bool:
        """Whether the operation could be brought to answer 2xx."""
        self.left = MOST_CALLS
        ways = [EXAMPLES[name]] if name in EXAMPLES else self._drawn(name)
        try:
            return any(self._go(steps, Known(self.keys)) for steps in ways)
        except Spent:
            return False

    def _drawn(self, name: str) -> list[tuple[Step, ...]]:
        """As the document describes it, twice."""
        cases = self.contract.drawn(self.operations[name], GenerationMode.POSITIVE, 2)
        for case in cases:
            self.contract.fill(case, always=True)
        if not any(isinstance(case.body, dict) for case in cases):
            return [(Step(name),)]
        return [(Step(name, case.body),) for case in cases]

    def _go(self, steps: tuple[Step, ...], known: Known) -> bool:
        """Whether some way leads through all steps."""
        if not steps:
            return True
        step, *rest = steps
        for caller, ids in self._ways(step, known):
            with undone():
                body = step.body(known, caller.name, caller.actor) if callable(step.body) else step.body
                answer = None if body is None else self._say(caller, ids, step, body)
                if answer is not None and 200 <= answer.status_code < 300:
                    said = json.loads(answer.content) if answer.content[:1] in (b"{", b"[") else None
                    if self._go(tuple(rest), known.told(ids, said, rest[0].operation if rest else "")):
                        return True
        return False

    def _ways(self, step: Step, known: Known) -> Iterator[tuple[Caller, dict[str, str]]]:
        """Each caller who may, on each row they see."""
        # as they stand in the address: what comes last belongs to what comes first
        names = sorted((one.name for one in self.operations[step.operation].path_parameters), key=lambda name: step.operation.index(f"{{{name}}}"))
        permission = self.permissions.get(step.operation)
        for caller in self.callers:
            if caller.name in step.by if step.by else permission is None or permission.name in (caller.actor.scopes or ()):
                for ids in paths(names, caller.actor, known.ids | dict(step.ids)):
                    yield caller, ids

    def _say(self, caller: Caller, ids: dict[str, str], step: Step, body: Any) -> Any:
        if self.left == 0:
            raise Spent
        self.left -= 1
        said: dict[str, Any] = {} if isinstance(body, bytes) or body == "" else {"body": body, "media_type": "application/json"}
        case = self.operations[step.operation].Case(path_parameters=ids, query=dict(step.query(caller.actor) if callable(step.query) else step.query), **said)
        headers = caller.headers | dict(step.headers)
        if any(one.name == KEY.name for one in self.operations[step.operation].headers):
            headers[KEY.name] = uuid4().hex
        sent = {"data": body} if isinstance(body, bytes) else {}
        return self.contract.say(case, headers, caller.name, **sent)


def _caller(name: str) -> Caller:
    headers = bearer(name)
    return Caller(name, headers, actor_of_token(headers["Authorization"].split()[1]))


def _applicants() -> Iterator[str]:
    """Clients of organizations that apply: the sample's clients are all admitted ones'."""
    for name, state in APPLICANTS.items():
        owner = Membership.objects.select_related("organization", "user").filter(organization__state=state).earliest("pk")
        if not Client.objects.filter(client_id=name).exists():
            people.client(actor_of(owner.user, owner.organization, fresh=True), name)
        yield name


def _permissions() -> dict[str, Permission]:
    """The permission that each operation's view names for its method."""
    found: dict[str, Permission] = {}
    for path, _regex, method, callback in EndpointEnumerator().get_api_endpoints():
        of_view: dict[str, Permission] = getattr(callback.cls, "permissions", {})
        if method.lower() in of_view:
            found[f"{method.upper()} {path}"] = of_view[method.lower()]
    return found
