"""Idempotency keys: one effect, the first answer again, also in a crowd."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from kernel import idempotency
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.idempotency import Answer, Replay, Ticket, scope_of, ticket
from kernel.models import Event, IdempotencyKey
from kernel.use_case import Act, use_case
from tests.databases import CommittedDatabase
from tests.kernel.specimen import MAKE, OUTSIDER, OWNER, VIEWER, Specimen, at_once, close, make, open_, refused_by_rule


def rendered(row: Specimen) -> Answer:
    return Answer(201, {"z": str(row.pk), "a": row.state, "名": [1, None, "北京"]}, {"Location": f"/{row.pk}"})


def keyed(key: str = "k", body: str = "b", **more: Any) -> Ticket:
    return Ticket(scope_of("organization", "client", "POST", "/route", key), scope_of(body), rendered, **more)


def run(function: Callable[..., Any], *args: Any, given: Ticket | None = None) -> Ticket:
    given = given or keyed()
    with ticket(given):
        function(*args)
    return given


def test_the_same_key_and_body_give_the_first_answer_again(specimens: None) -> None:
    first = run(make, OWNER)
    assert first.answer is not None
    with pytest.raises(Replay) as again:
        run(make, OWNER)
    assert again.value.answer.status == 201
    assert again.value.answer.body == first.answer.body
    assert list(again.value.answer.body) == ["z", "a", "名"]  # the very order of its keys
    assert again.value.answer.headers["Idempotent-Replayed"] == "true"
    assert Specimen.objects.count() == Event.objects.count() == 1


def test_another_body_is_invalid(specimens: None) -> None:
    run(make, OWNER)
    with pytest.raises(Invalid) as caught:
        run(make, OWNER, given=keyed(body="other"))
    assert (caught.value.status, caught.value.code) == (422, "idempotency_key_reused")
    assert Specimen.objects.count() == 1


def test_another_key_is_another_act(specimens: None) -> None:
    run(make, OWNER)
    run(make, OWNER, given=keyed("k2"))
    assert Specimen.objects.count() == 2


def test_a_failed_act_keeps_nothing_and_may_be_repeated(specimens: None) -> None:
    row = make(OWNER)
    for who, error in ((OUTSIDER, NotFound), (VIEWER, Forbidden)):
        with pytest.raises(error):
            run(open_, who, row.pk)
    with pytest.raises(WrongState):
        run(close, OWNER, row.pk)
    assert not IdempotencyKey.objects.exists()
    run(open_, OWNER, row.pk)
    assert IdempotencyKey.objects.get().status == 201


def test_a_refusal_by_rule_is_stored_and_given_again(specimens: None) -> None:
    row = make(OWNER)
    with pytest.raises(Refused):
        run(refused_by_rule, OWNER, row.pk)
    with pytest.raises(Replay) as again:
        run(refused_by_rule, OWNER, row.pk)
    assert again.value.answer.status == 409
    assert again.value.answer.body["code"] == "refused"
    assert again.value.answer.body["decision"]["rules"][0]["id"] == "specimen.rule"
    assert Event.objects.filter(name="kernel.act.refused").count() == 1


def test_secrets_are_answered_once_and_not_kept(specimens: None) -> None:
    def secret(row: Specimen) -> Answer:
        return Answer(201, {"id": str(row.pk), "secret": "canary-5f2c"})

    given = Ticket(scope_of("k"), scope_of("b"), secret, keep=lambda body: body | {"secret": None})
    run(make, OWNER, given=given)
    assert given.answer is not None
    assert given.answer.body["secret"] == "canary-5f2c"
    assert "canary" not in IdempotencyKey.objects.get().body
    with pytest.raises(Replay) as again:
        run(make, OWNER, given=Ticket(scope_of("k"), scope_of("b"), secret))
    assert again.value.answer.body["secret"] is None


def test_a_ticket_is_used_by_one_act_and_by_the_outermost(specimens: None) -> None:
    @use_case
    def outer(act: Act) -> Specimen:
        act.authorise(MAKE)
        row = act.created(Specimen.objects.create(organization=act.actor.organization, state="NEW", state_since=act.now))
        act.record("kernel.specimen.made", row)
        return open_(act, row.pk)

    with ticket(keyed()):
        outer(OWNER)
        make(OWNER)
    assert IdempotencyKey.objects.count() == 1


def test_parts_of_a_scope_do_not_run_into_each_other() -> None:
    assert len({scope_of("ab", "c"), scope_of("a", "bc"), scope_of("abc"), scope_of("abc", "")}) == 4
    assert scope_of(UUID(int=1), "POST") == scope_of(str(UUID(int=1)), "POST")


def test_in_flight_is_a_conflict_and_afterwards_the_first_answer(committed_specimens: CommittedDatabase) -> None:
    inside, go_on = threading.Event(), threading.Event()

    @use_case
    def slow(act: Act) -> Specimen:
        act.authorise(MAKE)
        row = act.created(Specimen.objects.create(organization=act.actor.organization, state="NEW", state_since=act.now))
        act.record("kernel.specimen.made", row)
        inside.set()
        go_on.wait(10)
        return row

    first: list[Ticket] = []

    def other() -> None:
        first.append(run(slow, OWNER))
        connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    assert inside.wait(10)
    with pytest.raises(Conflict) as caught:
        run(make, OWNER)
    assert (caught.value.status, caught.value.code) == (409, "idempotency_key_in_flight")
    go_on.set()
    thread.join(10)
    with pytest.raises(Replay) as again:
        run(make, OWNER)
    assert first[0].answer is not None
    assert again.value.answer.body == first[0].answer.body
    assert Specimen.objects.count() == 1


def test_a_key_stored_behind_our_back_is_a_conflict_without_effect(committed_specimens: CommittedDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claimed with a snapshot from before the other's commit and a lock from after its release: the primary key decides."""
    run(make, OWNER)
    monkeypatch.setattr(Ticket, "claim", lambda self: None)
    with pytest.raises(Conflict) as caught:
        run(make, OWNER)
    assert caught.value.code == "idempotency_key_in_flight"
    assert Specimen.objects.count() == Event.objects.count() == 1


def test_a_refusal_stored_behind_our_back_is_a_conflict(committed_specimens: CommittedDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    row = make(OWNER)
    with pytest.raises(Refused):
        run(refused_by_rule, OWNER, row.pk)
    monkeypatch.setattr(Ticket, "claim", lambda self: None)
    with pytest.raises(Conflict):
        run(refused_by_rule, OWNER, row.pk)
    assert Event.objects.filter(name="kernel.act.refused").count() == 1


def test_a_hundred_times_thirty_two_at_once_is_one_effect(committed_specimens: CommittedDatabase) -> None:
    def attempt() -> Any:
        given = keyed()
        try:
            run(make, OWNER, given=given)
        except Replay as again:
            return again.answer.body
        assert given.answer is not None
        return given.answer.body

    results: list[Any] = []
    for _ in range(3):
        results += at_once(*[attempt] * 32)
    answers = [result for result in results if not isinstance(result, Exception)]
    others = [result for result in results if isinstance(result, Exception)]
    assert Specimen.objects.count() == Event.objects.count() == IdempotencyKey.objects.count() == 1
    assert answers
    assert all(answer == answers[0] for answer in answers)
    assert all(isinstance(error, Conflict) and error.code == "idempotency_key_in_flight" for error in others)
    assert idempotency.take() is None
