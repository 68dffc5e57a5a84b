"""A browser that changes its person, and what people do with the pages of a deal in any language."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from playwright.sync_api import Page

from kernel.actor import Actor
from seeds.sample.people import Party
from tests.cast import signed_in


class Walk:
    """One browser; `become` signs in whoever acts next, `home` is the address of their workspace."""

    def __init__(self, page: Page, base: str, language: str) -> None:
        self.page, self.base, self.home = page, base, ""
        page.context.add_cookies([{"name": "language", "value": language, "url": base}])

    def become(self, actor: Actor) -> None:
        session = signed_in(actor).cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.base}])
        self.home = f"/workspace/{actor.organization}/"

    def open(self, address: str) -> None:
        answer = self.page.goto(self.base + address)
        assert answer is not None and answer.status < 400, f"{address}: {answer and answer.status}"

    def at(self, address: str) -> None:
        """A page of the workspace."""
        self.open(self.home + address)

    def press(self, selector: str, *, refused: bool = False) -> None:
        """Click and wait; what the exchange refuses fails, unless it should."""
        self.page.click(selector)
        self.page.wait_for_load_state()
        wrong = self.page.locator(".errsum, main .decision.is-stop, main [data-outcome=refused]")
        if not refused:
            assert not self.page.locator(".errsum").count(), self.page.locator(".errsum").first.inner_text()
        else:
            assert wrong.count(), self.page.locator("main").inner_text()[:600]

    def submit(self, **how: bool) -> None:
        self.press("main form[method=post] button.primary, main form[method=post] button.danger", **how)

    def fill(self, **values: Any) -> None:
        for name, value in values.items():
            self.page.fill(f"main [name={name}]", str(value))

    def choose(self, **values: str) -> None:
        for name, value in values.items():
            self.page.select_option(f"main [name={name}]", value)

    def tick(self, *values: str) -> None:
        """Boxes and radio buttons, as `name=value` or `name`."""
        for one in values:
            name, _, value = one.partition("=")
            self.page.check(f"main [name={name}]" + (f'[value="{value}"]' if value else ""))

    def number(self, kind: str) -> str:
        """The id in the address one stands at: `deals`, `cases`, `exports`."""
        found = re.search(rf"/{kind}/([0-9a-f-]{{36}})/", self.page.url)
        assert found, f"{self.page.url}\n{self.page.locator('main').inner_text()[:800]}"
        return found[1]


def negotiate(walk: Walk, buyer: Party, provider: Party, word: str, purpose: str) -> str:
    """Found, asked for with personal data, offered as asked, accepted."""
    walk.become(buyer.trader)
    walk.open("/catalog/")
    walk.page.fill("input[name=q]", word)
    walk.page.press("input[name=q]", "Enter")
    walk.page.wait_for_url("**q=**")
    walk.press("main ol.panel a >> nth=0")
    walk.press("#request button.primary")
    walk.fill(purpose=purpose, term_days="300", count="3", method="Read-only analysis on own servers", security="Encrypted at rest, named staff only")
    walk.choose(purpose_code="research", legal_basis="consent")
    walk.submit()
    deal = walk.number("deals")
    walk.become(provider.steward)
    walk.at(f"deals/{deal}/propose/")
    walk.submit()
    walk.become(buyer.trader)
    walk.at(f"deals/{deal}/accept/")
    walk.submit()
    return deal


FACTS = {
    "important_data_status": "none", "treatment": "none", "origin": "domestic", "purpose": "data_product_sale", "exemption_condition_met": "false", "subject_role": "customer",
    "modality": "table", "separate_consent": "true", "pia_done": "true", "contract_conflicts_with_model": "false",
}  # fmt: skip


def describe(walk: Walk, provider: Party, deal: str, ordinary: int, sensitive: int, route: str, outside: tuple[int, int] = (0, 0)) -> None:
    """The steward says the facts, the owner states what went abroad elsewhere; the page tells the path before anyone signs."""
    walk.become(provider.steward)
    walk.at(f"deals/{deal}/export-facts/")
    walk.fill(ordinary=ordinary, sensitive=sensitive, data_subject_age_min=18, data_subject_age_max=90)
    walk.choose(**FACTS, elected_route=route)
    walk.tick("legal_document_clauses_missing=none_of_these", "flags=none_of_these")
    walk.submit()
    walk.become(provider.owner)
    walk.at("export-counts/state/")
    walk.fill(ordinary=outside[0], sensitive=outside[1])
    walk.tick("read")
    walk.submit()


def sign(walk: Walk, deal: str, *signers: Actor) -> None:
    for signer in signers:
        walk.become(signer)
        walk.at(f"deals/{deal}/sign/")
        walk.tick("read")
        walk.submit()
