"""The door: what it demands of an act, what it rolls back, and what it leaves behind."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection, transaction
from django.utils.translation import override
from psycopg.errors import DeadlockDetected, SyntaxError

from kernel.actor import NOBODY, SYSTEM, Actor
from kernel.errors import DoorError, Forbidden, FreshAuthenticationNeeded, NotFound, Refused, WrongState
from kernel.models import Event, Outbox, Probe
from kernel.use_case import Act, use_case
from tests.kernel.specimen import HOME, MAKE, OUTSIDER, OWNER, VIEWER, Specimen, State, actor, close, lapse, make, open_, refused_by_rule

pytestmark = pytest.mark.usefixtures("specimens")


def names() -> list[str]:
    return list(Event.objects.order_by("id").values_list("name", flat=True))


def test_an_act_writes_its_row_and_one_event() -> None:
    row = make(OWNER)
    assert Specimen.objects.get().pk == row.pk
    assert names() == ["kernel.specimen.made"]


def test_unauthorised_rolls_back() -> None:
    @use_case
    def careless(act: Act) -> None:
        row = act.created(Specimen.objects.create(state=State.NEW, state_since=act.now))
        act.record("kernel.specimen.made", row)

    with pytest.raises(DoorError, match="permission"):
        careless(OWNER)
    assert not Specimen.objects.exists()
    assert not names()


def test_unrecorded_rolls_back() -> None:
    @use_case
    def silent(act: Act) -> None:
        act.authorise(MAKE)
        Specimen.objects.create(state=State.NEW, state_since=act.now)

    with pytest.raises(DoorError, match="event"):
        silent(OWNER)
    assert not Specimen.objects.exists()


def test_refuses_to_run_inside_a_foreign_transaction() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        make(OWNER)
    assert not Specimen.objects.exists()


def test_an_error_rolls_back_and_leaves_nothing() -> None:
    row = make(OWNER)

    @use_case
    def broken(act: Act) -> None:
        act.authorise(MAKE)
        act.move(row, State.OPEN)
        act.record("kernel.specimen.opened", row)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken(OWNER)
    assert Specimen.objects.get().state == State.NEW
    assert names() == ["kernel.specimen.made"]


def test_out_of_sight_is_not_found_and_counted() -> None:
    row = make(OWNER)
    for pk in (row.pk, uuid4(), row.pk):
        with pytest.raises(NotFound):
            open_(OUTSIDER, pk)
    assert [(probe.actor, probe.count) for probe in Probe.objects.all()] == [(str(OUTSIDER.id), 3)]
    assert names() == ["kernel.specimen.made"]


def test_the_systems_own_misses_are_no_probes() -> None:
    with pytest.raises(NotFound):
        lapse(SYSTEM, uuid4())
    assert not Probe.objects.exists()


@pytest.mark.parametrize("pk", ["", "x", "00000000", 7, None, [], "\x00"])
def test_an_impossible_id_is_not_found(pk: UUID) -> None:
    with pytest.raises(NotFound):
        open_(OWNER, pk)


@pytest.mark.parametrize("who", [VIEWER, actor("trader", organization=HOME), actor(scopes=frozenset({"read"}))])
def test_forbidden_leaves_its_record_and_nothing_else(who: Actor) -> None:
    row = make(OWNER)
    with pytest.raises(Forbidden):
        open_(who, row.pk)
    assert names() == ["kernel.specimen.made", "kernel.act.refused"]
    assert '"code":"forbidden"' in Event.objects.get(name="kernel.act.refused").payload
    assert Specimen.objects.get().state == State.NEW


def test_nobody_is_asked_to_sign_in() -> None:
    with pytest.raises(Forbidden, match="Sign in|登录"):
        make(NOBODY)


def test_a_refusal_leaves_its_record_in_a_second_transaction_and_nothing_else() -> None:
    row = make(OWNER)
    with pytest.raises(Refused) as caught:
        refused_by_rule(OWNER, row.pk)
    assert caught.value.decision is not None
    assert Specimen.objects.get().state == State.NEW
    assert names() == ["kernel.specimen.made", "kernel.act.refused"]
    refusal = Event.objects.get(name="kernel.act.refused")
    assert (refusal.subject_id, refusal.subject_seq) == (str(row.pk), 2)
    assert '"rules":["specimen.rule"]' in refusal.payload
    assert [party.organization for party in refusal.parties.all()] == [HOME]
    assert Outbox.objects.filter(event=refusal).exists()


def test_a_refusal_on_a_record_the_act_made_itself_leaves_none() -> None:
    @use_case
    def doomed(act: Act) -> None:
        act.authorise(MAKE)
        act.record("kernel.specimen.made", act.created(Specimen.objects.create(state=State.NEW, state_since=act.now)))
        raise Forbidden("no")

    with pytest.raises(Forbidden):
        doomed(OWNER)
    assert not names()
    assert not Specimen.objects.exists()


def test_asking_for_the_password_is_no_refusal() -> None:
    row = open_(OWNER, make(OWNER).pk)
    with pytest.raises(FreshAuthenticationNeeded):
        close(actor(), row.pk)
    assert "kernel.act.refused" not in names()
    assert close(OWNER, row.pk).state == State.CLOSED


def test_wrong_state_leaves_nothing_and_tells_both_states() -> None:
    row = make(OWNER)
    with override("en"), pytest.raises(WrongState, match=r'"new".*"closed"'):
        close(OWNER, row.pk)
    assert names() == ["kernel.specimen.made"]


def test_twice_is_once() -> None:
    row = make(OWNER)
    open_(OWNER, row.pk)
    with pytest.raises(WrongState):
        open_(OWNER, row.pk)
    assert names().count("kernel.specimen.opened") == 1


def test_a_deadlock_is_tried_again_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    @use_case
    def contended(act: Act) -> Specimen:
        act.authorise(MAKE)
        row = act.created(Specimen.objects.create(state=State.NEW, state_since=act.now))
        act.record("kernel.specimen.made", row)
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("deadlock") from DeadlockDetected("deadlock")
        return row

    contended(OWNER)
    assert len(tries) == 3
    assert Specimen.objects.count() == len(names()) == 1


def test_other_database_errors_are_not_tried_again() -> None:
    tries: list[int] = []

    @use_case
    def broken(act: Act) -> None:
        tries.append(1)
        raise OperationalError("away") from SyntaxError("away")

    with pytest.raises(OperationalError):
        broken(OWNER)
    assert len(tries) == 1


def test_a_simple_act_needs_few_statements() -> None:
    row = make(OWNER)
    with connection.execute_wrapper(counting := Counting()):
        open_(OWNER, row.pk)
    # begin, find with its lock, holds, move, event with outbox and parties, commit (both a savepoint's in this test)
    assert len(counting.statements) == 6, counting.statements


class Counting:
    """Notes each statement that goes to the database."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: object, sql: str, params: object, many: bool, context: object) -> object:
        self.statements.append(sql)
        return execute(sql, params, many, context)  # type: ignore[operator]
