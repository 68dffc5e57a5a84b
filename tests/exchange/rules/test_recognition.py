"""Recognizing an export: who and where decides; what cannot be told stops."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from exchange.rules.recognition import Crossing, CrossingFacts, delivery, needs_clearance, recognize
from kernel.decision import Outcome

CN = ("CN",)


def facts(provider: str = "CN", consumer: str = "CN", recipients: tuple[str, ...] = CN, processing: tuple[str, ...] = CN, storage: tuple[str, ...] = CN) -> CrossingFacts:
    return CrossingFacts(provider, consumer, recipients, processing, storage)


@pytest.mark.parametrize(
    ("known", "crossing"),
    [
        (facts(), Crossing.HOME),
        (facts(consumer="SG"), Crossing.EXPORT),
        (facts(consumer="HK"), Crossing.EXPORT),
        (facts(recipients=("CN", "MO")), Crossing.EXPORT),
        (facts(processing=("TW",)), Crossing.EXPORT),
        (facts(storage=("CN", "US")), Crossing.EXPORT),
        (facts(provider="SG"), Crossing.INBOUND),
        (facts(provider="SG", consumer="US"), Crossing.UNDETERMINED),
        (facts(consumer=""), Crossing.UNDETERMINED),
        (facts(storage=("CN", "XX")), Crossing.UNDETERMINED),
        (facts(provider=""), Crossing.UNDETERMINED),
        (facts(provider="", consumer="SG"), Crossing.UNDETERMINED),
        (facts(recipients=("XX",), consumer="SG"), Crossing.EXPORT),
    ],
)
def test_crossing(known: CrossingFacts, crossing: Crossing) -> None:
    assert recognize(known) is crossing
    assert needs_clearance(crossing) is (crossing in (Crossing.EXPORT, Crossing.UNDETERMINED))


def test_an_export_waits_for_clearance_and_says_who_acts() -> None:
    decision = delivery(facts(consumer="SG", storage=("HK",)), cleared=False)
    assert decision.outcome is Outcome.REFUSED and decision.reasons[0].rule == "R-BORDER-CLEARANCE"
    assert "HK, SG" in str(decision.reasons[0].finding) and "provider" in str(decision.remedies[0])
    assert delivery(facts(consumer="SG"), cleared=True).permitted
    assert delivery(facts(consumer=""), cleared=False).outcome is Outcome.UNKNOWN
    assert delivery(facts(), cleared=False).permitted


places = st.lists(st.sampled_from(["CN", "HK", "SG", "", "XX", "cn"]), max_size=3).map(tuple)
codes = st.sampled_from(["CN", "HK", "SG", "", "XX", "cn"])


@settings(max_examples=500, deadline=None)
@given(st.builds(CrossingFacts, codes, codes, places, places, places))
def test_total_and_home_only_when_everything_is_known_to_be_home(known: CrossingFacts) -> None:
    if recognize(known) is Crossing.HOME:
        assert {known.provider_country, *known.places} == {"CN"}
