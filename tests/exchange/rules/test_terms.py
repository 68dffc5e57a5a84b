"""One source, three faces: equal terms have equal faces, different terms differ in every one of them."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from hypothesis import given, settings, strategies as st

from catalog.rules.policy import PURPOSES
from exchange.rules import signing
from exchange.rules.faces import odrl, text
from exchange.rules.faces.deal import Deal, Party
from exchange.rules.faces.table import diff, table
from exchange.rules.terms import LegalBasis, Recipient, Terms, problems

PARTY = Party("6f0e8c1c-0000-4000-8000-000000000001", "甲方有限公司", "Party A Ltd.", "91110000MA01ABCD1M", "CN")
DEAL = Deal(
    "6f0e8c1c-0000-4000-8000-000000000002", PARTY, PARTY, "6f0e8c1c-0000-4000-8000-000000000003", "标题", "Title", "6f0e8c1c-0000-4000-8000-000000000004", 1,
    "6f0e8c1c-0000-4000-8000-000000000005", True, "2026-01-05T08:00:00.000000Z",
)
countries = st.sets(st.sampled_from(["CN", "HK", "MO", "SG", "DE", "US"]), min_size=1, max_size=3)
# words that look like clauses, so that a face which could be imitated would be
words = st.text(alphabet=st.sampled_from('ab 1.;,、（）()"\n八九：:*/甲'), min_size=1, max_size=24).filter(lambda value: bool(value.split()))
names = st.text(alphabet=st.sampled_from("ab_1 月额"), min_size=1, max_size=8).filter(lambda value: bool(value.split()))
STRATEGIES: dict[str, st.SearchStrategy[Any]] = {
    "purpose": words,
    "purpose_code": st.sampled_from(list(PURPOSES)),
    "legal_basis": st.sampled_from([basis.value for basis in LegalBasis]),
    "method": st.just("") | words,
    "security": st.just("") | words,
    "recipients": st.lists(st.builds(Recipient, words, st.sampled_from(["CN", "SG"])), min_size=1, max_size=3),
    "processing_countries": countries,
    "storage_countries": countries,
    "data_fields": st.lists(names, max_size=3),
    "term_days": st.integers(1, 3650),
    "count": st.none() | st.integers(1, 10_000),
    "redistribution": st.booleans(),
    "deletion_days": st.integers(0, 365),
    "acceptance_days": st.integers(1, 60),
    "price_minor": st.integers(0, 10**12),
    "currency": st.sampled_from(["CNY", "SGD"]),
    "fee_basis_points": st.integers(0, 1000),
    "clauses": st.lists(words, max_size=3),
}
terms = st.fixed_dictionaries(STRATEGIES).map(lambda values: Terms.of(**values))


@st.composite
def neighbors(draw: st.DrawFn) -> tuple[Terms, Terms]:
    """Terms and the same terms with one of them drawn anew: equal or different in that one only."""
    one = draw(terms)
    name = draw(st.sampled_from(list(STRATEGIES)))
    return one, one.but(**{name: draw(STRATEGIES[name])})


def faces(one: Terms) -> dict[str, Any]:
    return {
        "zh": text.chinese(one, DEAL),
        "en": text.english(one, DEAL),
        "odrl": json.dumps(odrl.agreement(one, DEAL), sort_keys=True),
        "table": tuple((row.name, str(row.value)) for row in table(one)),
        "digest": signing.digest(one, DEAL),
    }


def test_the_strategies_know_every_term() -> None:
    assert set(STRATEGIES) == {field.name for field in fields(Terms)}


@settings(max_examples=400, deadline=None)
@given(neighbors())
def test_equal_terms_equal_faces(pair: tuple[Terms, Terms]) -> None:
    one, two = pair
    first, second = faces(one), faces(two)
    for name in first:
        assert (first[name] == second[name]) == (one == two), name


@settings(max_examples=200, deadline=None)
@given(terms)
def test_terms_survive_storage_and_are_in_order(one: Terms) -> None:
    assert Terms.from_json(json.loads(json.dumps(one.as_json()))) == one
    assert problems(one) == {}


@settings(max_examples=200, deadline=None)
@given(neighbors())
def test_the_diff_marks_what_changed_and_nothing_else(pair: tuple[Terms, Terms]) -> None:
    one, two = pair
    rows = diff(one, two)
    assert len(rows) == len(table(one))
    assert any(row.changed for row in rows) == (one != two)
    assert [row.changed for row in rows] == sorted((row.changed for row in rows), reverse=True)


def test_odrl_is_what_the_protocol_takes() -> None:
    """The shape that the Dataspace Protocol's contract schema asks of an agreement."""
    one = Terms.of(**BASE)
    policy = odrl.agreement(one, DEAL)
    assert policy["@type"] == "Agreement" and isinstance(policy["@context"], list)
    assert {"@id", "target", "assigner", "assignee", "timestamp"} <= set(policy)
    for kind in ("permission", "prohibition", "obligation"):
        assert kind not in policy or policy[kind]
    actions = [rule["action"] for kind in ("permission", "prohibition", "obligation") for rule in policy.get(kind, [])]
    assert all(isinstance(action, str) and (action == "use" or ":" in action) for action in actions)
    operators = {constraint["operator"] for rule in policy["permission"] for constraint in rule.get("constraint", [])}
    assert operators <= {"eq", "lteq", "isAnyOf"}
    assert all(":" in constraint["leftOperand"] for rule in policy["permission"] for constraint in rule.get("constraint", []))


BASE: dict[str, Any] = {
    "purpose": "x", "purpose_code": "analysis", "legal_basis": "consent", "method": "m", "security": "s", "recipients": [{"name": "A", "country": "CN"}],
    "processing_countries": ["CN"], "storage_countries": ["CN"], "data_fields": [], "term_days": 365, "count": 1, "redistribution": False, "deletion_days": 30,
    "acceptance_days": 10, "price_minor": 1, "currency": "CNY", "fee_basis_points": 150, "clauses": [],
}


def test_mistakes_are_named() -> None:
    wrong = Terms.of(**BASE | {"purpose": " ", "recipients": [{"name": "", "country": "cn"}], "data_fields": ["a,b"], "count": 0, "clauses": ["x" * 1001], "price_minor": -1})
    assert set(problems(wrong)) == {"purpose", "recipients", "data_fields", "count", "clauses", "price"}
    assert problems(Terms.of(**BASE)) == {}
