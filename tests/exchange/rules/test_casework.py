"""The procedure's rules: which path may be opened, who may act, when a dossier is enough, windows and last days."""

from __future__ import annotations

from datetime import date
from itertools import product
from uuid import uuid4

import pytest

from exchange.rules.casework import CLAUSES, DossierFacts, PersonFacts, dossier, extension, person, renewal, route, within
from kernel.decision import Certainty, Citation, Decision, Outcome

TODAY = date(2026, 9, 24)


def rules(decision: Decision) -> list[str]:
    return [reason.rule.removeprefix("export_case.") for reason in decision.reasons]


@pytest.mark.parametrize(
    ("found", "elected", "stands", "outcome"),
    [
        ("security_assessment", "security_assessment", True, Outcome.PERMITTED),
        ("standard_contract_or_certification", "standard_contract", True, Outcome.PERMITTED),
        ("standard_contract_or_certification", "certification", True, Outcome.PERMITTED),
        ("exempt", "exempt", True, Outcome.PERMITTED),
        ("security_assessment", "exempt", True, Outcome.REFUSED),
        ("exempt", "security_assessment", True, Outcome.REFUSED),
        ("prohibited", "security_assessment", True, Outcome.REFUSED),
        ("not_a_cross_border_transfer", "exempt", True, Outcome.REFUSED),
        ("security_assessment", "security_assessment", False, Outcome.UNKNOWN),
        ("undetermined", "exempt", True, Outcome.UNKNOWN),
        (None, "exempt", True, Outcome.UNKNOWN),
    ],
)
def test_a_case_takes_the_path_that_was_determined(found: str | None, elected: str, stands: bool, outcome: Outcome) -> None:
    decision = route(found, elected, stands=stands)
    assert decision.outcome is outcome
    assert decision.permitted or decision.reasons[0].cites


def test_never_the_same_person_twice_whatever_the_order() -> None:
    one, two, three = uuid4(), uuid4(), uuid4()
    for first, second, third in product((one, two, three), repeat=3):
        reviewer = person(PersonFacts(second, (("intake", first),)))
        approver = person(PersonFacts(third, (("intake", first), ("reviewer", second))))
        assert (reviewer.permitted and approver.permitted) == (len({first, second, third}) == 3)


def test_nobody_nameless_of_a_party_or_of_the_first_decision() -> None:
    one = uuid4()
    assert rules(person(PersonFacts(None))) == ["is_a_person"]
    assert rules(person(PersonFacts(one, of_party=True))) == ["no_conflict_of_interest"]
    assert rules(person(PersonFacts(one, former=(uuid4(), one)))) == ["other_persons_evaluate_again"]
    assert person(PersonFacts(one, former=(uuid4(), None))).permitted


def test_a_report_is_three_months_old_at_most() -> None:
    def judged(done: date | None) -> Decision:
        return dossier(DossierFacts("security_assessment", TODAY, reports=(("pia_report", done),)))

    assert judged(date(2026, 6, 24)).permitted and judged(TODAY).permitted
    for done in (date(2026, 6, 23), date(2026, 9, 25), None):
        assert rules(judged(done)) == ["report_is_recent"]
    reason = judged(None).reasons[0]
    assert reason.cites[0].certainty is Certainty.MEMORY, "no statute says so, and the refusal says that"


def test_a_report_is_as_old_as_it_was_at_the_first_filing_and_only_where_something_is_filed() -> None:
    reports = (("pia_report", date(2026, 4, 1)),)
    assert rules(dossier(DossierFacts("security_assessment", TODAY, reports=reports))) == ["report_is_recent"]
    assert dossier(DossierFacts("security_assessment", TODAY, reports=reports, filed=date(2026, 6, 30))).permitted
    for path in ("exempt", "certification"):
        assert dossier(DossierFacts(path, TODAY, reports=reports)).permitted


def test_a_certificate_is_applied_for_again_from_six_months_before_its_end() -> None:
    opens, last = date(2026, 6, 18), date(2026, 12, 18)
    for today, fine in ((date(2026, 6, 17), False), (opens, True), (last, True), (date(2026, 12, 19), False)):
        decision = renewal(today, opens, last)
        assert decision.permitted is fine
        assert fine or [cite.instrument for cite in decision.reasons[0].cites] == ["M20"]


def test_the_assessment_asks_for_six_heads_and_the_filing_for_a_contract_in_force() -> None:
    assert rules(dossier(DossierFacts("security_assessment", TODAY, clauses=None))) == ["legal_document_has_six_heads"]
    assert rules(dossier(DossierFacts("security_assessment", TODAY, clauses=("liability_dispute",)))) == ["legal_document_has_six_heads"]
    assert dossier(DossierFacts("security_assessment", TODAY)).permitted and len(CLAUSES) == 6
    for kind, effective in (("", None), ("draft", TODAY), ("standard_contract", None), ("standard_contract", date(2026, 9, 25))):
        assert rules(dossier(DossierFacts("standard_contract", TODAY, document_kind=kind, effective_on=effective))) == ["contract_is_in_force"]
    assert dossier(DossierFacts("standard_contract", TODAY, document_kind="gba_contract", effective_on=TODAY)).permitted


def test_windows_include_their_first_and_last_day() -> None:
    opens, last = date(2026, 9, 20), date(2026, 12, 18)
    for today, fine in ((date(2026, 9, 19), False), (opens, True), (last, True), (date(2026, 12, 19), False)):
        decision = extension(today, opens, last, date(2026, 9, 19))
        assert decision.permitted is fine
        assert fine or {cite.instrument for cite in decision.reasons[0].cites} == {"P16", "M11"}, "both readings are named"
    cite = Citation("M11", "13")
    assert within(TODAY, TODAY, cite).permitted and rules(within(TODAY, date(2026, 9, 25), cite)) == ["in_time"]
