"""Exports of the sample: every path across the border, a case in each of its states, clearances, lanes and stop orders, and one deal inbound.

The year is counted, so the order matters: what few persons free comes first, then the contracts, and last the export that
leads everything after it to the assessment. Everything is reached by the acts that people perform.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from catalog.offer.models import Offer
from exchange.agreement import use_cases as agreements
from exchange.clearance import use_cases as clearances
from exchange.clearance.models import Clearance
from exchange.export_case import use_cases as cases
from exchange.export_case.models import ExportCase
from exchange.export_case.states import Path
from exchange.settlement import use_cases as settlement
from exchange.supervision import use_cases as orders
from exchange.trade_request import use_cases as requests
from exchange.transfer import use_cases as transfers
from kernel import clock, turns
from kernel.actor import SYSTEM
from seeds.sample import crossing, deals, pilots
from seeds.sample.deals import Stage

FEW, SENSITIVE, MANY = 600, 2_000, 120_000  # persons in the survey, the health checks, the outpatient records
NO_ROUTE = {"elected_route": "none"}
BODY = "示例认证机构（模拟） Sample certification body (simulated)"


def earlier(stage: Stage) -> None:
    """What is over by now, or runs since weeks: the exempt, the contract, the certificate."""
    _not_personal(stage)
    _few_persons(stage)
    expiring = _revoked(stage)
    pilots.research(stage)
    _contract(stage)
    _certificate(stage)
    _expired(stage, expiring)


def lately(stage: Stage) -> None:
    """What waits for somebody now: assessments at every step of the desk, the refused and the frozen deal, a red export."""
    _open_data(stage)
    _assessments(stage)
    _refused(stage)
    _evaluated_again(stage)
    _frozen(stage)
    _red(stage)
    pilots.statistics(stage)
    _inbound(stage)


def _not_personal(stage: Stage) -> None:
    """No persons in it (P16 3): green, delivered, accepted; the deal is complete and its clearance used up."""
    deal = crossing.signed(stage, "orders", "Validate a demand model in Singapore", facts=NO_ROUTE, basis="not_personal", count=1)
    deals.money_in(stage, stage.overseas, "5000.00")
    with stage.calendar.next(hours=1):
        settlement.fund(stage.overseas.finance, deal)
    crossing.exempted(stage, deal)
    clearance = crossing.cleared(stage, deal)
    transfer, _ = crossing.sent(stage, deal)
    crossing.received(stage, transfer)
    with stage.calendar.next(minutes=5):
        clearances.exhaust(SYSTEM, clearance.pk)


def _few_persons(stage: Stage) -> None:
    """Freed by the number of persons (P16 5(1)(4)): the first delivery yellow, the second green, a third taken back. Then the recipient
    changed: the clearance rests, and the case is followed by another that took its place."""
    deal = _agreed(stage, "travelers", "Compare satisfaction on routes to Singapore", FEW, 0, count=5)
    crossing.exempted(stage, deal)
    clearance = crossing.cleared(stage, deal)
    for _ in range(2):
        transfer, _declaration = crossing.sent(stage, deal)
        crossing.received(stage, transfer)
    transfer, _declaration = crossing.sent(stage, deal)
    with stage.calendar.next(hours=1):
        transfers.terminate(stage.overseas.trader, transfer)
    with stage.calendar.next(hours=5):
        clearances.tell_change(stage.provider.steward, clearance.pk, code="recipient")
    crossing.approved(stage, crossing.submitted(stage, deal, Path.EXEMPT.value, kind="change"))


def _revoked(stage: Stage) -> Clearance:
    """An order stood on a clearance and was lifted; then it was revoked, and another took its place for twelve days."""
    deal = crossing.signed(stage, "travelers", "Model demand by age group", FEW, 0)
    crossing.exempted(stage, deal)
    first = crossing.cleared(stage, deal)
    with stage.calendar.next(hours=3):
        order = orders.place(stage.desk.supervisor, scope="clearance", subject=first.pk, cause="核实收件方名称。 The recipient's name is being checked.", basis="M11 17")
    with stage.calendar.next(hours=20):
        orders.lift(stage.desk.approver, order.pk, remark="名称无误。 The name is right.")
    with stage.calendar.next(hours=2):
        clearances.revoke(stage.operator.operator2, first.pk, cause="有效期签发有误，另行签发。 Issued with a wrong end; another takes its place.")
    return crossing.cleared(stage, deal, days=12)


def _expired(stage: Stage, clearance: Clearance) -> None:
    until = turns.waits_on(clearance).get().until
    assert until is not None  # noqa: S101 - a clearance waits for its end
    stage.calendar.reach(until)
    with stage.calendar.next(minutes=1):
        clearances.expire(SYSTEM, clearance.pk)


def _contract(stage: Stage) -> None:
    """A standard contract. The first filing was returned with its gaps and lapsed; the second got its number. Red for its sensitive data,
    the delivery was released by a person and received."""
    deal = _agreed(stage, "checkups", "Validate a model of crew fatigue", 0, SENSITIVE, count=4)
    case = crossing.submitted(stage, deal, Path.CONTRACT.value)
    with stage.calendar.next(hours=5):
        gaps = [{"code": "usci_copy", "what": "复印件无法辨认。 The copy cannot be read."}, {"code": "power_of_attorney", "what": "未盖章。 The seal is missing."}]
        case = cases.return_(stage.desk.intake, case.pk, items=gaps)
    assert case.due is not None  # noqa: S101 - a returned case has a last day
    stage.calendar.reach(case.due)
    with stage.calendar.next(minutes=1):
        cases.lapse(SYSTEM, case.pk)
    case = crossing.submitted(stage, deal, Path.CONTRACT.value, written=("pia_report",))
    crossing.taken_in(stage, case)
    crossing.approved(stage, case, conditions=("每季度报告一次使用情况。 Report the use every quarter.",), number="京网信备〔示例〕0001 号")
    crossing.cleared(stage, deal)
    transfer, declaration = crossing.sent(stage, deal)
    crossing.let_go(stage, transfer, declaration, stage.desk.supervisor)
    crossing.received(stage, transfer)
    stage.marks["contract"] = deal


def _certificate(stage: Stage) -> None:
    """A certificate of a certification body, recorded by the exporter and confirmed by a second operator."""
    deal = _agreed(stage, "checkups", "Benchmark a screening rule", 0, SENSITIVE, facts={"elected_route": "certification"})
    case = crossing.submitted(stage, deal, Path.CERTIFICATION.value)
    with stage.calendar.next(hours=5):
        cases.record_outcome(stage.provider.steward, case.pk, kind="certificate", body=BODY, number="SAMPLE-PIC-0001", issued_on=clock.today())
    with stage.calendar.next(hours=5):
        cases.confirm_outcome(stage.operator.operator2, case.pk)
    crossing.cleared(stage, deal)
    stage.marks["certificate"] = deal


def _assessments(stage: Stage) -> None:
    """Sensitive data of 120,000 persons leads to the assessment, and so does everything counted after it: one case at each step."""
    deal = crossing.signed(stage, "outpatient", "Validate a clinical risk model abroad", 0, MANY, days=365, count=1)
    case = crossing.submitted(stage, deal, Path.ASSESSMENT.value, written=("declaration_form", "risk_self_assessment_report"))
    crossing.taken_in(stage, case)
    with stage.calendar.next(hours=3):
        cases.ask_for_papers(stage.desk.reviewer, case.pk, items=[{"code": "risk_self_assessment_report", "what": "请说明收件方所在地法律。 Say more on the law at the recipient's place."}])
    with stage.calendar.next(hours=20):
        crossing.uploaded(stage.provider.steward, case, "risk_self_assessment_report", clock.today())
        cases.supply(stage.provider.steward, case.pk, answer="已补充第四章。 Chapter four was completed.")
    with stage.calendar.next(hours=2):
        cases.extend(stage.desk.reviewer, case.pk, days=15, reason="数据量大，需专家意见。 The volume is large; an expert is heard.")
    crossing.submitted(stage, _counted(stage, "Submitted: satisfaction by age group"), Path.ASSESSMENT.value)
    returned = crossing.submitted(stage, _counted(stage, "Returned: purposes of travel by route"), Path.ASSESSMENT.value)
    with stage.calendar.next(hours=2):
        cases.return_(stage.desk.intake, returned.pk, items=[{"code": "usci_copy", "what": "复印件已过期。 The copy is out of date."}])
    accepted = crossing.submitted(stage, _counted(stage, "Complete: repeat travelers"), Path.ASSESSMENT.value)
    crossing.taken_in(stage, accepted, whole=False)
    to_decide = crossing.submitted(stage, _counted(stage, "To decide: a study of transfers"), Path.ASSESSMENT.value)
    crossing.taken_in(stage, to_decide)
    crossing.opined(stage, to_decide, stage.desk.reviewer, "approve", "最小必要，措施适当。 No more than needed; the measures are adequate.")


def _open_data(stage: Stage) -> None:
    """Nothing personal in it, so the exchange itself decides: one withdrawn and opened again, one that must bring a paper more."""
    draft = crossing.signed(stage, "airports", "Join airports to a route model", facts=NO_ROUTE, basis="not_personal")
    first = crossing.opened(stage, draft, Path.EXEMPT.value)
    with stage.calendar.next(hours=1):
        cases.withdraw(stage.provider.steward, first.pk, reason="换用更少的字段。 Fewer fields will do.")
    crossing.opened(stage, draft, Path.EXEMPT.value)
    asked = crossing.submitted(stage, crossing.signed(stage, "weather", "Hourly weather for a delay model", facts=NO_ROUTE, basis="not_personal"), Path.EXEMPT.value)
    with stage.calendar.next(hours=2):
        cases.ask_for_papers(stage.operator.operator, asked.pk, items=[{"code": "exemption_memo", "what": "请说明数据来源。 Say where the data comes from."}])


def _refused(stage: Stage) -> None:
    """Refused by the desk, with a letter that names article, facts and remedy."""
    _decided_against(stage, _counted(stage, "Refused: resale of a traveler panel"))


def _evaluated_again(stage: Stage) -> None:
    """Refused, evaluated again by others, and then approved."""
    case = _decided_against(stage, _counted(stage, "Evaluated again: an index of satisfaction"))
    with stage.calendar.next(hours=6):
        again = cases.ask_reevaluation(stage.provider.steward, case.pk, grounds="收件方已承诺不再转移。 The recipient has bound itself not to pass it on.")
    crossing.opined(stage, again, stage.desk.intake, "approve", "新承诺消除了风险。 The new commitment removes the risk.")
    with stage.calendar.next(hours=5):
        cases.decide(stage.desk.supervisor, again.pk, verdict="approve")


def _decided_against(stage: Stage, deal: UUID) -> ExportCase:
    case = crossing.submitted(stage, deal, Path.ASSESSMENT.value)
    crossing.taken_in(stage, case)
    crossing.opined(stage, case, stage.desk.reviewer, "refuse", "收件方可再转移。 The recipient may pass it on.", article="M11 8")
    with stage.calendar.next(hours=5):
        return cases.decide(
            stage.desk.approver, case.pk, verdict="refuse", article="M11 8", text="收件方所在地对再转移无有效限制。 Nothing limits onward transfer at the recipient's place.",
            remedy="约定禁止再转移后重新申报。 Agree that nothing is passed on, then declare again.",
        )


def _frozen(stage: Stage) -> None:
    """The contract's second delivery runs when the supervisor's order stops it: the deal is frozen."""
    deal = stage.marks["contract"]
    transfer, declaration = crossing.sent(stage, deal)
    crossing.let_go(stage, transfer, declaration, stage.operator.operator)
    crossing.received(stage, transfer, accept=False)
    with stage.calendar.next(hours=2):
        orders.place(stage.desk.supervisor, scope="deal", subject=deal, cause="接到收件方转移数据的举报。 A report says that the recipient passes data on.", basis="M11 17")


def _red(stage: Stage) -> None:
    """Under the certificate: one red export refused at the desk, the next one waits for a person."""
    deal = stage.marks["certificate"]
    transfer, declaration = crossing.sent(stage, deal)
    with stage.calendar.next(hours=2):
        clearances.refuse(stage.operator.operator, declaration.pk, remark="请先说明接收时间。 Say first when it will be received.")
    with stage.calendar.next(hours=1):
        transfers.terminate(stage.provider.steward, transfer)
    crossing.sent(stage, deal)


def _inbound(stage: Stage) -> None:
    """A provider in Singapore, a buyer in Beijing: data comes in, and nothing has to be cleared."""
    provider, buyer = stage.abroad, stage.buyer
    offer = Offer.objects.get(dataset=stage.datasets["cities"])
    with stage.calendar.next(hours=2):
        deal = requests.submit(buyer.trader, offer.pk, deals.form(stage, buyer, "为航线分析补充城市坐标", "research")).pk
    with stage.calendar.next(hours=2):
        requests.propose(provider.steward, deal, {})
        agreements.accept(buyer.trader, deal)
    with stage.calendar.next(hours=1):
        agreements.sign(provider.owner, deal)
        agreements.sign(buyer.owner, deal)
    with stage.calendar.next(hours=1):
        deals.received(buyer.trader, transfers.deliver(buyer.trader, deal).pk)


def _agreed(stage: Stage, key: str, purpose: str, ordinary: int, sensitive: int, **over: Any) -> UUID:
    """Signed by both, the lawful basis shown: only the border is left."""
    deal = crossing.signed(stage, key, purpose, ordinary, sensitive, **over)
    deals.basis(stage, deal, all_of_them=True)
    return deal


def _counted(stage: Stage, purpose: str) -> UUID:
    """A survey of few persons, signed after the many: the year's count leads it to the assessment."""
    return crossing.signed(stage, "travelers", purpose, FEW, 0)
