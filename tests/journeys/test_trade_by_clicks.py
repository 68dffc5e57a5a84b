"""A domestic trade by clicking, in both languages: found, asked for, countered, accepted, signed, funded, downloaded in two
pieces, accepted, paid out; both statements agree, and every step's event is in the log."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from accounts.actors import actor_of
from accounts.models import User
from catalog.models import Distribution
from exchange.audit import gather
from exchange.audit.proof import check_proof
from exchange.audit.sealer import seal
from exchange.audit.store import origin, verifier_keys
from exchange.models import Agreement, LedgerEntry
from kernel.models import Event
from seeds.sample import deals
from seeds.sample.load import Sample

pytestmark = pytest.mark.browser
WORDS = {"zh-hans": "航班", "en": "flight"}


class Walk:
    """One browser that changes its role by the demo's strip."""

    def __init__(self, page: Page, base: str, language: str) -> None:
        self.page, self.base = page, base
        page.context.add_cookies([{"name": "language", "value": language, "url": base}])

    def become(self, role: str) -> str:
        """Act as `role`; returns the address of its workspace."""
        self.page.goto(self.base + "/")
        self.page.click(f'button[formaction="/demo/role/{role}/"]')
        self.page.wait_for_url("**/workspace/**")
        found = re.search(r"/workspace/[0-9a-f-]{36}/", self.page.url)
        assert found, self.page.url
        return found[0]

    def open(self, address: str) -> None:
        answer = self.page.goto(self.base + address)
        assert answer is not None and answer.status < 400, f"{address}: {answer and answer.status}"

    def press(self, selector: str) -> None:
        self.page.click(selector)
        self.page.wait_for_load_state()
        assert not self.page.locator(".errsum").count(), self.page.locator(".errsum").first.inner_text()

    def submit(self) -> None:
        self.press("main form[method=post] button.primary")


@pytest.fixture
def stage(peopled: Sample) -> deals.Stage:
    now = deals.Calendar(datetime.now(UTC) - timedelta(hours=12))
    found = deals.Stage.of(peopled.parties, {}, now)
    deals.money_in(found, found.buyer, "50000.00")
    return found


def test_a_whole_trade_in_both_languages(stage: deals.Stage, live_server: Any, page: Page, tmp_path: Path) -> None:
    for language in WORDS:
        deal = _trade(Walk(page, live_server.url, language), WORDS[language])
        _record_holds(deal)
        _statements_agree(deal, stage)


def _trade(walk: Walk, word: str) -> str:
    page = walk.page
    buyer = walk.become("buyer")
    walk.open("/catalog/")
    page.fill("input[name=q]", word)
    page.press("input[name=q]", "Enter")
    page.wait_for_url("**q=**")
    walk.press("main ol.panel a >> nth=0")
    walk.press('#request button.primary')
    deal = _ask(walk)
    provider = walk.become("provider")
    _propose(walk, provider, deal, "3500")
    walk.become("buyer")
    _propose(walk, buyer, deal, "3300")
    walk.become("provider")
    _propose(walk, provider, deal, "3400")
    walk.become("buyer")
    walk.open(f"{buyer}deals/{deal}/accept/")
    walk.submit()
    for role, home in (("provider", provider), ("buyer", buyer)):
        walk.become(role)
        walk.open(f"{home}deals/{deal}/sign/")
        page.check("input[name=read]")
        walk.submit()
    walk.open(f"{buyer}deals/{deal}/fund/")
    walk.submit()
    _receive(walk, buyer, deal)
    _pay_out(walk)
    return deal


def _ask(walk: Walk) -> str:
    page = walk.page
    page.fill("[name=purpose]", "Plan crews / 机组排班")
    page.select_option("[name=purpose_code]", "research")
    page.fill("[name=term_days]", "90")
    page.fill("[name=count]", "1")
    walk.submit()
    found = re.search(r"/deals/([0-9a-f-]{36})/", page.url)
    assert found, page.locator("main").inner_text()[:800]
    return found[1]


def _propose(walk: Walk, home: str, deal: str, price: str) -> None:
    walk.open(f"{home}deals/{deal}/propose/")
    walk.page.fill("[name=price]", price)
    walk.submit()


def _receive(walk: Walk, buyer: str, deal: str) -> None:
    """Open the delivery, take the file in two ranges, compare its digest, accept."""
    page = walk.page
    walk.open(f"{buyer}deals/{deal}/delivery/")
    walk.submit()
    walk.press("button[name=link]")
    found = re.search(r"http\S+/download/\S+", page.locator("main .mono").first.inner_text())
    assert found
    file = Distribution.objects.get(revision=Agreement.objects.get(pk=deal).revision_id)
    assert file.size
    half = file.size // 2
    pieces = [page.context.request.get(found[0], headers={"Range": span}) for span in (f"bytes=0-{half - 1}", f"bytes={half}-")]
    assert [piece.status for piece in pieces] == [206, 206]
    assert hashlib.sha256(b"".join(piece.body() for piece in pieces)).hexdigest() == file.sha256_hex
    walk.open(f"{buyer}deals/{deal}/delivery/")
    walk.press('a[href$="/accept/"]')
    walk.submit()


def _pay_out(walk: Walk) -> None:
    page = walk.page
    provider = walk.become("provider")
    walk.open(f"{provider}money/payout/")
    page.fill("[name=amount]", "100.00")
    page.fill("[name=bank_account]", "6222 0000 1111")
    walk.submit()
    operator = walk.become("operator")
    walk.open(f"{operator}settlement/")
    walk.press('a[href*="/payouts/"][href$="/confirm/"]')
    page.fill("[name=reference]", f"OUT-{Event.objects.count()}")
    walk.submit()


def _record_holds(deal: str) -> None:
    """Every event of the deal has a valid inclusion proof against the published checkpoint."""
    while seal():
        pass
    agreement = Agreement.objects.get(pk=deal)
    assert agreement.state == "completed"
    reader = actor_of(User.objects.get(email="owner@buyer.example"), agreement.consumer_id)
    numbers = Event.objects.filter(subject_id=deal).order_by("id").values_list("pk", flat=True)
    assert len(numbers) >= 10
    for number in numbers:
        text = json.dumps(gather.proof_of(reader, number).as_json(), default=str)
        assert check_proof(text, verifier_keys(origin())).holds, number


def _statements_agree(deal: str, stage: deals.Stage) -> None:
    """What left the buyer's deposit is what the provider got and the fee; the transactions of the deal sum to zero."""
    agreement = Agreement.objects.get(pk=deal)
    lines = LedgerEntry.objects.filter(transaction__agreement=agreement).select_related("account")
    of = {kind: sum(line.amount_minor for line in lines if line.account.kind == kind) for kind in ("deposit", "escrow", "payable", "fee")}
    assert of["deposit"] == -agreement.price_minor
    assert of["payable"] == agreement.price_minor - agreement.fee_minor
    assert of["fee"] == agreement.fee_minor
    assert of["escrow"] == 0
