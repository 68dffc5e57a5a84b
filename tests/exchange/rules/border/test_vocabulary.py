"""Every key and value of the vocabulary is taken, everything else is told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from exchange.rules.border.engine import determine
from exchange.rules.border.facts import UNKNOWN, FactError, parse
from exchange.rules.border.papers import ON_PATHS, PAPERS
from exchange.rules.border.vocabulary import FACTS, PLACES, SUPPLIER_LABELS, Kind
from tests.exchange.rules.border import cases

GOOD = {Kind.BOOL: [True, False], Kind.INT: [0, 1, 10**15], Kind.INTS: [0, 7, [], [1, 2]], Kind.DATE: ["2026-02-28", date(2026, 2, 28)], Kind.PLACE: sorted(PLACES)}
BAD: dict[Kind, list[Any]] = {
    Kind.BOOL: [0, 1, "true", None, []],
    Kind.INT: [-1, 1.0, "1", True, None, [1]],
    Kind.INTS: [-1, 1.5, "1", True, [True], [-1], None],
    Kind.DATE: ["2026-02-29", "26-02-28", "2026-2-8", "20260228", "２０２６-02-28", 20260228, datetime(2026, 2, 28, tzinfo=UTC), None],
    Kind.PLACE: ["cn", "XX", "CHN", "", None, 1],
    Kind.ONE: ["", "None", "UNKNOWN", None, True, 1, []],
    Kind.SOME: ["", None, [None], [["x"]], ["no such"], ["unknown"], {}, 1],
}


@pytest.mark.parametrize("key", FACTS)
def test_every_value_is_taken_and_answered(key: str) -> None:
    fact = FACTS[key]
    values: list[Any] = list(GOOD.get(fact.kind, [])) or (list(fact.values) if fact.kind is Kind.ONE else [[], *([each] for each in fact.values), list(fact.values)])
    base = cases.load(cases.OWN)["base"]
    for value in values:
        facts = parse({key: value})
        assert facts.get(key) is not UNKNOWN and parse(facts.as_json()) == facts
        assert determine(parse({**base, key: value})).facts.get(key) == facts.get(key)
    assert parse({key: "unknown"}).get(key) is UNKNOWN and parse({key: "unknown"}) == parse({})


@pytest.mark.parametrize("key", FACTS)
def test_anything_else_is_told(key: str) -> None:
    fact = FACTS[key]
    for value in BAD[fact.kind]:
        with pytest.raises(FactError) as told:
            parse({key: value})
        assert [each["key"] for each in told.value.problems] == [key] and told.value.problems[0]["allowed"] == fact.allowed and key in str(told.value)


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(FactError) as told:
        parse({"no_such": 1, "contains_pi": "yes", "pi_subjects_this_year": -1, "modality": "text"})
    assert [each["key"] for each in told.value.problems] == ["no_such", "contains_pi", "pi_subjects_this_year"]


def test_what_is_not_given_is_unknown_and_what_is_no_fact_is_a_mistake() -> None:
    facts = parse({"flags": ["unlawful_source", "state_secret", "state_secret"]})
    assert facts.get("modality") is UNKNOWN and facts.get("flags") == ("state_secret", "unlawful_source")
    with pytest.raises(KeyError):
        facts.get("no_such")
    assert facts.having(flags=UNKNOWN) == parse({}) and facts.having(contains_pi=True).get("contains_pi") is True


def test_everybody_who_can_say_something_has_a_name() -> None:
    assert {fact.supplier for fact in FACTS.values()} == set(SUPPLIER_LABELS)
    assert all(fact.label and fact.meaning for fact in FACTS.values()) and len({fact.key for fact in FACTS.values()}) == len(FACTS)


@pytest.mark.skipif(not cases.SHARED.exists(), reason="the shared file is not there")
def test_every_paper_of_the_shared_file_is_known() -> None:
    assert set(cases.load(cases.SHARED)["documents"]) == set(PAPERS)
    assert {code for codes in ON_PATHS.values() for code in codes} == set(PAPERS)
