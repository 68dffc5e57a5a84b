"""Every case of the shared file and of our own, and that our own name every rule and every note."""

from __future__ import annotations

from typing import Any

import pytest

from exchange.rules.border.blockers import BLOCKERS
from exchange.rules.border.engine import determine
from exchange.rules.border.facts import parse
from exchange.rules.border.obligations import OBLIGATIONS
from exchange.rules.border.reviews import REVIEWS
from exchange.rules.border.search import RULES
from tests.exchange.rules.border import cases

SHARED, OWN = cases.load(cases.SHARED), cases.load(cases.OWN)


@pytest.mark.skipif(not cases.SHARED.exists(), reason="the shared file is not there")
def test_the_shared_file_is_read() -> None:
    assert len(SHARED["cases"]) >= 70 and len(SHARED["deadline_cases"]) >= 10


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["id"])
def test_shared(case: dict[str, Any]) -> None:
    assert cases.of_shared(case, SHARED["default_facts"]) == []


@pytest.mark.parametrize("case", SHARED["deadline_cases"], ids=lambda case: case["id"])
def test_shared_deadline(case: dict[str, Any]) -> None:
    assert cases.of_deadline(case) == []


@pytest.mark.parametrize("case", OWN["cases"], ids=lambda case: case["id"])
def test_own(case: dict[str, Any]) -> None:
    assert cases.of_own(case, OWN["base"]) + cases.papers_differ(case, OWN["base"]) == []


def test_every_rule_and_note_has_a_case() -> None:
    answers = [determine(parse({**({} if case.get("only") else OWN["base"]), **case["facts"]})) for case in OWN["cases"]]
    said = {finding.rule for answer in answers for finding in answer.findings}
    assert {rule.id for rule in RULES} <= said
    codes = {code for answer in answers for code in (*answer.blockers, *answer.manual_review_reasons, *answer.obligations)}
    assert {note.code for note in (*BLOCKERS, *REVIEWS, *OBLIGATIONS)} == codes
