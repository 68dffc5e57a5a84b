"""What a pilot may relax: rules of the platform's own and no other, within limits, and never what a rule of law says."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

import exchange
from exchange.rules import lanes, pilot, statement
from exchange.rules.lanes import ORDER, LaneFacts, sort
from exchange.rules.pilot import TABLE, Relaxable, Scope, Used, adds, wrong
from exchange.rules.release import policy, statute
from kernel.decision import Certainty, Citation

ROOT = Path(exchange.__file__).parent
CALM = LaneFacts(10, 0, important=False, manual_review=False, first=False, used_percent=10, days_left=300, filing_open=False, conditions=False, recent_orders=0, refused_before=0)
WORST = LaneFacts(None, 200_000, important=True, manual_review=True, first=True, used_percent=99, days_left=1, filing_open=True, conditions=True, recent_orders=1, refused_before=1)
RULE_ID = re.compile(r"[A-Z]-[A-Z0-9][A-Z0-9_()/-]*\Z")


def rule_ids() -> set[str]:
    """Every text in the code of the exchange that looks like the id of a rule."""
    found: set[str] = set()
    for file in ROOT.rglob("*.py"):
        if "migrations" not in file.parts:
            found |= {node.value for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Constant) and isinstance(node.value, str) and RULE_ID.fullmatch(node.value)}
    return found


def test_the_table_holds_the_platforms_own_rules_only() -> None:
    assert TABLE
    for rule, one in TABLE.items():
        assert one.rule == rule and {cite.certainty for cite in one.cites} == {Certainty.PLATFORM} and {cite.instrument for cite in one.cites} == {"platform rules"}


@pytest.mark.parametrize("cites", [(), (statute("PIPL", "38"),), (policy("lanes"), statute("P16", "7")), (Citation("M13", "7", Certainty.SECONDARY),)])
def test_an_entry_that_cites_anything_else_cannot_be_made(cites: tuple[Citation, ...]) -> None:
    with pytest.raises(ValueError, match="no rule of the platform's own"):
        Relaxable("R-LAW", "", "", 1, range(1), cites)


def test_the_rules_give_the_citations_the_table_says() -> None:
    """The reasons those rules really give rest on the platform alone: the table cannot call a rule of law the platform's."""
    given_reasons = {reason.rule: reason for facts in (CALM, WORST, dataclasses.replace(WORST, ordinary=200_000)) for reason in sort(facts).reasons}
    for rule in set(TABLE) - {statement.RULE}:
        assert given_reasons[rule].cites == TABLE[rule].cites == lanes.CITE
    assert TABLE[statement.RULE].cites == statement.CITE
    assert all(cite.certainty is Certainty.PLATFORM for reason in given_reasons.values() for cite in reason.cites)


def test_no_other_rule_of_the_code_can_be_named() -> None:
    ids = rule_ids()
    assert {"R-CLEAR-UNTIL", "R-ISSUE-BLOCKED", "R-LANE-IMPORTANT", "R-LANE-UNCOUNTED", "R-PI-LT100K"} <= ids and set(TABLE) <= ids
    assert all(wrong(rule, value) is not None for rule in ids - set(TABLE) for value in (0, 1, 31, 5_000))
    for said in ("", "PIPL 38", "R-LANE-FIRST ", "r-lane-first"):
        assert wrong(said, 0) is not None


def test_values_stay_within_limits() -> None:
    for rule, one in TABLE.items():
        assert wrong(rule, one.values[0]) is None and wrong(rule, one.values[-1]) is None
        assert wrong(rule, one.values[-1] + 1) is not None and wrong(rule, one.ordinary) is not None and wrong(rule, True) is not None
    assert TABLE[lanes.SENSITIVE_MANY].values[-1] <= 10_000 and TABLE[lanes.MANY].values[-1] <= 1_000_000, "the law's own thresholds (P16 7) are the end"


@pytest.mark.parametrize(("facts", "rule", "value", "before", "after"), [
    (dataclasses.replace(CALM, first=True), "R-LANE-FIRST", 0, "yellow", "green"),
    (dataclasses.replace(CALM, sensitive=4_000), "R-LANE-SENSITIVE-MANY", 5_000, "red", "yellow"),
    (dataclasses.replace(CALM, sensitive=5_000), "R-LANE-SENSITIVE-MANY", 5_000, "red", "red"),
    (dataclasses.replace(CALM, ordinary=150_000), "R-LANE-MANY", 200_000, "red", "green"),
    (dataclasses.replace(CALM, ordinary=200_000), "R-LANE-MANY", 200_000, "red", "red"),
])  # fmt: skip
def test_a_lane_is_milder_under_a_pilot_and_says_so(facts: LaneFacts, rule: str, value: int, before: str, after: str) -> None:
    trial = dataclasses.replace(facts, pilot="PP-1", relaxed=((rule, value),))
    found = sort(trial)
    assert (sort(facts).lane, found.lane) == (before, after)
    said = {reason.rule: reason for reason in found.reasons}
    assert ("R-PILOT" in said) == (before != after)
    if before != after:
        assert said["R-PILOT"].finding.values == {"pilot": "PP-1", "rule": rule} and all(cite.certainty is Certainty.PLATFORM for cite in said["R-PILOT"].cites)
    past = sort(dataclasses.replace(trial, past_cap=True))
    assert past.lane == before and "R-PILOT-CAP" in [reason.rule for reason in past.reasons]


facts_drawn = st.builds(
    LaneFacts, ordinary=st.none() | st.integers(0, 1_200_000), sensitive=st.none() | st.integers(0, 12_000), important=st.booleans(), manual_review=st.booleans(), first=st.booleans(),
    used_percent=st.integers(0, 100), days_left=st.integers(0, 400), filing_open=st.booleans(), conditions=st.booleans(), recent_orders=st.integers(0, 1), refused_before=st.integers(0, 1),
)
relaxed_drawn = st.fixed_dictionaries({}, optional={rule: st.integers(one.values[0], one.values[-1]) for rule, one in TABLE.items()})


@settings(max_examples=300, deadline=None)
@given(facts_drawn, relaxed_drawn)
def test_no_pilot_opens_a_lane_that_another_rule_closes(facts: LaneFacts, relaxed: dict[str, int]) -> None:
    """Unknown numbers, important data, open law, orders and refusals stay red whatever a pilot relaxes; and never is a lane stricter."""
    trial = sort(dataclasses.replace(facts, pilot="PP-1", relaxed=tuple(sorted(relaxed.items()))))
    assert ORDER.index(trial.lane) <= ORDER.index(sort(facts).lane)
    closed = facts.ordinary is None or facts.sensitive is None or facts.important or facts.manual_review or facts.recent_orders or facts.refused_before
    if closed:
        assert trial.lane == lanes.Lane.RED
    if not relaxed:
        assert trial.reasons == sort(facts).reasons


def test_the_scope_is_closed() -> None:
    scope = Scope(frozenset({"analysis"}), frozenset({"SG", "HK"}), date(2026, 3, 1), date(2026, 3, 31))
    assert scope.covers("analysis", ["SG"], date(2026, 3, 1)) and scope.covers("analysis", ["SG", "HK"], date(2026, 3, 31))
    for purpose, places, on in (
        ("research", ["SG"], date(2026, 3, 9)), ("analysis", ["SG", "US"], date(2026, 3, 9)), ("analysis", [], date(2026, 3, 9)), ("analysis", ["SG"], date(2026, 2, 28)), ("analysis", ["SG"], date(2026, 4, 1)),
    ):  # fmt: skip
        assert not scope.covers(purpose, places, on)


def test_caps_are_reached_and_never_passed() -> None:
    caps = Used(2, 100, 0)
    assert Used(2, 100, 0).within(caps) and not Used(3, 0, 0).within(caps) and not Used(1, 101, 0).within(caps) and not Used(1, 0, 1).within(caps)
    assert Used(2, 0, 0).reaches(caps) and Used(1, 100, 0).reaches(caps) and not Used(1, 99, 0).reaches(caps)
    assert adds(100, 0, Used(0, 100, 0)) == Used(1, 0, 0) and adds(100, 5, Used(0, 40, 0)) == Used(1, 60, 5)
    assert adds(None, 0, Used(0, 0, 0)) is None and adds(0, None, Used(0, 0, 0)) is None


def test_the_rules_are_pure() -> None:
    assert "django.db" not in inspect.getsource(pilot)
