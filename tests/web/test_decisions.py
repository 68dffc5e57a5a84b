"""The decision card takes a kernel Decision, its stored JSON, or the plain shape; terms are compared word by word."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from kernel.decision import PERMITTED, Certainty, Citation, Reason, Say, refuse, unknown
from web.components.decisions import compare

REASON = Reason("R-1", "2026.3", Say("Not without a <b>paper</b>."), (Citation("PIPL", "39"), Citation("Exchange rules", "4", Certainty.PLATFORM)), Say("Send it."))


def card(decision: object, language: str = "en") -> str:
    with translation.override(language):
        return Template("{% load web %}{% decision d %}").render(Context({"d": decision}))


def test_order_and_words() -> None:
    html = card(refuse(REASON, facts={"persons_abroad": 120_000, "sensitive": True, "result": None}))
    parts = ["Refused", "R-1", "version 2026.3", "PIPL art. 39", "(law)", "(platform rule, not law)", "persons abroad", "120,000", "yes", "not known", "Send it."]
    places = [html.index(part) for part in parts]
    assert places == sorted(places)
    assert "is-stop" in html
    assert "<b>paper" not in html


@pytest.mark.parametrize(("language", "place"), [("en", "Platform rules · closing"), ("zh-hans", "平台规则 · closing")])
def test_rule_source_and_remedy_stand_once_however_many_findings(language: str, place: str) -> None:
    cited = (Citation("platform rules", "closing", Certainty.PLATFORM),)
    html = card(refuse(*(Reason("closing.open_matter", "2026.1", Say(text), cited, Say("End it.")) for text in ("A deal.", "A case."))), language)
    assert [html.count(part) for part in ("closing.open_matter", place, "End it.", "A deal.", "A case.")] == [1] * 5


def test_undetermined_is_amber_and_never_fine() -> None:
    html = card(unknown(REASON, facts={"ciio": None}))
    assert "is-wait" in html
    assert "Undetermined" in html
    assert 'class="by"' in html


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_stored_json_shows_the_same(language: str) -> None:
    given = refuse(REASON, facts={"a": "b"})
    with translation.override(language):
        stored = given.as_json()
    assert card(stored, language) == card(given, language)


def test_permitted_without_reasons() -> None:
    assert "is-done" in card(PERMITTED)


def test_compare_marks_what_changed() -> None:
    left, right = compare("60 日内删除", "30 日内删除并出具证明")
    assert "<del>60</del> 日内删除" in left
    assert "<ins>30</ins> 日内删除<ins>并出具证明</ins>" in right
    assert "&lt;" in compare("<i>", "x")[0]


def test_compare_gives_up_on_other_texts() -> None:
    assert compare("model validation only", "注册登记") == ("<del>model validation only</del>", "<ins>注册登记</ins>")
