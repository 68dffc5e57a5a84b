"""Why a case is on its path: in the reader's words, with the facts that decided; and how much each queue of a desk holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from exchange.agreement.models import Agreement
from exchange.determination.models import Determination
from exchange.export_case import queue, why
from exchange.export_case.models import ExportCase
from exchange.export_case.states import Path, State
from kernel import clock
from tests.cast import Party, signed_in
from tests.factories.export_case import case_in

ASSESSMENT = Path.ASSESSMENT.value
FACTS: dict[str, Any] = {
    "as_of": "2026-11-19", "flags": [], "origin": "domestic", "purpose": "data_product_sale", "movement": "transfer_abroad", "treatment": "none", "data_grade": "general",
    "contains_pi": True, "destination": "SG", "elected_route": "none", "negative_list": "not_applicable", "exporter_is_ciio": False, "exporter_location": "beijing",
    "important_data_status": "none", "exemption_condition_met": False, "subject_role": "customer", "pi_subjects_this_year": 6_000, "sensitive_pi_subjects_this_year": 124_000,
}
BASIS: dict[str, Any] = {"this_export": {"ordinary": 600, "sensitive": 0}, "declared_outside": {"ordinary": 1_200, "sensitive": 0}, "stated_on": "2026-11-18", "organizations_under_common_control": 0}


def stored(**over: Any) -> Determination:
    finding = {"kind": "path", "rule": "R-OLD", "finding": "The words of that day.", "articles": [{"instrument": "P16", "article": "7(1)(2)"}]}
    given = {"as_of": date(2026, 11, 19), "facts": FACTS, "basis": BASIS, "release": "2026.1", "path": "security_assessment", "result": {"findings": [finding], "legal_certainty": "rule_text"}}
    return Determination(**{**given, **over})


def test_the_words_are_made_for_the_reader() -> None:
    with override("zh-hans"):
        chinese = why.card(stored(), ASSESSMENT, jurisdiction=True)
    card = why.card(stored(), ASSESSMENT, jurisdiction=True)
    assert (card.title, card.state, card.release, card.rules) == ("Why a security assessment", "wait", "2026.1", "R-SPI-GE10K")
    [(articles, text)] = card.findings
    assert articles == "P16/7(1)(2)" and "10,000" in text and text != chinese.findings[0][1]
    facts = [(name, value) for name, value, _missing in card.facts]
    assert facts[:5] == [
        ("This year, ordinary", "6,000"), ("of which this export", "600"), ("This year, sensitive", "124,000"), ("of which this export", "0"),
        ("Outside the exchange, declared on 18\xa0Nov\xa02026", "1,200"),
    ]  # fmt: skip
    assert ("destination", "SG") in card.trial and ("flags", "none_of_these") in card.trial


def test_another_release_keeps_its_words_and_a_group_its_numbers() -> None:
    old = why.card(stored(release="2025.1"), ASSESSMENT, jurisdiction=True)
    assert (old.findings, old.rules) == ([("P16/7(1)(2)", "The words of that day.")], "R-OLD")
    grouped = stored(basis=BASIS | {"organizations_under_common_control": 1})
    assert "124,000" in str(why.card(grouped, ASSESSMENT, jurisdiction=True))
    member = why.card(grouped, ASSESSMENT, jurisdiction=False)
    assert "124,000" not in str(member) and "124000" not in str(member), "sums would tell the others' numbers"


def test_the_page_asks_the_what_if_tool(provider: Party, overseas: Party, operator: Party, regulator: Party, exported: Agreement) -> None:
    case = case_in(State.UNDER_REVIEW, provider, overseas, operator, regulator, agreement=exported)
    browser = signed_in(regulator.reviewer)
    page = browser.get(f"/workspace/{regulator.id}/border/cases/{case.pk}/").content.decode()
    assert "Why a security assessment" in page and 'action="/border/what-if/"' in page and "→ Singapore" in page
    answer = browser.post("/border/what-if/", {"as_of": "2026-11-19", **dict(why.card(stored(), ASSESSMENT, jurisdiction=True).trial)})
    assert answer.status_code == 200 and "Security assessment" in answer.content.decode()
    assert "Why a security assessment" not in signed_in(overseas.trader).get(f"/workspace/{overseas.id}/border/cases/{case.pk}/").content.decode()


def test_tabs_count_up_to_a_cap_in_one_statement(
    provider: Party, overseas: Party, operator: Party, regulator: Party, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_in(State.UNDER_REVIEW, provider, overseas, operator, regulator)
    case_in(State.RETURNED, provider, overseas, operator, regulator)
    case_in(State.SUBMITTED, provider, overseas, operator, regulator)
    with django_assert_num_queries(1):
        found = queue.sizes(regulator.reviewer, regulator.id, clock.now())
    assert found == {"mine": 1, "desk": 2, "exporter": 1, "overdue": 0, "decided": 0}
    with clock.fixed(clock.now() + timedelta(days=200)):
        assert queue.sizes(regulator.reviewer, regulator.id, clock.now())["overdue"] == 2
        assert [one.number for one in queue.overdue(regulator.reviewer, clock.now(), 2)] == list(ExportCase.objects.order_by("due").values_list("number", flat=True)[:2])
    monkeypatch.setattr(queue, "COUNTED", 1)
    page = signed_in(regulator.reviewer).get(f"/workspace/{regulator.id}/border/").content.decode()
    assert "At this desk 1+" in page and "Waits for me 1<" in page and "Overdue 0" in page
