"""May this actor do this: each reason to say no, in its order, with a remedy where there is one."""

from __future__ import annotations

import pytest

from kernel.actor import NOBODY, SYSTEM, Actor, ActorKind
from kernel.decision import Decision, Outcome, Reason, Say, refuse, unknown
from kernel.errors import Forbidden, FreshAuthenticationNeeded, NotFound, Refused, TooMany, Unavailable
from kernel.permissions import Permission, allowed, authorise
from kernel.use_case import problem_answer
from tests.kernel.specimen import CLOSE, HOME, LAPSE, MAKE, OPEN, OWNER, VIEWER, actor

SIDED = Permission("specimen:sided", frozenset({"owner"}), side=lambda who, on: bool(on == who.organization))


def client(*scopes: str) -> Actor:
    return Actor(ActorKind.CLIENT, id=HOME, person=HOME, organization=HOME, roles=frozenset({"owner"}), scopes=frozenset(scopes))


@pytest.mark.parametrize(
    ("who", "permission", "on", "rule"),
    [
        (OWNER, MAKE, None, None),
        (VIEWER, MAKE, None, "permission.role"),
        (actor("trader", "viewer"), MAKE, None, "permission.role"),
        (NOBODY, MAKE, None, "permission.sign_in"),
        (SYSTEM, MAKE, None, "permission.not_for_the_system"),
        (SYSTEM, LAPSE, None, None),
        (OWNER, LAPSE, None, "permission.role"),
        (OWNER.as_system(), OPEN, None, None),
        (OWNER.as_system(), MAKE, None, "permission.not_for_the_system"),
        (client("read"), MAKE, None, "permission.scope"),
        (client("specimen:make"), MAKE, None, None),
        (client("specimen:close"), CLOSE, None, None),
        (OWNER, SIDED, HOME, None),
        (OWNER, SIDED, None, "permission.side"),
    ],
)
def test_each_cell(who: Actor, permission: Permission, on: object, rule: str | None) -> None:
    decision = allowed(who, permission, on, ignore_freshness=False)
    assert decision.permitted is (rule is None)
    if rule is None:
        authorise(who, permission, on)
    else:
        assert [reason.rule for reason in decision.reasons] == [rule]
        with pytest.raises(Forbidden):
            authorise(who, permission, on)


def test_a_sensitive_act_shows_its_button_and_asks_after_the_click() -> None:
    stale = actor()
    assert allowed(stale, CLOSE).permitted
    with pytest.raises(FreshAuthenticationNeeded):
        authorise(stale, CLOSE)
    authorise(OWNER, CLOSE)


def test_a_system_on_behalf_keeps_whose_doing_it_is() -> None:
    system = OWNER.as_system()
    assert (system.kind, system.person, system.organization, system.on_behalf_of) == (ActorKind.SYSTEM, OWNER.person, OWNER.organization, OWNER)
    assert system.as_system() is system
    assert not system.roles


def test_unknown_never_passes() -> None:
    reason = Reason("r", "1", Say("Nobody knows."))
    assert not unknown(reason).permitted
    assert not refuse(reason).permitted
    assert Decision(Outcome.PERMITTED).permitted


def test_an_error_as_problem_details() -> None:
    refused = Refused(refuse(Reason("r.one", "7", Say("No %(what)s.", {"what": "entry"}), remedy=Say("Knock.")), facts={"door": "shut"}))
    answer = problem_answer(refused)
    assert answer.status == 409
    assert answer.body["type"] == "/errors/refused"
    assert answer.body["decision"]["rules"][0]["id"] == "r.one"
    assert answer.body["decision"]["facts"] == {"door": "shut"}
    assert answer.body["remedy"]
    assert {problem_answer(error).status for error in (NotFound(), TooMany(Say("x")), Unavailable(Say("x")))} == {404, 429, 503}
