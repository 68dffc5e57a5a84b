"""Inside the clearance or not, and when one may be issued: cases a lawyer can read, and that nothing widens what was cleared."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings, strategies as st

from exchange.rules.clearance import CLEARABLE, RANK, ClearanceFacts, IssueFacts, grounds, issuable, within
from exchange.rules.release import RELEASE
from kernel.decision import Outcome

FILE = yaml.safe_load((Path(__file__).parent / "cases" / "clearance.yaml").read_text())


def made(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: case["id"])
def test_within(case: dict[str, Any]) -> None:
    decision = within(ClearanceFacts(**made(FILE["base"] | case["facts"])))
    assert (decision.outcome.value, [reason.rule for reason in decision.reasons]) == (case["outcome"], case["rules"])
    for reason in decision.reasons:
        assert reason.version == RELEASE and reason.cites and reason.remedy and str(reason.finding)


@pytest.mark.parametrize("case", FILE["issue"], ids=lambda case: case["id"])
def test_issue(case: dict[str, Any]) -> None:
    decision = issuable(IssueFacts(**made(FILE["issue_base"] | case["facts"])))
    assert (decision.outcome.value, [reason.rule for reason in decision.reasons]) == (case["outcome"], case["rules"])
    for reason in decision.reasons:
        assert reason.cites and reason.remedy and str(reason.finding)


names = st.frozensets(st.sampled_from(["a", "b", "c"])).map(lambda found: tuple(sorted(found)))
days = st.dates(date(2026, 1, 1), date(2026, 1, 9))
persons = st.integers(0, 3)
facts = st.builds(
    ClearanceFacts, on=days, state=st.sampled_from(["issued", "suspended", "revoked", "expired", "exhausted"]), path=st.sampled_from([*CLEARABLE, "gossip"]), law=st.sampled_from([*RANK, "prohibited", "undetermined", ""]), valid_from=days, valid_until=days,
    revision=st.sampled_from(["r1", "r2"]), cleared_revision=st.sampled_from(["r1", "r2"]), fields=names, cleared_fields=names, recipients=names, cleared_recipients=names,
    purposes=names, cleared_purposes=names, places=names, cleared_places=names, ordinary=st.none() | persons, sensitive=st.none() | persons, ordinary_left=persons, sensitive_left=persons,
    overdue=st.booleans(), fell=st.booleans(),
)


@settings(max_examples=500, deadline=None)
@given(facts)
def test_what_is_permitted_is_inside_in_every_respect(known: ClearanceFacts) -> None:
    decision = within(known)
    assert decision.outcome in Outcome
    if decision.permitted:
        assert known.state == "issued" and known.valid_from <= known.on <= known.valid_until and not known.overdue
        assert set(known.fields) <= set(known.cleared_fields) and set(known.places) <= set(known.cleared_places)
        assert known.ordinary is not None and known.ordinary <= known.ordinary_left
        assert RANK[known.law] <= RANK.get(known.path, 0) and not known.fell
    else:
        assert decision.reasons


@settings(max_examples=500, deadline=None)
@given(facts, st.sampled_from(["fields", "recipients", "purposes", "places"]), st.sampled_from("abcd"))
def test_asking_for_more_never_helps(known: ClearanceFacts, what: str, more: str) -> None:
    wider = dataclasses.replace(known, **{what: (*getattr(known, what), more)})
    assert within(known).permitted or not within(wider).permitted


@settings(max_examples=200, deadline=None)
@given(facts, st.integers(1, 30))
def test_once_ended_it_stays_ended(known: ClearanceFacts, later: int) -> None:
    after = dataclasses.replace(known, on=known.valid_until + timedelta(days=later))
    assert not within(after).permitted


@settings(max_examples=300, deadline=None)
@given(st.builds(
    IssueFacts, on=days, law=st.sampled_from([*RANK, "prohibited", "undetermined", ""]), path=st.sampled_from([*CLEARABLE, "prohibited", "undetermined", ""]), determined=st.booleans(), blockers=names, decided=st.booleans(), outcome=st.booleans(),
    document_effective=st.none() | days, valid_until=st.none() | days, issuer=st.sampled_from("abc"), deciders=names, live=st.booleans(),
))  # fmt: skip
def test_nothing_is_issued_on_a_doubt(known: IssueFacts) -> None:
    if issuable(known).permitted:
        assert known.determined and known.decided and not known.blockers and not known.live and known.issuer not in known.deciders and known.path in CLEARABLE and RANK[known.path] >= RANK[known.law]


def test_each_path_is_asked_for_by_its_own_law() -> None:
    def cited(path: str, *, personal: bool = True) -> list[tuple[str, str]]:
        return [(one.instrument, one.article) for one in grounds(path, personal=personal)]

    assert cited("exempt") == cited("exempt", personal=False) == [], "the platform's own rule and no law"
    assert cited("security_assessment") == cited("standard_contract") == [("PIPL", "38(1)")]
    assert cited("certification") == [("PIPL", "38(1)"), ("M20", "10")]
    assert cited("security_assessment", personal=False) == [("NDSR", "37"), ("DSL", "31")], "important data of nobody"
