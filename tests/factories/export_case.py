"""Cases of exports in any state, played by the exporter's and the desk's people through the real acts."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.utils.translation import override

from exchange.agreement.models import Agreement
from exchange.determination.models import Determination
from exchange.export_case import use_cases as cases
from exchange.export_case.dossier.checklist import checklist
from exchange.export_case.models import ExportCase, LegalDocument, Paper
from exchange.export_case.states import Path, State
from exchange.rules.casework import CLAUSES, RECENT
from kernel import clock
from tests.cast import Party
from tests.factories.catalog import FIELDS, PERSONAL_FIELD, dataset_listed
from tests.factories.trade import ABROAD, ANYWHERE, agreement_in

SCAN = b"%PDF-1.4 a signed paper of the tests\n%%EOF\n"
REQUIRED: dict[str, list[str]] = {
    Path.ASSESSMENT.value: [
        "declaration_form", "risk_self_assessment_report", "draft_legal_document", "usci_copy", "legal_rep_id", "agent_id", "power_of_attorney", "pia_report",
        "notice_record", "legal_basis_record",
    ],
    Path.CONTRACT.value: [
        "standard_contract_or_certificate", "pia_report", "commitment_letter", "power_of_attorney", "usci_copy", "legal_rep_id", "agent_id", "notice_record",
        "legal_basis_record",
    ],
    Path.EXEMPT.value: ["pia_report", "notice_record", "legal_basis_record", "exemption_memo", "ledger_entry"],
}
FOUND = {Path.ASSESSMENT.value: "security_assessment", Path.EXEMPT.value: "exempt"}


def export_deal(provider: Party, consumer: Party, operator: Party, *, state: str = "FINALIZED", personal: bool = False, **over: Any) -> Agreement:
    """A free deal with a buyer abroad, in force unless told otherwise."""
    fields = [*FIELDS, PERSONAL_FIELD] if personal else FIELDS
    dataset = dataset_listed(provider, operator, price_minor=0, fields=fields, policy=ANYWHERE)
    return agreement_in(state, provider, consumer, operator, dataset=dataset, form=ABROAD, **over)


def determined(agreement: Agreement, path: str = Path.ASSESSMENT.value, *, ordinary: int = 1_200_000, sensitive: int = 0, missing_facts: list[str] | None = None) -> Determination:
    """What the law said of this deal, as the determination would store it."""
    found = FOUND.get(path, "standard_contract_or_certification")
    papers = REQUIRED.get(path, REQUIRED[Path.CONTRACT.value])
    row = Determination(
        deal=agreement.pk, exporter_id=agreement.provider_id, as_of=clock.today(), occasion="signing", destination="SG", release="2026.1", path=found,
        facts={"pi_subjects_this_year": ordinary, "sensitive_pi_subjects_this_year": sensitive, "elected_route": "none"},
        result={"path": found, "required_documents": papers, "deciding_articles": ["P16/7(1)(2)"], "missing_facts": missing_facts or [], "blockers": []},
        at=clock.now() + timedelta(microseconds=1),  # newer than what the signature left, also where the clock stands
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def case_opened(provider: Party, agreement: Agreement, path: str = Path.ASSESSMENT.value, **counts_of: Any) -> ExportCase:
    determined(agreement, path, **counts_of)
    return cases.open_(provider.steward, agreement.pk, path=path)


def paper(provider: Party, case: ExportCase, code: str, content: bytes = SCAN) -> Paper:
    """One uploaded version."""
    done = clock.today() if code in RECENT else None
    return cases.add_paper(provider.steward, case.pk, code=code, name=f"{code}.pdf", media_type="application/pdf", size=len(content), stream=io.BytesIO(content), done_on=done)


def dossier_filled(provider: Party, case: ExportCase) -> ExportCase:
    """Everything the checklist asks for, uploaded, and the legal document stated with all six heads, in force today."""
    result = case.determination.result if case.determination else {}
    for line in checklist(case, result, Paper.objects.filter(case=case), None):
        if not line.there and not line.automatic:
            paper(provider, case, line.code)
    if not LegalDocument.objects.filter(case=case).exists():
        kind = "standard_contract" if case.path == Path.CONTRACT.value else "draft"
        cases.state_document(provider.steward, case.pk, kind=kind, effective_on=clock.today(), digest="a" * 64, clauses=dict.fromkeys(CLAUSES, "annex 1"))
    return again(case)


def case_in(
    state: State | str, provider: Party, consumer: Party, operator: Party, regulator: Party, *, path: str = Path.ASSESSMENT.value, agreement: Agreement | None = None
) -> ExportCase:
    """A case in `state` on `path`; letters are written in both languages whatever the test's own."""
    state = State(state)
    with override("en"):
        agreement = agreement or export_deal(provider, consumer, operator)
        case = case_opened(provider, agreement, path)
        if state is State.DRAFT:
            return case
        if state is State.WITHDRAWN:
            return cases.withdraw(provider.steward, case.pk)
        return _onward(state, dossier_filled(provider, case), provider, operator, regulator)


def _onward(state: State, case: ExportCase, provider: Party, operator: Party, regulator: Party) -> ExportCase:
    cases.submit(provider.steward, case.pk)
    desk = Desk(case, operator, regulator)
    case = again(case)
    if case.state == State.SUBMITTED:
        if state is State.SUBMITTED:
            return case
        if state is State.RETURNED:
            return cases.return_(desk.intake, case.pk, items=[{"code": "usci_copy", "what": "The code cannot be read."}])
        case = cases.accept(desk.intake, case.pk)
    if case.state == State.ACCEPTANCE:
        if state is State.ACCEPTANCE:
            return case
        case = cases.accept(desk.intake, case.pk)
    if state is State.UNDER_REVIEW:
        return case
    if state is State.SUPPLEMENT:
        return cases.ask_for_papers(desk.reviewer, case.pk, items=[{"code": "power_of_attorney", "what": "Name the agent's post."}])
    case = cases.opine(desk.reviewer, case.pk, kind="approve", text="Purpose, scope and measures fit.")
    if state is State.TO_DECIDE:
        return case
    if state is State.APPROVED and case.path == Path.CERTIFICATION.value:
        cases.record_outcome(provider.steward, case.pk, kind="certificate", body="A certification body", number="CERT-1", issued_on=clock.today())
        return cases.confirm_outcome(desk.approver, case.pk)
    if state is State.REFUSED:
        return cases.decide(desk.approver, case.pk, verdict="refuse", text="The recipient's law compels access.", article="M11 8", remedy="Choose a recipient elsewhere.")
    return cases.decide(desk.approver, case.pk, verdict="approve")


class Desk:
    """The people before whom the case lies, by what they do there."""

    def __init__(self, case: ExportCase, operator: Party, regulator: Party) -> None:
        exchange = case.desk_id == operator.id
        self.intake = operator.one if exchange else regulator.intake
        self.reviewer = operator.one if exchange else regulator.reviewer
        self.approver = operator.two if exchange else regulator.approver


def again(case: ExportCase) -> ExportCase:
    """The row as it stands now."""
    return ExportCase.objects.select_related("exporter", "consumer", "desk", "determination").get(pk=case.pk)


__all__ = ["Desk", "again", "case_in", "case_opened", "determined", "dossier_filled", "export_deal", "paper"]
