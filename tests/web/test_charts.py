"""Charts: a title that says something, a table with every figure, well-formed SVG, and no trouble with odd numbers."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from django.utils import translation

from web.charts import Chart, Lane, Series, bar_chart, clock_bar, donut_chart, flow_lanes, grade_bar, line_chart, sparkline
from web.charts.tree import proof_tree

ODD = '<b>&"'


def charts() -> list[Chart]:
    rows = [("a", 3), (ODD, 12.5), ("c", 0)]
    return [
        bar_chart("Bars", rows), bar_chart("Ranks", rows, horizontal=True), bar_chart("Log", [("a", 1), ("b", 10**9)], horizontal=True, log=True),
        line_chart("Lines", ["Oct", "Nov", ODD], [Series("x", [1, None, 3]), Series(ODD, [0, 0, 0])], limits=[("limit", 10)]),
        line_chart("Steps", ["Q1", "Q2"], [Series("list", [300, 320])], step=True), donut_chart("Ring", rows), grade_bar("Grades", {1: 6, 4: 1, 6: 0}),
        flow_lanes("Flows", ODD, ["exempt", "assessed"], [Lane("Singapore", (264, 30)), Lane("Nowhere", (0, 0))]),
        clock_bar("Clock", 45, [("review", 24, "now"), ("waiting", 30, "wait")], today=54, end="day 45"),
    ]


@pytest.mark.parametrize("number", range(9))
def test_each_is_well_formed_titled_and_has_its_table(number: int) -> None:
    with translation.override("en"):
        chart = charts()[number]
        html = Template("{% load web %}{% chart c %}").render(Context({"c": chart}))
    root = ET.fromstring(chart.svg)  # noqa: S314  our own drawing
    title = root.find("title")
    assert title is not None
    assert title.text
    assert len(title.text) > len(chart.title)
    assert root.get("role") == "img"
    assert "<details" in html
    assert html.count("<tr>") == len(chart.rows) + 1
    assert "<b>&" not in html
    assert all(float(node.get("width", "0")) >= 0 for node in root.iter("rect"))


@pytest.mark.parametrize("rows", [[], [("a", 0)]])
def test_no_figures_is_no_fault(rows: list[tuple[str, int]]) -> None:
    for chart in (bar_chart("x", rows), bar_chart("x", rows, horizontal=True), donut_chart("x", rows), line_chart("x", [], []), flow_lanes("x", "y", ["k"], [])):
        ET.fromstring(chart.svg)  # noqa: S314
    assert "nothing to show" in Template("{% load web i18n %}{% language 'en' %}{% chart c %}{% endlanguage %}").render(Context({"c": bar_chart("x", [])}))


def test_too_much_for_one_picture() -> None:
    with pytest.raises(ValueError, match="at most"):
        donut_chart("x", [(str(i), 1) for i in range(7)])
    with pytest.raises(ValueError, match="at most"):
        line_chart("x", [], [Series(str(i), []) for i in range(5)])
    with pytest.raises(ValueError, match="one value a kind"):
        flow_lanes("x", "y", ["a"], [Lane("z", (1, 2))])


def test_small_lines() -> None:
    assert sparkline([1], "x") == ""
    ET.fromstring(sparkline([5, 5, 5], ODD))  # noqa: S314


def test_the_way_to_the_root_is_drawn() -> None:
    root = ET.fromstring(proof_tree(184_207, 190_000))  # noqa: S314
    assert len([node for node in root.iter() if node.get("class") == "m-on"]) == 4
    assert len([node for node in root.iter() if node.get("class") == "m-sib"]) == 3


def test_the_clock_s_label_stays_inside_on_an_early_day() -> None:
    with translation.override("zh-hans"):
        early = clock_bar("Clock", 60, [("review", 2, "now"), ("left", 58, "idle")], today=2, end="day 60")
        later = clock_bar("Clock", 60, [("review", 30, "now"), ("left", 30, "idle")], today=30, end="day 60")
    assert '<text x="0.0" y="54.0" class="st">' in early.svg
    assert 'text-anchor="middle"' in later.svg


def test_a_line_may_have_a_look_of_its_own() -> None:
    chart = line_chart("Lanes", ["1", "2"], [Series("green", [1, 2], 2), Series("red", [0, 1], 5)])
    assert [css for css, _name in chart.legend] == ["l2", "l5"] and 'class="l5"' in chart.svg
