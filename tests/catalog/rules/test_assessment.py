"""The model: impact, marks, volume and combination lead to the least grade of each field, each with its sources and how sure they are."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from catalog.rules.assessed import assessed
from catalog.rules.assessment import EFFECTS, VOLUMES, AssessedField, AssessmentFacts, Impact, derive, derived_grade
from catalog.rules.grade import Grade
from catalog.rules.impact import LEVELS, Degree, Harmed
from catalog.rules.suggested import Allowed

NOW = datetime(2026, 1, 2, tzinfo=UTC)
KINDS = ("name", "resident_id", "mobile", "email", "address", "birth_date", "plate", "location", "bank_card", "health")


@st.composite
def fields(draw: st.DrawFn) -> tuple[AssessedField, ...]:
    made = []
    for at in range(draw(st.integers(1, 4))):
        personal = draw(st.booleans())
        impacts = tuple(Impact(draw(st.sampled_from(list(Harmed))), draw(st.sampled_from(list(Degree))), "because") for _ in range(draw(st.integers(0, 2))))
        kinds = tuple(draw(st.lists(st.sampled_from(KINDS), unique=True, max_size=3)))
        made.append(AssessedField(f"f{at}", draw(st.integers(1, 6)), personal, personal and draw(st.booleans()), "", kinds, impacts))
    return tuple(made)


COUNTS = st.one_of(st.none(), st.integers(0, 20_000_000))
SLOW_TO_DRAW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FACTS = st.builds(AssessmentFacts, st.sampled_from(("health", "")), st.just(()), COUNTS, COUNTS, st.booleans(), fields())


def one(kinds: tuple[str, ...] = (), *, persons: int | None = 10, **over: object) -> AssessmentFacts:
    field = AssessedField("f", 1, **({"personal": True, "kinds": kinds} | over))  # type: ignore[arg-type]
    return AssessmentFacts("health", (), persons, None, False, (field,))


def test_the_level_table_is_whole_and_grows_with_the_degree() -> None:
    assert len(LEVELS) == 24
    for harmed in Harmed:
        assert [LEVELS[harmed, degree] for degree in Degree] == sorted(LEVELS[harmed, degree] for degree in Degree)
    assert LEVELS[Harmed.SECURITY, Degree.GENERAL] == Grade.IMPORTANT and LEVELS[Harmed.PERSON, Degree.ESPECIALLY_SERIOUS] == Grade.GENERAL_4
    assert LEVELS[Harmed.ECONOMY, Degree.SERIOUS] == Grade.IMPORTANT and LEVELS[Harmed.PUBLIC, Degree.ESPECIALLY_SERIOUS] == Grade.CORE


@pytest.mark.parametrize(("least", "grade", "below"), [(volume[0], volume[1], after) for volume, after in zip(VOLUMES, (Grade.GENERAL_4, Grade.GENERAL_3, Grade.GENERAL_2), strict=True)])
def test_a_number_counts_from_exactly_there(least: int, grade: Grade, below: Grade) -> None:
    assert derive(one(persons=least))[0].grade == grade
    assert derive(one(persons=least - 1))[0].grade == below
    assert derive(replace(one(persons=least), synthetic=True))[0].grade == Grade.GENERAL_2


def test_an_unknown_number_is_never_fine_and_a_count_beats_a_lower_word() -> None:
    assert derive(one(persons=None))[0].grade == Grade.GENERAL_3
    assert derive(replace(one(persons=10), counted=1_000_000))[0].grade == Grade.GENERAL_4


def test_a_place_beside_a_person_is_sensitive() -> None:
    facts = one(("name",))
    place = AssessedField("where", 1, kinds=("location",))
    assert derive(replace(facts, fields=(*facts.fields, place)))[1].sensitive
    assert derive(replace(facts, fields=(place,)))[0].grade == Grade.GENERAL_1


def test_together_they_say_who() -> None:
    assert derive(one(("name", "resident_id", "mobile")))[0].grade == Grade.GENERAL_4
    assert derive(one(("name", "birth_date", "address")))[0].grade == Grade.GENERAL_3
    assert derive(one(("name", "mobile")))[0].grade == Grade.GENERAL_2


@SLOW_TO_DRAW
@given(FACTS)
def test_every_reason_says_where_from_and_how_sure(facts: AssessmentFacts) -> None:
    derived = derive(facts)
    assert [row.field for row in derived] == [field.name for field in facts.fields]
    assert derived_grade(derived) == max(row.grade for row in derived)
    for row in derived:
        assert row.grade == max([floor.grade for floor in row.floors], default=1) and not (row.sensitive and not row.personal)
        assert all(reason.cites and all(cite.certainty for cite in reason.cites) for reason in row.reasons)
    assert derive(AssessmentFacts.from_json(json.loads(json.dumps(facts.as_json())))) == derived
    assert len(EFFECTS) == 5


@SLOW_TO_DRAW
@given(FACTS, st.lists(st.builds(Allowed, st.sampled_from(("f0", "f1")), st.integers(1, 6), st.booleans(), st.booleans(), st.just(NOW), st.integers(0, 6)), max_size=3))
def test_nothing_stands_below_without_consent_to_that_much(facts: AssessmentFacts, allowed: list[Allowed]) -> None:
    rules = {reason.rule for reason in assessed(facts, allowed).reasons}
    for field, row in zip(facts.fields, derive(facts), strict=True):
        stated = max((floor.grade for floor in row.floors if floor.stated), default=1)
        assert field.grade >= stated or "grade.below_impact" in rules
        least = row.without_stated()
        kept = field.grade >= least.grade and field.personal >= least.personal and field.sensitive >= least.sensitive
        consent = any(each.column == field.name and each.derived >= least.grade and field.grade >= each.grade for each in allowed)
        assert kept or consent or "grade.below_assessment" in rules


def test_data_about_persons_without_a_mark_is_asked_about() -> None:
    facts = AssessmentFacts("health", (("subject", "person"),), 5, None, False, (AssessedField("f", 2),))
    assert [reason.rule for reason in assessed(facts, []).reasons] == ["grade.subject_without_mark"]
