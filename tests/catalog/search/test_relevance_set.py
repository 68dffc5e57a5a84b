"""The relevance set is what its README says; its figures are printed by `run.py bench relevance`."""

from __future__ import annotations

from tests.catalog.search.relevance.judging import grades, needs
from tests.catalog.search.relevance.measuring import ndcg


def test_it_has_queries_in_both_languages_each_with_an_answer() -> None:
    asked, known = needs(), grades()
    languages = [need.language for need in asked]
    assert len(asked) >= 120 and len({need.query for need in asked}) == len(asked)
    assert 1.5 < languages.count("zh") / languages.count("en") < 2.5
    assert all(3 in known[need.query].values() for need in asked)
    assert {need.kind for need in asked} == {"plain", "place", "paraphrase", "traditional", "pinyin", "typo", "abbreviation", "cross", "english"}


def test_the_figure() -> None:
    grade = {"a": 3, "b": 1}
    assert ndcg(["a", "b"], grade) == 1.0
    assert 0.7 < ndcg(["b", "a"], grade) < 1.0
    assert ndcg(["x"], grade) == 0.0
