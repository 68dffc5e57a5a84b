"""Every page template against the rules of WCAG 2.0, 2.1 and 2.2, levels A and AA, by axe-core in Chromium; colors in light and dark.

The browser's requests are answered in this process, so that the loaded sample is shown to whoever may see it. Languages take turns.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Route

from tests.web.visits import NO_PAGE, Cast, Visit, visits

pytestmark = pytest.mark.browser
HOST = "http://testserver"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
LANGUAGES = ("zh-hans", "en")
CHECK = """async rules => (await axe.run(document, {runOnly: rules, resultTypes: ["violations"]})).violations
  .map(one => one.id + ": " + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | "))"""


class Window:
    """One browser page whose requests Django's test client answers."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.client: Any = None
        self.kept: dict[str, tuple[int, dict[str, str], bytes]] = {}
        page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        parts = urlsplit(route.request.url)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        if address not in self.kept:
            answer = self.client.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            said = answer.status_code, {name: value for name, value in answer.headers.items() if name.lower() not in ("content-length", "refresh")}, body
            if not parts.path.startswith("/static/"):
                route.fulfill(status=said[0], headers=said[1], body=said[2])
                return
            self.kept[address] = said
        status, headers, body = self.kept[address]
        route.fulfill(status=status, headers=headers, body=body)

    def violations(self, visit: Visit, language: str) -> list[str]:
        self.client = visit.client
        self.client.cookies["language"] = language
        self.page.emulate_media(color_scheme="light")
        self.page.goto(HOST + visit.url)
        self.page.evaluate(AXE_SCRIPT)
        found = [f"{visit.name} {visit.template} {language}: {one}" for one in self.page.evaluate(CHECK, {"type": "tag", "values": RULES})]
        self.page.emulate_media(color_scheme="dark")
        found += [f"{visit.name} {visit.template} {language}, dark: {one}" for one in self.page.evaluate(CHECK, {"type": "rule", "values": ["color-contrast"]})]
        return found


def test_every_page_template(sample: Path, page: Page) -> None:
    found, unseen = visits(Cast())
    assert not unseen, f"nobody of the sample can open these pages; give the sample a row, or name the reason in NO_PAGE: {unseen}"
    assert not {visit.name for visit in found} & set(NO_PAGE)
    window = Window(page)
    first = {visit.template: visit for visit in reversed(found)}
    wrong = [line for number, visit in enumerate(first.values()) for line in window.violations(visit, LANGUAGES[number % 2])]
    assert not wrong, "\n".join(wrong)


def test_the_check_finds_what_is_wrong(page: Page) -> None:
    page.set_content("<html><body><img src='data:,'><input><p style='color:#ccc;background:#fff'>pale</p></body></html>")
    page.evaluate(AXE_SCRIPT)
    wrong = {line.split(":")[0] for line in page.evaluate(CHECK, {"type": "tag", "values": RULES})}
    assert {"image-alt", "label", "color-contrast", "html-has-lang"} <= wrong
