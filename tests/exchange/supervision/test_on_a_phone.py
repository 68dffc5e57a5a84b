"""The border's pages in a real browser: on a phone no page scrolls sideways, and the navigation keeps its one row on a desk's screen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from exchange.agreement.models import Agreement
from exchange.export_case.states import State
from exchange.supervision.tasks import count_days
from exchange.transfer import use_cases as transfers
from tests.cast import Party, signed_in
from tests.factories.clearance import export_cleared
from tests.factories.export_case import case_in
from tests.factories.money import received

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_sticks_out(
    transactional_db: None, provider: Party, overseas: Party, operator: Party, regulator: Party, live_server: Any, page: Page, settings: Any, language: str,
    exported: Agreement,
) -> None:
    settings.DEMO = True
    clearance = export_cleared(provider, overseas, operator)
    received(overseas.trader, transfers.deliver(overseas.trader, clearance.agreement_id))
    case = case_in(State.UNDER_REVIEW, provider, overseas, operator, regulator, agreement=exported)
    count_days()
    session = signed_in(regulator.reviewer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}, {"name": "language", "value": language, "url": live_server.url}])
    own = ("border/", f"border/cases/{case.pk}/", f"border/cases/{case.pk}/papers/pia_report/", "exports/", "exports/waiting/", "clearances/", f"clearances/{clearance.pk}/", "situation/", "orders/")
    for address in (*(f"/workspace/{regulator.id}/{rest}" for rest in own), "/border/what-if/", "/border/pilots/", "/border/lists/"):
        page.set_viewport_size({"width": 390, "height": 900})
        answer = page.goto(live_server.url + address)
        assert answer is not None and answer.status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") == 390, address
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.eval_on_selector(".topbar", "node => node.getBoundingClientRect().height") < 70
    cut = page.eval_on_selector(".rolestrip .scroll", "node => node.scrollWidth - node.clientWidth")
    assert cut == 0, "every role can be read"
