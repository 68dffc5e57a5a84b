"""Who may not, and when not: the wrong role and the outsider, and every act in a state it does not belong to."""

from __future__ import annotations

from typing import Any

import pytest

from exchange.agreement.models import Agreement
from exchange.export_case import use_cases as cases
from exchange.export_case.states import State
from kernel.errors import Forbidden, NotFound, WrongState
from tests.cast import Party
from tests.exchange.export_case.test_use_cases import GAP, World, world
from tests.factories.export_case import again, case_in

__all__ = ["world"]


@pytest.mark.parametrize(
    ("act", "state", "wrong", "given"),
    [
        (cases.submit, State.DRAFT, "consumer.trader", {}),
        (cases.withdraw, State.DRAFT, "consumer.trader", {}),
        (cases.accept, State.SUBMITTED, "regulator.reviewer", {}),
        (cases.return_, State.SUBMITTED, "regulator.approver", {"items": GAP}),
        (cases.ask_for_papers, State.UNDER_REVIEW, "regulator.intake", {"items": GAP}),
        (cases.extend, State.UNDER_REVIEW, "regulator.approver", {"days": 5, "reason": "x"}),
        (cases.opine, State.UNDER_REVIEW, "regulator.approver", {"kind": "approve", "text": "x"}),
        (cases.decide, State.TO_DECIDE, "regulator.reviewer", {"verdict": "approve"}),
        (cases.supply, State.SUPPLEMENT, "consumer.trader", {"answer": "x"}),
        (cases.ask_reevaluation, State.REFUSED, "consumer.owner", {"grounds": "x"}),
    ],
)
def test_the_wrong_role_may_not_and_an_outsider_finds_nothing(world: World, outsider: Party, act: Any, state: State, wrong: str, given: dict[str, Any], exported: Agreement) -> None:
    case = case_in(state, **world, agreement=exported)
    side, name = wrong.split(".")
    with pytest.raises(Forbidden):
        act(world[side].actors[name], case.pk, **given)
    with pytest.raises(NotFound):
        act(outsider.owner, case.pk, **given)


@pytest.mark.parametrize(
    ("act", "who", "given"),
    [
        (cases.accept, "regulator.intake", {}), (cases.return_, "regulator.intake", {"items": GAP}), (cases.opine, "regulator.reviewer", {"kind": "approve", "text": "x"}),
        (cases.ask_for_papers, "regulator.reviewer", {"items": GAP}), (cases.decide, "regulator.approver", {"verdict": "approve"}),
        (cases.supply, "provider.steward", {"answer": "x"}), (cases.decline, "regulator.intake", {"reason": "x"}),
    ],
)  # fmt: skip
def test_nothing_happens_in_the_wrong_state(world: World, act: Any, who: str, given: dict[str, Any], exported: Agreement) -> None:
    case = case_in(State.REFUSED, **world, agreement=exported)
    side, name = who.split(".")
    with pytest.raises(WrongState):
        act(world[side].actors[name], case.pk, **given)
    assert again(case).state == "refused"
