"""Every page template against the rules of WCAG 2.0, 2.1 and 2.2, levels A and AA, by axe-core in Chromium at a phone's width, where nothing may scroll sideways.

The pages are those of the loaded sample, shown to whoever may see them. Languages take turns, and so do light and dark.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Route

from tests.web.visits import Cast, Round, Visit

pytestmark = pytest.mark.browser
HOST = "http://testserver"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PHONE = 390
CHECK = """async rules => (await axe.run(document, {runOnly: rules, resultTypes: ["violations"]})).violations
  .map(one => one.id + ": " + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | "))"""


class Window:
    """One browser page that shows the answers of Django's test client."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.visit: Visit | None = None
        self.kept: dict[str, tuple[int, dict[str, str], bytes]] = {}
        page.set_viewport_size({"width": PHONE, "height": 900})
        page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        parts = urlsplit(route.request.url)
        assert self.visit is not None
        if parts.path == urlsplit(self.visit.url).path and route.request.is_navigation_request():
            status, headers, body = _plain(self.visit.answer)
        else:
            if parts.path not in self.kept:
                self.kept[parts.path] = _plain(self.visit.client.get(parts.path))
            status, headers, body = self.kept[parts.path]
        route.fulfill(status=status, headers=headers, body=body)

    def wrong(self, visit: Visit, theme: Literal["light", "dark"]) -> list[str]:
        self.visit = visit
        # with motion a color is measured half way between two
        self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        self.page.goto(HOST + visit.url)
        said = [] if (width := self.page.evaluate("document.documentElement.scrollWidth")) <= PHONE else [f"scrolls sideways: {width} px"]
        self.page.evaluate(AXE_SCRIPT)
        said += self.page.evaluate(CHECK, {"type": "tag", "values": RULES})
        return [f"{visit.name} {visit.template} {visit.language} {theme}: {one}" for one in said]


def _plain(answer: Any) -> tuple[int, dict[str, str], bytes]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, {name: value for name, value in answer.headers.items() if name.lower() not in ("content-length", "refresh")}, body


def test_every_page_template(sample: Path, page: Page) -> None:
    seen = Round(Cast())
    assert not seen.unseen, f"nobody of the sample can open these pages; give the sample a row, or name the reason in NO_PAGE: {seen.unseen}"
    window = Window(page)
    first = {visit.template: visit for visit in reversed(seen.found.values()) if visit.template}
    wrong = [line for number, visit in enumerate(first.values()) for line in window.wrong(visit, THEMES[number // 2 % 2])]
    assert not wrong, "\n".join(wrong)


def test_the_check_finds_what_is_wrong(page: Page) -> None:
    page.set_content("<html><body><img src='data:,'><input><p style='color:#ccc;background:#fff'>pale</p></body></html>")
    page.evaluate(AXE_SCRIPT)
    wrong = {line.split(":")[0] for line in page.evaluate(CHECK, {"type": "tag", "values": RULES})}
    assert {"image-alt", "label", "color-contrast", "html-has-lang"} <= wrong
