"""Whatever is edited, a grade or a mark below a suggestion never stands unless the exchange approved just that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from catalog.rules.suggested import Allowed, Claim, Unread, kept

FIRST = datetime(2026, 1, 2, tzinfo=UTC)
COLUMNS = ("id_no", "mobile", "城市")
GRADES = st.integers(1, 6)
DAYS = st.integers(1, 4).map(lambda day: datetime(2026, 1, day, tzinfo=UTC))


@st.composite
def marks(draw: st.DrawFn) -> tuple[bool, bool]:
    personal = draw(st.booleans())
    return personal, personal and draw(st.booleans())


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    return [Claim(column, draw(st.sampled_from(("", column))), draw(GRADES), *draw(marks()), draw(GRADES), *draw(marks()), draw(DAYS)) for column in COLUMNS]


ALLOWED = st.lists(st.builds(lambda column, grade, both, day: Allowed(column, grade, *both, day), st.sampled_from(COLUMNS), GRADES, marks(), DAYS), max_size=4)


def _at_least(one: Claim, grade: int, personal: bool, sensitive: bool) -> bool:
    return one.field_grade >= grade and (one.field_personal or not personal) and (one.field_sensitive or not sensitive)


@given(claims(), ALLOWED)
def test_what_stands_is_at_the_suggestion_or_was_approved(rows: list[Claim], allowed: list[Allowed]) -> None:
    decision = kept(rows, allowed, [])
    fine = all(
        _at_least(one, one.grade, one.personal, one.sensitive) or any(each.column == one.column and each.decided >= one.since and _at_least(one, each.grade, each.personal, each.sensitive) for each in allowed)
        for one in rows
    )
    assert decision.permitted == fine
    assert decision.permitted or (decision.reasons[0].rule == "grade.below_suggestion" and decision.reasons[0].remedy and decision.reasons[0].cites)


@given(claims(), st.lists(st.sampled_from(("a.csv", "b.csv")), unique=True), ALLOWED)
def test_a_file_nobody_has_read_is_never_passed_over(rows: list[Claim], unread: list[str], allowed: list[Allowed]) -> None:
    decision = kept(rows, allowed, [Unread(name, FIRST) for name in unread])
    assert ("grade.unscanned" in [reason.rule for reason in decision.reasons]) == bool(unread)
    late = [Allowed(name, 1, False, False, FIRST - timedelta(days=1)) for name in unread]
    assert not unread or not kept(rows, [*allowed, *late], [Unread(name, FIRST) for name in unread]).permitted  # consent to an older file of that name


@given(claims(), ALLOWED, st.integers(0, 2), st.data())
def test_lowering_a_field_never_turns_a_refusal_into_consent(rows: list[Claim], allowed: list[Allowed], which: int, data: st.DataObject) -> None:
    before = kept(rows, allowed, [])
    one = rows[which]
    grade = data.draw(st.integers(1, one.field_grade))
    lower = Claim(one.column, one.field, one.grade, one.personal, one.sensitive, grade, one.field_personal and data.draw(st.booleans()), False, one.since)
    after = kept([*rows[:which], lower, *rows[which + 1 :]], allowed, [])
    assert before.permitted or not after.permitted
