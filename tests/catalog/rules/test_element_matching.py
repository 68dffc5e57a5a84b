"""Suggestions: a score from 0 to 100 with reasons, the same pair always the same, and never for nothing in common."""

from __future__ import annotations

from hypothesis import given, settings, strategies as st

from catalog.rules.elements import LEAST, Candidates, Described, suggest

DEFINED = [
    Described("uscc", "unified_social_credit_code", "统一社会信用代码", "Unified social credit code", "code", kinds=frozenset({"credit_code"})),
    Described("longitude", "longitude", "经度", "Longitude", "decimal", "°"), Described("date", "date", "日期", "Date", "date"),
    Described("departure", "scheduled_departure_time", "计划起飞时间", "Scheduled departure time", "timestamp"),
]  # fmt: skip


def best(**field: object) -> tuple[str, int]:
    found = suggest(Described("x", **field), Candidates(DEFINED))  # type: ignore[arg-type]
    return (found[0].key, found[0].score) if found else ("", 0)


def test_what_a_person_would_choose_comes_first() -> None:
    assert best(name="lng", type="decimal")[0] == "longitude"
    assert best(name="c7", zh="统一社会信用代码")[0] == "uscc"
    assert best(name="c8", kinds=frozenset({"credit_code"})) == ("uscc", 40)
    assert best(name="schedDepartureTime", type="timestamp")[0] == "departure"
    assert best(name="colour", en="Colour") == ("", 0)


def test_another_unit_or_type_counts_against_it() -> None:
    whole = best(name="x1", zh="经度", type="decimal", unit="°")[1]
    assert best(name="x1", zh="经度", type="decimal", unit="rad") == ("", 0)
    assert best(name="x1", zh="经度", type="text") == ("", 0) and whole == 60


words = st.text(st.sampled_from("abcdate_经度日期 计划XY1"), max_size=12)


@settings(max_examples=60)
@given(name=words, zh=words, en=words, type_=st.sampled_from(["", "date", "decimal", "text"]), unit=st.sampled_from(["", "°", "m"]))
def test_scores_stay_within_their_bounds(name: str, zh: str, en: str, type_: str, unit: str) -> None:
    field, pool = Described("x", name, zh, en, type_, unit), Candidates(DEFINED)
    found = suggest(field, pool)
    assert found == suggest(field, pool) and len(found) <= 3
    assert all(LEAST <= match.score <= 100 and match.reasons for match in found)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
