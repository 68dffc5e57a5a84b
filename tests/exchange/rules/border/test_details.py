"""What stands beside the path, to the letter: changes, ranges of values, periods equal to the deadlines."""

from __future__ import annotations

from typing import Any

import pytest

from exchange.rules.border import clocks
from exchange.rules.border.deadlines import PERIODS
from exchange.rules.border.engine import determine
from exchange.rules.border.facts import parse
from exchange.rules.border.search import classes
from tests.exchange.rules.border import cases

BASE = cases.load(cases.OWN)["base"]


@pytest.mark.parametrize(("facts", "changes"), [
    ({"pi_subjects_this_year": 150_000}, {
        ("pi_subjects_this_year", "99999", "exempt"), ("pi_subjects_this_year", "1000000", "security_assessment"), ("sensitive_pi_subjects_this_year", "10000", "security_assessment"),
        ("contains_pi", "false", "exempt"), ("movement", "domestic_only", "not_a_cross_border_transfer"), ("origin", "overseas_only", "exempt"),
        ("important_data_status", "notified", "security_assessment"), ("exporter_is_ciio", "true", "security_assessment"),
    }),
    ({"pi_subjects_this_year": 1_000_000, "exporter_location": "gba_mainland", "destination": "HK"}, {
        ("pi_subjects_this_year", "99999", "exempt"), ("pi_subjects_this_year", "999999", "standard_contract_or_certification"), ("contains_pi", "false", "exempt"),
        ("movement", "domestic_only", "not_a_cross_border_transfer"), ("origin", "overseas_only", "exempt"), ("elected_route", "gba_standard_contract", "standard_contract_or_certification"),
    }),
    ({"contains_pi": False, "exporter_is_ciio": True}, {
        ("contains_pi", "true", "security_assessment"), ("movement", "domestic_only", "not_a_cross_border_transfer"), ("important_data_status", "notified", "security_assessment"),
    }),
    ({"sensitive_pi_subjects_this_year": 10_000, "purpose": "emergency", "exporter_location": "beijing"}, {
        ("sensitive_pi_subjects_this_year", "0", "exempt"), ("sensitive_pi_subjects_this_year", "9999", "standard_contract_or_certification"), ("contains_pi", "false", "exempt"),
        ("movement", "domestic_only", "not_a_cross_border_transfer"), ("exemption_condition_met", "true", "exempt"), ("origin", "overseas_only", "exempt"), ("negative_list", "off_list", "exempt"),
    }),
    ({"sensitive_pi_subjects_this_year": 5, "origin": "overseas_only"}, {
        ("movement", "domestic_only", "not_a_cross_border_transfer"), ("origin", "overseas_mixed_with_domestic", "standard_contract_or_certification"),
        ("important_data_status", "notified", "security_assessment"),
    }),
    ({"flags": ["source_not_explained"]}, {("movement", "domestic_only", "not_a_cross_border_transfer"), ("flags.source_not_explained", "false", "exempt")}),
    ({"flags": ["export_controlled_no_licence"], "contains_pi": False}, {("movement", "domestic_only", "not_a_cross_border_transfer"), ("flags.export_controlled_no_licence", "false", "exempt")}),
    ({"flags": ["hgr_information_not_filed"]}, {("movement", "domestic_only", "not_a_cross_border_transfer"), ("flags.hgr_information_not_filed", "false", "exempt")}),
    ({"purpose": "foreign_judicial_request"}, {("movement", "domestic_only", "not_a_cross_border_transfer"), ("flags.competent_authority_approval", "true", "exempt")}),
    ({"movement": "domestic_only", "destination": "CN"}, {("movement", "remote_access_from_abroad", "exempt")}),
    ({"data_subject_age_min": 5}, {
        ("data_subject_age_min", "18", "exempt"), ("contains_pi", "false", "exempt"), ("sensitive_pi_subjects_this_year", "10000", "security_assessment"),
        ("movement", "domestic_only", "not_a_cross_border_transfer"), ("origin", "overseas_only", "exempt"), ("important_data_status", "notified", "security_assessment"),
        ("exporter_is_ciio", "true", "security_assessment"), ("pi_subjects_this_year", "1000000", "security_assessment"),
    }),
])
def test_what_would_change(facts: dict[str, Any], changes: set[tuple[str, str, str]]) -> None:
    answer = determine(parse({**BASE, **facts}))
    assert {(change.key, change.value, change.path.value) for change in answer.what_would_change} == changes


@pytest.mark.parametrize(("key", "known", "labels"), [
    ("pi_subjects_this_year", {}, ["0", "1-9999", "10000-99999", "100000-999999", "1000000 or more"]),
    ("pi_subjects_this_year", {"sensitive_pi_subjects_this_year": 400}, ["0", "1-9599", "9600-9999", "10000-99599", "99600-99999", "100000-999599", "999600-999999", "1000000 or more"]),
    ("prior_year_pi_subjects", {"prior_year_sensitive_subjects": (4, 6)}, ["0", "1-9989", "9990-9999", "10000-99989", "99990-99999", "100000-999989", "999990-999999", "1000000 or more"]),
    ("data_subject_age_max", {}, ["0-13", "14 or more"]),
    ("data_subject_age_max", {"data_subject_age_min": 13}, ["0-13", "14 or more"]),
    ("data_subject_age_max", {"data_subject_age_min": 14}, ["14 or more"]),
    ("data_subject_age_min", {"data_subject_age_max": 14}, ["0-13", "14 or more"]),
    ("contains_pi", {}, ["true", "false"]),
    ("destination", {}, ["HK", "MO", "another place"]),
    ("treatment", {}, ["none, encrypted, anonymised", "deidentified"]),
    ("flags.state_secret", {}, ["true", "false"]),
])
def test_ranges(key: str, known: dict[str, Any], labels: list[str]) -> None:
    assert [label for label, _ in classes(key, known)] == labels


def test_days_are_shown_as_times() -> None:
    labels = [label for label, _ in classes("as_of", {})]
    assert labels[:3] == ["before 2017-06-01", "from 2017-06-01", "from 2022-09-01"] and "from 2024-03-22" in labels


def test_clocks_are_those_of_the_deadlines() -> None:
    for clock in (*clocks.ASSESSMENT, *clocks.CONTRACT, *clocks.CERTIFICATE, *clocks.AREA, *clocks.KEEP):
        period = PERIODS[clock.event]
        assert (clock.event == "certificate_renewal" and clock.amount == 6) or clock.amount in (period.working, period.months // 12)
    window = next(clock for clock in determine(parse({**BASE, "pi_subjects_this_year": 1_000_000})).clocks if clock.event == "extension_window_opens")
    assert window.amount == -PERIODS["extension_window_opens"].working == 60


def test_where_a_missing_fact_leads() -> None:
    missing = determine(parse({**BASE, "exporter_is_ciio": "unknown"})).missing[0]
    assert missing.as_json() == {
        "key": "exporter_is_ciio", "supplier": "exporter", "label": "Critical infrastructure operator",
        "leads": [{"value": "true", "paths": ["security_assessment"]}, {"value": "false", "paths": ["exempt"]}],
    }
    flags = determine(parse({**BASE, "flags": "unknown"})).missing[0]
    assert flags.key == "flags" and {"value": "state_secret: true", "paths": ["prohibited"]} in flags.as_json()["leads"]
