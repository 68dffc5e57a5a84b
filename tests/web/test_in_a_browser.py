"""The shell in a real browser: nothing blocked by the policy, nothing wider than a phone, the skip link first, theme by cookie."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PAGES = ["/components/", "/account/login/", "/nothing-here/"]


@pytest.fixture(autouse=True)
def shown(settings: Any, transactional_db: None) -> None:
    settings.DEMO = True
    settings.SHELL_PROVIDERS = []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_blocked_and_nothing_sticks_out(live_server: Any, page: Page, language: str, width: int) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security" in message.text else None)
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
    for address in PAGES:
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") == width, address
    assert said == []


def test_the_keyboard_reaches_the_skip_link_first(live_server: Any, page: Page) -> None:
    page.goto(live_server.url + "/account/login/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_theme_without_script(live_server: Any, page: Page) -> None:
    page.goto(live_server.url + "/components/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("button[value=dark]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.click("button[value=system]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light


def test_targets_are_large_enough(live_server: Any, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(live_server.url + "/components/")
    small = page.eval_on_selector_all(
        "main .btn, main .choice, main .tick, .lang a, .lang button",
        "nodes => nodes.filter(n => n.getClientRects().length && (n.getBoundingClientRect().height < 24 || n.getBoundingClientRect().width < 24)).map(n => n.textContent)",
    )
    assert small == []
