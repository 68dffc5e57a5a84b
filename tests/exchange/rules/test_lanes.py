"""Lanes and the watch over what was cleared: cases to read, and that a worse fact never gives a milder lane."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings, strategies as st

from exchange.rules.lanes import ORDER, LaneFacts, sort
from exchange.rules.watching import CHANGES, WatchFacts, alerts, change

FILE = yaml.safe_load((Path(__file__).parent / "cases" / "lanes.yaml").read_text())
QUIET = WatchFacts("security_assessment", "exempt", 200, 10, moved=False, renamed=False)


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: case["id"])
def test_lane(case: dict[str, Any]) -> None:
    found = sort(LaneFacts(**(FILE["base"] | case["facts"])))
    assert (found.lane.value, [reason.rule for reason in found.reasons]) == (case["lane"], case["rules"])
    assert all(reason.cites and str(reason.finding) for reason in found.reasons)


facts = st.builds(
    LaneFacts, ordinary=st.none() | st.integers(0, 200_000), sensitive=st.none() | st.integers(0, 2_000), important=st.booleans(), manual_review=st.booleans(), first=st.booleans(),
    used_percent=st.integers(0, 100), days_left=st.integers(0, 400), filing_open=st.booleans(), conditions=st.booleans(), recent_orders=st.integers(0, 2), refused_before=st.integers(0, 2),
)


@settings(max_examples=500, deadline=None)
@given(facts, st.sampled_from(["important", "manual_review", "filing_open", "conditions"]))
def test_a_worse_fact_is_never_milder(known: LaneFacts, what: str) -> None:
    worse = dataclasses.replace(known, **{what: True})
    assert ORDER.index(sort(worse).lane) >= ORDER.index(sort(known).lane)


@settings(max_examples=500, deadline=None)
@given(facts, st.integers(0, 200_000))
def test_more_persons_are_never_milder(known: LaneFacts, more: int) -> None:
    if known.ordinary is not None:
        larger = dataclasses.replace(known, ordinary=known.ordinary + more)
        assert ORDER.index(sort(larger).lane) >= ORDER.index(sort(known).lane)
        uncounted = dataclasses.replace(known, ordinary=None)
        assert sort(uncounted).lane == "red"


def test_the_watch_tells_what_changed() -> None:
    assert alerts(QUIET) == ()
    for change_of, codes, rests in (
        ({"days_left": 61}, [], []), ({"days_left": 60}, ["validity"], []), ({"used_percent": 79}, [], []), ({"used_percent": 80}, ["quota"], []),
        ({"moved": True}, ["place"], ["place"]), ({"fell": True}, ["case"], ["case"]), ({"renamed": True}, ["recipient"], []),
    ):  # fmt: skip
        found = alerts(dataclasses.replace(QUIET, **change_of))  # type: ignore[arg-type]
        assert [alert.code for alert in found] == codes and [alert.code for alert in found if alert.suspends] == rests
        assert all(alert.reason.cites and alert.reason.remedy for alert in found)


@pytest.mark.parametrize("code", CHANGES)
def test_every_change_the_law_names_rests_the_clearance(code: str) -> None:
    for path, law in (("security_assessment", {"NDSR", "M11"}), ("standard_contract", {"GSC2"}), ("certification", {"M20"}), ("exempt", set())):
        found = change(code, path)
        assert found.suspends and {cite.instrument for cite in found.reason.cites} == law | {"platform rules"}
