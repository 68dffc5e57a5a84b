"""Providing data at home: the cases a lawyer can read, and that the rules answer whatever the facts are."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings, strategies as st

from exchange.rules import domestic
from exchange.rules.domestic import EVIDENCE_OF, KINDS, RULES, DomesticFacts, Shown
from exchange.rules.release import RELEASE
from exchange.rules.standing import Standing
from exchange.rules.terms import LegalBasis
from kernel.decision import Outcome

FILE = yaml.safe_load((Path(__file__).parent / "cases" / "domestic.yaml").read_text())
DUTIES = tuple(EVIDENCE_OF.values())


def made(values: dict[str, Any]) -> DomesticFacts:
    return DomesticFacts(**{name: Shown(value) if name in DUTIES else value for name, value in values.items()})


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    decision = domestic.judge(made(FILE["base"] | case["facts"]))
    assert (decision.outcome.value, sorted(reason.rule for reason in decision.reasons)) == (case["outcome"], sorted(case["rules"]))
    for reason in decision.reasons:
        assert reason.version == RELEASE and reason.cites and reason.remedy


tristate = st.sampled_from([True, False, None])
facts = st.builds(
    DomesticFacts, as_of=st.dates(date(2020, 1, 1), date(2030, 1, 1)), contains_personal=tristate, contains_sensitive=tristate, contains_important=tristate,
    legal_basis=st.sampled_from([*(basis.value for basis in LegalBasis), "", "gossip"]), method_named=st.booleans(), security_named=st.booleans(),
    **{name: st.sampled_from(list(Shown)) for name in DUTIES},
)


@settings(max_examples=500, deadline=None)
@given(facts)
def test_total_and_repeatable(known: DomesticFacts) -> None:
    decision = domestic.judge(known)
    assert decision.outcome in Outcome and len(domestic.findings(known)) == len(RULES)
    again = DomesticFacts.from_json(known.as_json())
    assert again == known and domestic.judge(again) == decision


@settings(max_examples=500, deadline=None)
@given(facts, st.sampled_from(DUTIES))
def test_showing_a_duty_never_makes_it_worse(known: DomesticFacts, duty: str) -> None:
    order = [Outcome.REFUSED, Outcome.UNKNOWN, Outcome.PERMITTED]
    before, after = (domestic.judge(dataclasses.replace(known, **{duty: answer})) for answer in (Shown.NOTHING, Shown.YES))
    assert order.index(after.outcome) >= order.index(before.outcome)


@settings(max_examples=500, deadline=None)
@given(facts)
def test_what_is_permitted_lacks_nothing(known: DomesticFacts) -> None:
    if domestic.judge(known).permitted:
        assert all(found.standing in (Standing.MET, Standing.NOT_APPLICABLE) for found in domestic.findings(known))
        assert all(domestic.judge_evidence(known, kind).permitted for kind in KINDS)
