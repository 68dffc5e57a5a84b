"""Deals of the sample in every state, played by both sides through the acts of the exchange."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.http import StreamingHttpResponse
from django.test import RequestFactory

from catalog.models import Dataset
from catalog.offer.models import Offer
from exchange.agreement import use_cases as agreements
from exchange.agreement.models import Condition
from exchange.agreement.permissions import SHOW_BASIS
from exchange.rules.domestic import MINORS
from exchange.settlement import use_cases as settlement
from exchange.settlement.models import Institution
from exchange.settlement.posting import Kind
from exchange.trade_request import use_cases as requests
from exchange.transfer import use_cases as transfers
from exchange.transfer.content import serve
from exchange.transfer.files import file_of
from exchange.transfer.models import Transfer
from kernel import clock
from kernel.actor import Actor
from kernel.money import parse
from seeds.sample.people import Party


@dataclass(slots=True)
class Calendar:
    """The sample's own time: begins in the past and never goes back, so that histories look lived in."""

    now: datetime

    def next(self, **step: float) -> AbstractContextManager[None]:
        self.now += timedelta(**step)
        return clock.fixed(self.now)

    def reach(self, moment: datetime) -> None:
        """Go on to just after `moment`, unless that is past."""
        self.now = max(self.now, moment + timedelta(seconds=1))


@dataclass(slots=True)
class Stage:
    """Who plays, with what, and when. `abroad` provides from abroad; `marks` are rows that a later act comes back to."""

    provider: Party
    buyer: Party
    overseas: Party
    operator: Party
    desk: Party
    abroad: Party
    datasets: dict[str, Dataset]
    calendar: Calendar
    marks: dict[str, UUID] = field(default_factory=dict)
    institution: Institution | None = None
    references: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @classmethod
    def of(cls, parties: dict[str, Party], datasets: dict[str, Dataset], calendar: Calendar) -> Stage:
        provider, buyer, overseas, operator = (parties[name] for name in ("provider", "buyer", "overseas", "exchange"))
        return cls(provider, buyer, overseas, operator, parties["regulator"], parties["overseas-provider"], datasets, calendar)

    def reference(self) -> str:
        return f"SAMPLE-{next(self.references):05}"


def form(stage: Stage, buyer: Party, purpose: str, code: str, *, basis: str = "not_personal", days: int = 180, count: int = 2) -> dict[str, Any]:
    country = "SG" if buyer is stage.overseas else "CN"
    return {
        "purpose": purpose, "purpose_code": code, "legal_basis": basis, "method": "在本单位服务器上只读分析", "security": "静态加密，仅指定人员可访问",
        "recipients": [{"name": buyer.organization.name_en or buyer.organization.name_zh, "country": country}], "processing_countries": [country],
        "storage_countries": [country], "term_days": days, "count": count,
    }


def asked(stage: Stage, key: str, buyer: Party, said: dict[str, Any]) -> UUID:
    offer = Offer.objects.get(dataset=stage.datasets[key])
    with stage.calendar.next(hours=7):
        return requests.submit(buyer.trader, offer.pk, said).pk


def offered(stage: Stage, deal: UUID, changes: dict[str, Any] | None = None) -> UUID:
    with stage.calendar.next(hours=20):
        requests.propose(stage.provider.steward, deal, changes or {})
    return deal


def accepted(stage: Stage, deal: UUID, buyer: Party) -> UUID:
    with stage.calendar.next(hours=5):
        agreements.accept(buyer.trader, deal)
    return deal


def signed(stage: Stage, deal: UUID, buyer: Party | None) -> UUID:
    """The provider signs; the buyer too, if given."""
    with stage.calendar.next(hours=9):
        agreements.sign(stage.provider.owner, deal)
    if buyer is not None:
        with stage.calendar.next(hours=6):
            agreements.sign(buyer.owner, deal)
    return deal


def money_in(stage: Stage, buyer: Party, amount: str) -> None:
    """A deposit claimed by the buyer's finance and confirmed by the operator."""
    if stage.institution is None:
        stage.institution = settlement.register_institution(
            stage.operator.operator, name_zh="示例存管银行（模拟）", name_en="Sample Custody Bank (simulated)", license_number="SAMPLE-0001", account_number="0000 1111 2222"
        )
    with stage.calendar.next(hours=3):
        claimed = settlement.claim_deposit(
            buyer.finance, institution=stage.institution.pk, reference=stage.reference(), amount=parse(amount), value_date=clock.today()
        )
    with stage.calendar.next(hours=2):
        settlement.confirm_deposit(stage.operator.operator, claimed.pk)


def funded(stage: Stage, deal: UUID, buyer: Party) -> UUID:
    with stage.calendar.next(hours=4):
        settlement.fund(buyer.finance, deal)
    return deal


def agreed(stage: Stage, key: str, purpose: str, code: str, **terms: Any) -> UUID:
    """Up to both signatures, with the provider's counter-terms in between where `changes` are given."""
    changes = terms.pop("changes", None)
    deal = offered(stage, asked(stage, key, stage.buyer, form(stage, stage.buyer, purpose, code, **terms)), changes)
    return signed(stage, accepted(stage, deal, stage.buyer), stage.buyer)


def delivered(stage: Stage, deal: UUID, *, served: bool = True) -> UUID:
    """A delivery asked for, started, and (if served) received for the first time."""
    with stage.calendar.next(hours=2):
        transfer = transfers.request(stage.buyer.trader, deal)
    with stage.calendar.next(hours=1):
        transfers.start(stage.buyer.trader, transfer.pk)
        if served:
            received(stage.buyer.trader, transfer.pk)
    return transfer.pk


def received(actor: Actor, transfer_id: UUID) -> int:
    """Every byte of the delivery's file, over the same code that serves a download; returns how many."""
    transfer = Transfer.objects.visible_to(actor).get(pk=transfer_id)
    response = serve(RequestFactory().get("/"), actor, transfer, file_of(transfer, None))
    return sum(len(piece) for piece in cast(StreamingHttpResponse, response).streaming_content)


def basis(stage: Stage, deal: UUID, *, all_of_them: bool) -> None:
    """Nobody under 14 is among the sample's persons, which is said first: what only they would need falls away."""
    waiting = Condition.objects.filter(agreement=deal, act=SHOW_BASIS.name, met_at=None)
    kinds = [MINORS, *waiting.exclude(kind=MINORS).values_list("kind", flat=True)]
    for kind in kinds if all_of_them else kinds[:2]:
        if not waiting.filter(kind=kind).exists():
            continue
        with stage.calendar.next(hours=3):
            agreements.show_basis(
                stage.provider.steward, deal, kind, answer="no" if kind == MINORS else "yes", reference="合规档案 2026-17 号，存于合规部。 File 2026-17, compliance office.", done_on=date(2026, 1, 5)
            )


def play(stage: Stage) -> None:
    """Each line is one deal; together they show every state."""
    money_in(stage, stage.buyer, "900000.00")
    # complete, with a counter-proposal on the way
    deal = offered(stage, asked(stage, "flights", stage.buyer, form(stage, stage.buyer, "评估航班延误并优化机组排班", "product", count=1)))
    with stage.calendar.next(hours=8):
        requests.propose(stage.buyer.trader, deal, {"price_minor": parse("3200.00").minor})
    deal = offered(stage, deal, {"price_minor": parse("3400.00").minor})
    funded(stage, signed(stage, accepted(stage, deal, stage.buyer), stage.buyer), stage.buyer)
    transfer = delivered(stage, deal)
    with stage.calendar.next(days=1):
        transfers.accept(stage.buyer.trader, transfer)
    with stage.calendar.next(hours=6):
        payout = settlement.propose_payout(stage.provider.finance, institution=_institution(stage), source=Kind.PAYABLE, amount=parse("1000.00"), bank_account="6222 0000 1111")
        settlement.confirm_payout(stage.operator.operator, payout.pk, reference=stage.reference())
        settlement.propose_payout(stage.provider.finance, institution=_institution(stage), source=Kind.PAYABLE, amount=parse("500.00"), bank_account="6222 0000 1111")
        settlement.claim_deposit(stage.buyer.finance, institution=_institution(stage), reference=stage.reference(), amount=parse("20000.00"), value_date=clock.today())
    # delivered, waits for the buyer's word
    delivered(stage, agreed(stage, "weather", "把逐小时气象并入延误模型", "research"))
    # rejected after data was served: the exchange decides
    transfer = delivered(stage, funded(stage, agreed(stage, "orders", "训练需求预测模型", "model_training"), stage.buyer))
    with stage.calendar.next(hours=10):
        transfers.reject(stage.buyer.trader, transfer, code="not_as_described", note="部分列与数据字典不符。 Some columns differ from the dictionary.")
    # rejected before any byte was served: the price goes back by itself
    transfer = delivered(stage, funded(stage, agreed(stage, "trading-days", "校准交易日历", "product"), stage.buyer), served=False)
    with stage.calendar.next(hours=10):
        transfers.reject(stage.buyer.trader, transfer, code="other", note="已无需要。 Not needed any more.")
    # in force, nothing delivered yet; suspended delivery; ended early
    agreed(stage, "airports", "机场维表", "research")
    transfer = delivered(stage, agreed(stage, "weather", "极端天气复盘", "model_training"))
    with stage.calendar.next(hours=2):
        transfers.suspend(stage.provider.steward, transfer)
    _lawful_basis(stage)
    _before_signature(stage)


def _institution(stage: Stage) -> UUID:
    assert stage.institution is not None  # noqa: S101 - the first deal begins with a deposit
    return stage.institution.pk


def _lawful_basis(stage: Stage) -> None:
    """Personal data at home: one deal waits for the basis to be shown, one for its escrow only."""
    waiting = agreed(stage, "members", "验证会员流失模型", "model_training", basis="consent", days=90)
    basis(stage, waiting, all_of_them=False)
    shown = agreed(stage, "outpatient", "验证临床风险模型", "model_training", basis="consent", days=90)
    basis(stage, shown, all_of_them=True)


def _before_signature(stage: Stage) -> None:
    """Negotiations in each state before an agreement binds both."""
    ask = form(stage, stage.buyer, "评估机队更新", "product", count=1)
    signed(stage, accepted(stage, offered(stage, asked(stage, "aircraft", stage.buyer, ask)), stage.buyer), None)
    calendar = form(stage, stage.buyer, "排班系统的节假日", "product", count=1)
    declined = asked(stage, "trading-days", stage.buyer, form(stage, stage.buyer, "转售日历", "product"))
    with stage.calendar.next(hours=4):
        requests.decline(stage.provider.steward, declined, reason="用途过宽。 The purpose is too wide.")
    withdrawn = asked(stage, "orders", stage.buyer, form(stage, stage.buyer, "重复的请求", "research"))
    with stage.calendar.next(hours=4):
        requests.withdraw(stage.buyer.trader, withdrawn)
    accepted(stage, offered(stage, asked(stage, "orders", stage.buyer, form(stage, stage.buyer, "季节性分析", "research"))), stage.buyer)
    offered(stage, asked(stage, "trading-days", stage.buyer, calendar), {"price_minor": parse("280.00").minor})
    newest = asked(stage, "flights", stage.buyer, form(stage, stage.buyer, "比较三大机场的准点率", "research"))
    with stage.calendar.next(hours=1):
        requests.send_message(stage.buyer.trader, newest, text="请问是否包含机尾号？ Is the tail number included?")
