"""Rows of a list matched in every part, and the plain outline of each path."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from exchange.rules.border.determination import Path
from exchange.rules.border.engine import determine
from exchange.rules.border.facts import parse
from exchange.rules.border.lists import Offer, Part, Row, match
from exchange.rules.border.plain import outline
from tests.exchange.rules.border import cases

SINCE = date(2026, 5, 11)
ROWS = (
    Row("train-sc", "2025", "ai", "training", frozenset({"face", "voice"}), Part.CONTRACT, SINCE, modalities=frozenset({"text", "image", "audio"}), at_least=100, below=10_000, verified=True),
    Row("train-sa", "2025", "ai", "training", frozenset({"face"}), Part.ASSESSMENT, SINCE, modalities=frozenset({"text", "image", "audio"}), at_least=10_000, verified=True),
    Row("member", "2025", "retail", "membership", frozenset({"phone"}), Part.CONTRACT, SINCE, until=date(2026, 12, 31)),
)


def offer(**more: Any) -> Offer:
    given: dict[str, Any] = {"sector": "ai", "scenario": "training", "fields": frozenset({"face", "age"}), "modality": "image", "persons": 500, "on": date(2026, 8, 31)} | more
    return Offer(**given)


@pytest.mark.parametrize(("more", "result", "rows"), [
    ({}, "listed_contract", ["train-sc"]),
    ({"persons": 100}, "listed_contract", ["train-sc"]),
    ({"persons": 99}, "off_list", ["train-sc", "train-sa"]),
    ({"persons": 9_999}, "listed_contract", ["train-sc"]),
    ({"persons": 10_000}, "listed_assessment", ["train-sa"]),
    ({"persons": 10_000, "fields": frozenset({"voice"})}, "off_list", ["train-sc", "train-sa"]),
    ({"fields": frozenset({"age"})}, "off_list", ["train-sc", "train-sa"]),
    ({"modality": "video"}, "sector_not_covered", ["train-sc", "train-sa"]),
    ({"scenario": "other"}, "sector_not_covered", ["train-sc", "train-sa"]),
    ({"sector": "other"}, "sector_not_covered", []),
    ({"persons": None}, "unknown", ["train-sc", "train-sa"]),
    ({"sector": "retail", "scenario": "membership", "fields": frozenset({"phone"}), "persons": None, "modality": "table"}, "listed_contract", ["member"]),
    ({"sector": "retail", "scenario": "membership", "fields": frozenset({"phone"}), "on": date(2026, 12, 31)}, "listed_contract", ["member"]),
    ({"sector": "retail", "scenario": "membership", "fields": frozenset({"phone"}), "on": date(2027, 1, 1)}, "sector_not_covered", []),
    ({"on": SINCE}, "listed_contract", ["train-sc"]),
    ({"on": date(2026, 5, 10)}, "not_applicable", []),
])
def test_match(more: dict[str, Any], result: str, rows: list[str]) -> None:
    found = match(offer(**more), ROWS)
    assert (found.result, [row.id for row in found.rows]) == (result, rows) and str(found.why)
    assert found.sample is any(not row.verified for row in found.rows)
    if found.result != "unknown":
        assert parse({"negative_list": found.result})


BASE = cases.load(cases.OWN)["base"]


@pytest.mark.parametrize(("facts", "path", "days", "steps"), [
    ({}, Path.EXEMPT, None, 0),
    ({"pi_subjects_this_year": 100_000, "elected_route": "standard_contract"}, Path.CONTRACT, 25, 3),
    ({"pi_subjects_this_year": 1_000_000}, Path.ASSESSMENT, 57, 3),
    ({"flags": ["unlawful_source"]}, Path.PROHIBITED, None, 0),
    ({"movement": "domestic_only", "destination": "CN"}, Path.NOT_EXPORT, None, 0),
    ({"pi_subjects_this_year": "unknown"}, Path.UNDETERMINED, None, 0),
])
def test_outline(facts: dict[str, Any], path: Path, days: int | None, steps: int) -> None:
    answer = determine(parse({**BASE, **facts}))
    plain = outline(answer)
    assert (plain.path, plain.working_days, len(plain.steps)) == (path, days, steps) and str(plain.title) and str(plain.summary)
    shown = {paper.code for paper in (*plain.from_buyer, *plain.from_provider, *plain.from_exchange)}
    assert shown == set(answer.required_documents)
    assert plain.clears is (path in (Path.EXEMPT, Path.CONTRACT, Path.ASSESSMENT, Path.NOT_EXPORT))


def test_the_outline_says_what_makes_it_lighter() -> None:
    plain = outline(determine(parse({**BASE, "pi_subjects_this_year": 150_000})))
    assert any(change.key == "pi_subjects_this_year" and change.value == "99999" and change.path is Path.EXEMPT for change in plain.lighter)
    licensed = outline(determine(parse({**BASE, "contains_pi": False, "flags": ["export_controlled_with_licence"]})))
    assert [paper.code for paper in licensed.from_buyer] == ["end_user_certificate"]
