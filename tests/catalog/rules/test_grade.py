"""Grades: the dataset's is the highest of its fields; marks set a least grade."""

from __future__ import annotations

from hypothesis import given, strategies as st

from catalog.rules.grade import MEANINGS, NAMES, FieldFacts, Grade, dataset_grade, grading
from catalog.rules.visibility import Audience, SampleFacts, audience, sample, sight

FIELDS = st.builds(FieldFacts, st.text(min_size=1, max_size=5), st.integers(1, 6), st.booleans(), st.booleans())


@given(st.lists(FIELDS))
def test_the_dataset_takes_the_highest_grade(fields: list[FieldFacts]) -> None:
    grade = dataset_grade(fields)
    if not fields:
        assert grade is None
    else:
        assert grade in [field.grade for field in fields]
        assert all(field.grade <= grade for field in fields)  # type: ignore[operator]


@given(st.lists(FIELDS), FIELDS)
def test_a_further_field_never_lowers_the_grade(fields: list[FieldFacts], further: FieldFacts) -> None:
    assert (dataset_grade([*fields, further]) or 0) >= (dataset_grade(fields) or 0)


@given(st.lists(FIELDS))
def test_grading_is_total_and_refuses_what_is_too_low(fields: list[FieldFacts]) -> None:
    low = [field for field in fields if (field.sensitive and field.grade < 4) or (field.personal and field.grade < 2)]
    assert grading(fields).permitted == (bool(fields) and not low)
    assert all(reason.remedy and reason.cites for reason in grading(fields).reasons)


@given(st.integers(1, 6), st.booleans())
def test_sight_follows_from_the_grade(grade: int, verified: bool) -> None:
    permitted = sight(Grade(grade), verified=verified).permitted
    assert permitted == (grade <= 4 or (grade == 5 and verified))
    assert (audience(Grade(grade)) is Audience.NOBODY) == (grade == 6)


@given(st.sampled_from(["none", "real", "synthetic", "aggregate"]), st.integers(0, 20), st.integers(1, 6), st.booleans())
def test_samples(nature: str, rows: int, grade: int, personal: bool) -> None:
    permitted = sample(SampleFacts(nature, rows, grade, personal)).permitted
    if nature == "none" or rows == 0:
        assert permitted
    else:
        assert permitted == (grade <= 4 and not (nature == "real" and (personal or grade == 4)))


def test_every_grade_has_words() -> None:
    assert set(NAMES) == set(MEANINGS) == set(Grade)
