"""The door: every change of state is a use case, and a use case goes through here.

    @use_case
    def accept(act: Act, request_id: UUID) -> TradeRequest:
        request = act.find(TradeRequest, request_id)          # out of sight is NotFound; the row is locked
        act.authorise(permissions.ACCEPT, request)            # who
        act.require(rules.acceptance(gather.facts(request)))  # lawful
        act.move(request, State.ACCEPTED)                     # move
        act.record("exchange.trade_request.accepted", request, {...}, parties=[...])
        return request

    accept(actor, request.pk)      # from a face or a task      accept(act, request.pk)      # from another use case: joins it

One transaction, which refuses to run inside a foreign one, to end unauthorised or unrecorded. A use case called by another
runs as the system on behalf of the first actor and names that act's event as its cause. A refusal rolls everything back
and then leaves its record in a second transaction.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.db.models import Model
from django.utils.translation import gettext_noop

from kernel import clock, events, holds, idempotency, permissions, states, turns
from kernel.actor import Actor
from kernel.decision import Decision, Say
from kernel.errors import ActError, DoorError, Forbidden, FreshAuthenticationNeeded, NotFound, Refused
from kernel.nudge import nudge
from kernel.readers import readers, readers_of

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=Model)

_COUNT_PROBE = """
insert into kernel_probe (actor, minute, count) values (%s, date_trunc('minute', %s::timestamptz), 1)
on conflict (actor, minute) do update set count = kernel_probe.count + 1
"""
# PostgreSQL ended the transaction to let another through: nothing of the act is left, so it may simply begin again.
_DEADLOCK, _SERIALIZATION_FAILURE = "40P01", "40001"
_ATTEMPTS = 3
REFUSED = "kernel.act.refused"


class Act:
    """One running use case: its actor, the hour, and what it has done so far. Made by the door only."""

    def __init__(self, name: str, actor: Actor, outer: Act | None = None) -> None:
        self.name = name
        self.actor = actor
        self.outer = outer
        self.now: datetime = outer.now if outer else clock.now()
        self.subject: Any = None
        self.events: list[events.Recorded] = []
        self._authorised = False
        self._locked: dict[tuple[str, Any], Any] = outer._locked if outer else {}
        self._tasks: set[str] = outer._tasks if outer else set()
        self._turns: turns.Turns = outer._turns if outer else turns.Turns()

    # find

    def find(self, model: type[M], pk: Any, *, lock: bool = True, join: tuple[str, ...] = (), defer: tuple[str, ...] = (), **lookup: Any) -> M:
        """The row the actor can see, locked, with the rows `join` names read by the same statement, without the columns of
        `defer`. An act inside another one gets the very row that one holds. Errors: NotFound."""
        held = self._held(model, pk) if self.outer and not lookup else None
        if held is not None:
            self.subject = held
            return held
        try:
            rows = model._default_manager.visible_to(self.actor).filter(pk=pk, **lookup)  # type: ignore[attr-defined]
            rows = rows.select_related(*join).defer(*defer) if join or defer else rows
            row = next(iter(rows.select_for_update(of=("self",), no_key=True) if lock else rows), None)
        except (ValueError, TypeError, ValidationError) as error:  # no such id can exist
            raise NotFound from error
        if row is None:
            raise NotFound
        if lock:
            self._locked[_name(row)] = row
        self.subject = row
        return row  # type: ignore[no-any-return]

    def _held(self, model: type[M], pk: Any) -> M | None:
        try:
            row: M | None = self._locked.get((model._meta.label, model._meta.pk.to_python(pk)))
        except ValidationError as error:
            raise NotFound from error
        return row

    def lock(self, record: M) -> M:
        """Lock a row that another record led to (refreshed), once per act."""
        if _name(record) not in self._locked:
            states.lock(record)
            self._locked[_name(record)] = record
        return record

    def created(self, record: M) -> M:
        """Say that this row is new in this transaction, so that no lock is needed to record on it."""
        self._locked[_name(record)] = record
        self.subject = record
        return record

    # may I, is it lawful

    def authorise(self, permission: permissions.Permission, on: Any = None) -> None:
        """Errors: Forbidden, Refused (a hold). Holds on the actor's organization and on `on` are asked here."""
        self.subject = on if isinstance(on, Model) else self.subject
        permissions.authorise(self.actor, permission, on)
        self._authorised = True
        if not self.actor.is_system:
            own = [self.actor.organization] if self.actor.organization else []
            subjects = [*own, *(holds.subjects_of(on) if on is not None else [])]
            if subjects:
                self.require(holds.decision(holds.standing(subjects, holds.ACT)))

    def require(self, decision: Decision) -> Decision:
        """Errors: Refused when the decision is anything but permitted: unknown never passes."""
        if not decision.permitted:
            raise Refused(decision)
        return decision

    def person(self) -> UUID:
        """The natural person who answers for this act. Errors: Forbidden where there is none."""
        if self.actor.person is None:
            raise Forbidden(Say(gettext_noop("This act needs a person who answers for it.")))
        return self.actor.person

    # move, wait, record

    def move(self, record: Any, to: StrEnum, **fields: Any) -> states.Transition:
        self.lock(record)
        return states.move(record, to, at=self.now, locked=True, **fields)

    def wait(
        self, subject: Any, *, organization: UUID, act: str | permissions.Permission, role: str, within: timedelta | None = None, until: datetime | None = None,
        on_expiry: str = "", person: UUID | None = None,
    ) -> None:
        """From the end of this act it is `organization`'s turn; see turns.Turns."""
        until = until or (self.now + within if within else None)
        self._turns.begin(subject, organization=organization, act=str(act), role=role, since=self.now, until=until, on_expiry=on_expiry, person=person)

    def done_waiting(self, subject: Any, act: str | permissions.Permission | None = None, *, but: str | permissions.Permission | None = None) -> None:
        self._turns.end(subject, str(act) if act else None, str(but) if but else None)

    def record(self, name: str, subject: Any, data: Mapping[str, Any] | None = None, *, parties: Iterable[UUID | None] = ()) -> events.Recorded:
        """Write the event. `parties` are the organizations that may read it; the actor's own is always among them."""
        self.lock(subject)
        mine = [self.actor.organization] if self.actor.organization else []
        cause = self.events[0].id if self.events else (self.outer.events[-1].id if self.outer and self.outer.events else None)
        done = events.write(
            name, subject, actor=self.actor, at=self.now, data=data or {}, parties=[p for p in [*mine, *parties] if p], caused_by=cause
        )
        self.events.append(done)
        self._tasks.update(readers()[reader].task for reader in readers_of(name))
        return done

    def after_commit(self, function: Callable[[], None]) -> None:
        """Run `function` once the act is committed: only to wake something, never to do the work itself."""
        transaction.on_commit(function, robust=True)

    def write_turns(self) -> None:
        self._turns.write(self.now)

    def finish(self) -> None:
        if not self._authorised:
            raise DoorError(f"{self.name} ended without asking for permission")
        if not self.events:
            raise DoorError(f"{self.name} ended without recording an event")


def _name(record: Any) -> tuple[str, Any]:
    return (record._meta.label, record.pk)


def use_case(function: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Actor | Act, P], R]:
    """Make `function` an act that only the door can run."""
    name = f"{function.__module__}.{function.__qualname__}".replace(".use_cases.", ".")

    @functools.wraps(function)
    def door(who: Actor | Act, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if isinstance(who, Act):
            inner = Act(name, who.actor.as_system(), who)
            result = function(inner, *args, **kwargs)
            inner.finish()
            return result
        return _open(name, who, lambda act: function(act, *args, **kwargs))

    door.__use_case__ = name  # type: ignore[attr-defined]
    return door


def _open(name: str, actor: Actor, body: Callable[[Act], R]) -> R:
    ticket = idempotency.take()
    for _ in range(_ATTEMPTS - 1):
        try:
            return _run(Act(name, actor), body, ticket)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") not in {_DEADLOCK, _SERIALIZATION_FAILURE}:
                raise
    return _run(Act(name, actor), body, ticket)


def _run(act: Act, body: Callable[[Act], R], ticket: idempotency.Ticket | None) -> R:
    try:
        with transaction.atomic(durable=True):
            if ticket:
                ticket.claim()
            result = body(act)
            act.finish()
            act.write_turns()
            if ticket:
                ticket.store(ticket.render(result), act.now)
            _wake(act._tasks)
        return result
    except NotFound:
        if not act.actor.is_system:
            _count_probe(act)
        raise
    except FreshAuthenticationNeeded:  # the page asks for the password and repeats the act: nothing was refused
        raise
    except (Forbidden, Refused) as error:
        _leave_refusal(act, error, ticket)
        raise


def _wake(tasks: Iterable[str]) -> None:
    for task in tasks:
        transaction.on_commit(functools.partial(nudge, task), robust=True)


def _count_probe(act: Act) -> None:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_COUNT_PROBE, [str(act.actor.id or act.actor.kind.value), act.now])


def _leave_refusal(act: Act, error: ActError, ticket: idempotency.Ticket | None) -> None:
    """The second transaction of a refused act: an event on its subject (or none, where nothing was found yet or it was made
    by the act itself), and the answer for the key when a rule refused."""
    with transaction.atomic(durable=True):
        if act.subject is not None and _relock(act.subject):
            events.write(
                REFUSED, act.subject, actor=act.actor, at=act.now, parties=[act.actor.organization] if act.actor.organization else [], caused_by=None,
                data={"act": act.name, "code": error.code, "rules": [reason.rule for reason in error.decision.reasons] if error.decision else []},
            )
            _wake({readers()[reader].task for reader in readers_of(REFUSED)})
        if ticket and isinstance(error, Refused):
            ticket.store(problem_answer(error), act.now)


def _relock(subject: Any) -> bool:
    try:
        states.lock(subject)
    except type(subject).DoesNotExist:
        return False
    return True


def problem_answer(error: ActError) -> idempotency.Answer:
    """An error as RFC 9457 problem details: the API's one mapping, here because a stored refusal needs it too."""
    body: dict[str, Any] = {
        "type": f"/errors/{error.code}",
        "title": str(Say(error.title)),
        "status": error.status,
        "detail": str(error.detail),
        "code": error.code,
    }
    if error.remedy:
        body["remedy"] = str(error.remedy)
    if error.decision:
        body["decision"] = error.decision.as_json()
    fields = getattr(error, "fields", None)
    if fields:
        body["fields"] = {key: [str(message) for message in messages] for key, messages in fields.items()}
    return idempotency.Answer(error.status, body)
