"""Steps of an export that many of the sample's deals share: the provider says its facts, the dossier fills, the desk works, the exchange clears."""

from __future__ import annotations

import io
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from catalog.offer.models import Offer
from exchange.agreement import use_cases as agreements
from exchange.clearance import use_cases as clearances
from exchange.clearance.models import Clearance, ExportDeclaration
from exchange.export_case import use_cases as cases
from exchange.export_case.dossier.checklist import checklist
from exchange.export_case.models import ExportCase, Paper
from exchange.export_case.states import Path
from exchange.rules.casework import CLAUSES, RECENT
from exchange.trade_request import use_cases as requests
from exchange.transfer import use_cases as transfers
from kernel import clock
from kernel.actor import SYSTEM, Actor
from seeds.sample import deals
from seeds.sample.deals import Stage
from seeds.sample.people import PAPER

SCAN = PAPER.encode()
# what the provider says of every export; nobody under 18 is in the sample's data
FACTS: dict[str, Any] = {
    "important_data_status": "none", "treatment": "none", "origin": "domestic", "purpose": "data_product_sale", "exemption_condition_met": False,
    "modality": "table", "flags": [],
}  # fmt: skip
PERSONAL: dict[str, Any] = FACTS | {
    "subject_role": "customer", "data_subject_age_min": 18, "data_subject_age_max": 90, "elected_route": "standard_contract", "legal_basis": "consent", "separate_consent": True,
    "pia_done": True, "contract_conflicts_with_model": False, "legal_document_clauses_missing": [],
}  # fmt: skip
OUTSIDE = (1_200, 0)
"""What the provider says it sent abroad this year elsewhere: ordinary and sensitive persons."""


def asked(stage: Stage, key: str, purpose: str, *, basis: str = "consent", count: int = 3, days: int = 180) -> UUID:
    """A buyer abroad asks, the provider offers, the buyer accepts."""
    buyer = stage.overseas
    offer = Offer.objects.get(dataset=stage.datasets[key])
    with stage.calendar.next(hours=2):
        deal = requests.submit(buyer.trader, offer.pk, deals.form(stage, buyer, purpose, "research", basis=basis, count=count, days=days)).pk
    with stage.calendar.next(hours=2):
        requests.propose(stage.provider.steward, deal, {})
    with stage.calendar.next(hours=1):
        agreements.accept(buyer.trader, deal)
    return deal


def described(stage: Stage, deal: UUID, ordinary: int, sensitive: int, facts: dict[str, Any]) -> UUID:
    """The provider says the facts of the export, and its owner signs what went abroad elsewhere."""
    with stage.calendar.next(minutes=40):
        requests.describe_export(stage.provider.steward, deal, facts, ordinary=ordinary, sensitive=sensitive)
    with stage.calendar.next(minutes=20):
        agreements.state_outside(stage.provider.owner, ordinary=OUTSIDE[0], sensitive=OUTSIDE[1])
    return deal


def signed(stage: Stage, key: str, purpose: str, ordinary: int = 0, sensitive: int = 0, *, facts: dict[str, Any] | None = None, **terms: Any) -> UUID:
    """A deal with the buyer abroad, both signatures under it."""
    deal = described(stage, asked(stage, key, purpose, **terms), ordinary, sensitive, PERSONAL | (facts or {}))
    with stage.calendar.next(hours=1):
        agreements.sign(stage.provider.owner, deal)
        agreements.sign(stage.overseas.owner, deal)
    return deal


def opened(stage: Stage, deal: UUID, path: str, *, kind: str = "first") -> ExportCase:
    with stage.calendar.next(hours=1):
        return cases.open_(stage.provider.steward, deal, path=path, kind=kind)


def filled(stage: Stage, case: ExportCase, *, written: tuple[str, ...] = ()) -> ExportCase:
    """Every paper of the checklist: those in `written` drawn up by the exchange, the others uploaded; the contract as it takes effect today."""
    steward = stage.provider.steward
    result = case.determination.result if case.determination else {}
    with stage.calendar.next(hours=3):
        for line in checklist(case, result, (), None):
            if line.automatic:
                continue
            done = clock.today() if line.code in RECENT else None
            if line.code in written:
                cases.generate_paper(steward, case.pk, code=line.code, done_on=done)
            else:
                uploaded(steward, case, line.code, done)
        kind = "standard_contract" if case.path == Path.CONTRACT.value else "draft"
        cases.state_document(steward, case.pk, kind=kind, effective_on=clock.today(), digest=sha256(str(case.pk).encode()).hexdigest(), clauses=dict.fromkeys(CLAUSES, "annex 1"))
    return case


def uploaded(steward: Actor, case: ExportCase, code: str, done_on: date | None = None) -> Paper:
    return cases.add_paper(steward, case.pk, code=code, name=f"{code}.pdf", media_type="application/pdf", size=len(SCAN), stream=io.BytesIO(SCAN), done_on=done_on)


def submitted(stage: Stage, deal: UUID, path: str, *, kind: str = "first", written: tuple[str, ...] = ()) -> ExportCase:
    case = filled(stage, opened(stage, deal, path, kind=kind), written=written)
    with stage.calendar.next(hours=1):
        return cases.submit(stage.provider.steward, case.pk)


def taken_in(stage: Stage, case: ExportCase, *, whole: bool = True) -> None:
    """Intake finds the dossier complete; on the assessment path it is accepted in a second step, unless `whole` is False."""
    with stage.calendar.next(hours=3):
        cases.accept(stage.desk.intake, case.pk)
    if whole and case.path == Path.ASSESSMENT.value:
        with stage.calendar.next(hours=4):
            cases.accept(stage.desk.intake, case.pk)


def opined(stage: Stage, case: ExportCase, reviewer: Actor, kind: str, text: str, **more: Any) -> None:
    with stage.calendar.next(hours=4):
        cases.opine(reviewer, case.pk, kind=kind, text=text, **more)


def approved(stage: Stage, case: ExportCase, *, conditions: tuple[str, ...] = (), number: str = "") -> ExportCase:
    """By the simulated desk, or by the exchange's two operators where the case is theirs."""
    ours = case.desk_id == stage.operator.id
    reviewer, approver = (stage.operator.operator, stage.operator.operator2) if ours else (stage.desk.reviewer, stage.desk.approver)
    kind = "conditions" if conditions else "approve"
    opined(stage, case, reviewer, kind, "目的、范围与必要性相符，措施适当。 Purpose, scope and necessity fit; the measures are adequate.", conditions=conditions)
    with stage.calendar.next(hours=4):
        return cases.decide(approver, case.pk, verdict=kind, conditions=conditions, number=number)


def cleared(stage: Stage, deal: UUID, *, days: int | None = None) -> Clearance:
    """By the operator who did not decide the case; for so many days, or as long as may be."""
    with stage.calendar.next(hours=2):
        until = clock.today() + timedelta(days=days) if days else None
        return clearances.issue(stage.operator.operator, deal, valid_until=until)


def exempted(stage: Stage, deal: UUID) -> ExportCase:
    return approved(stage, submitted(stage, deal, Path.EXEMPT.value))


def sent(stage: Stage, deal: UUID) -> tuple[UUID, ExportDeclaration]:
    """A delivery asked for; a red one waits at the desk."""
    with stage.calendar.next(hours=1):
        transfer = transfers.deliver(stage.overseas.trader, deal).pk
    return transfer, ExportDeclaration.objects.get(transfer=transfer)


def let_go(stage: Stage, transfer: UUID, declaration: ExportDeclaration, person: Actor) -> None:
    """A person releases a red export, and the clock's hand starts the delivery that waited for it."""
    with stage.calendar.next(hours=2):
        clearances.release(person, declaration.pk, remark="已核对文件与放行范围一致。 The file was compared with what is cleared.")
        transfers.start(SYSTEM, transfer)


def received(stage: Stage, transfer: UUID, *, accept: bool = True) -> None:
    with stage.calendar.next(hours=1):
        deals.received(stage.overseas.trader, transfer)
    if accept:
        with stage.calendar.next(hours=4):
            transfers.accept(stage.overseas.trader, transfer)

