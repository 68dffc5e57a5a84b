"""The listing rules: each finding by itself, all findings together, and never a surprise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from catalog.rules.grade import FieldFacts
from catalog.rules.listing import ListingFacts, listing
from catalog.rules.policy import Policy, covers
from catalog.rules.review import CHECKLIST, complete, remarked
from catalog.rules.visibility import SampleFacts

FIELD = FieldFacts("delay", 2)
DAY = date(2026, 1, 5)
GOOD = ListingFacts(True, True, True, (FIELD,), (), 2, True, True, 1, DAY, DAY, 1, 0, 1, 0, SampleFacts("none", 0, 2, False))


def test_a_complete_dataset_may_be_listed() -> None:
    assert listing(GOOD).permitted


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"provider_verified": False}, "listing.provider_verified"), ({"titles": False}, "listing.described"), ({"descriptions": False}, "listing.described"),
        ({"meanings_missing": ("delay",)}, "listing.meanings"), ({"classified": None}, "listing.classified"), ({"classified": 1}, "listing.classified"),
        ({"confirmed_by_second_person": False}, "listing.classified"), ({"rights_stated": False}, "listing.rights"), ({"rights_evidence": 0}, "listing.rights"), ({"on": date(2026, 1, 6)}, "rights.lasting"),
        ({"files": 0}, "listing.files"), ({"unfinished_files": 1}, "listing.unfinished_files"), ({"offers": 0}, "listing.offer"),
        ({"offers": 2, "exclusive_offers": 1}, "listing.exclusive"), ({"sample": SampleFacts("synthetic", 1, 5, False)}, "sample.important_data"),
        ({"sample": SampleFacts("real", 1, 2, True)}, "sample.personal_data"),
    ],
)  # fmt: skip
def test_each_finding(change: dict[str, Any], rule: str) -> None:
    decision = listing(replace(GOOD, **change))
    assert [reason.rule for reason in decision.reasons] == [rule]
    assert all(reason.remedy and reason.cites and reason.version for reason in decision.reasons)


def test_core_data_is_never_listed() -> None:
    decision = listing(replace(GOOD, fields=(FIELD, FieldFacts("grid", 6)), classified=6))
    assert [reason.rule for reason in decision.reasons] == ["listing.core_data"]


def test_all_findings_are_told_at_once() -> None:
    empty = ListingFacts(False, False, False, (), (), None, False, False, 0, None, DAY, 0, 0, 0, 0, SampleFacts("none", 0, 1, False))
    assert len(listing(empty).reasons) == 7


def test_the_checklist_must_be_complete_and_a_return_must_say_why() -> None:
    assert complete(CHECKLIST).permitted
    assert not complete(list(CHECKLIST)[1:]).permitted
    assert remarked({"fields": "x", "fields:delay": "y"}).permitted
    for remarks in ({}, {"fields": " "}, {"nowhere": "x"}):
        assert not remarked(remarks).permitted


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"purposes": ("research",)}, "policy.purposes"), ({"countries": ("CN", "SG")}, "policy.countries"), ({"term_days": 400}, "policy.term"),
        ({"count": 11}, "policy.count"), ({"count": None}, "policy.count"), ({"redistribution": True}, "policy.redistribution"),
    ],
)  # fmt: skip
def test_wanted_terms_stay_within_offered_ones(change: dict[str, Any], rule: str) -> None:
    offered = Policy(("analysis",), ("CN",), 365, 10)
    assert covers(offered, offered).permitted
    assert [reason.rule for reason in covers(offered, replace(offered, **change)).reasons] == [rule]
    assert covers(replace(offered, countries=("*",)), replace(offered, countries=("SG",))).permitted
