"""Every page template against the rules of WCAG 2.0, 2.1 and 2.2, levels A and AA, by axe-core in Chromium at a phone's width, where nothing may scroll sideways.

The pages are those of the loaded sample, shown to whoever may see them. Languages take turns, and so do light and dark; a few pages are
looked at the other way round as well, with all that stands around them, on a desk.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.web.visits import OTHERS, Round, Visit, page_templates

pytestmark = pytest.mark.browser
STYLE = (Path(__file__).resolve().parents[2] / "web/static/web/shugang.css").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
PHONE, DESK = 390, 1280
UNSHOWN: dict[str, str] = {}
"""Page templates that nobody can be shown here, with the reason."""
AGAIN = (
    "catalog/storefront/search.html", "catalog/dataset.html", "catalog/editor/preview.html", "catalog/need/board.html", "exchange/desk/workspace.html", "exchange/desk/deal.html",
)  # fmt: skip
# the next page takes the place of the last one: a browser that loads each spends most of its time on that
SHOW = """html => { const next = new DOMParser().parseFromString(html, "text/html"), root = document.documentElement;
  for (const name of root.getAttributeNames()) root.removeAttribute(name);
  for (const {name, value} of next.documentElement.attributes) root.setAttribute(name, value);
  document.title = next.title;
  document.body.replaceWith(document.adoptNode(next.body));
  return root.scrollWidth; }"""
# what is the same around every page, and rows like those above them
BARE = """() => { for (const one of document.querySelectorAll(".rolestrip, .topbar, footer.foot")) one.remove();
  for (const one of document.querySelectorAll("tbody, main ul, main ol")) while (one.children.length > 5) one.lastElementChild.remove(); }"""
CHECK = """async rules => (await axe.run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"], reporter: "no-passes", preload: false})).violations
  .map(one => one.id + ": " + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | "))"""


class Window:
    """One browser page that shows the pages one after the other."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_content(f"<style>{STYLE}</style>")
        page.evaluate(AXE_SCRIPT)

    def wrong(self, html: str, theme: Theme, width: int = PHONE, *, bare: bool = True) -> list[str]:
        """What breaks a rule, each with its first places."""
        self.page.set_viewport_size({"width": width, "height": 900})
        # with motion a color is measured half way between two
        self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        wide = self.page.evaluate(SHOW, html)
        if bare:
            self.page.evaluate(BARE)
        return [*([f"scrolls sideways: {wide} px"] if wide > width else []), *self.page.evaluate(CHECK, RULES)]


def test_every_page_template(sample: Path, page: Page) -> None:
    seen, window = Round(), Window(page)
    unshown = page_templates() - set(seen.shown) - set(UNSHOWN)
    assert not unshown, f"nobody of the sample is shown these templates; lead to them by a link, by BY_ROWS or by tests/web/staged.py: {sorted(unshown)}"
    assert not set(OTHERS) - set(seen.opened)
    visits = {visit.url: visit for name, visit in seen.shown.items() if name in page_templates()} | {seen.opened[name].url: seen.opened[name] for name in OTHERS}
    wrong = []
    for number, visit in enumerate(visits.values()):
        theme = THEMES[number // 2 % 2]
        wrong += [f"{_name(visit)} {theme}: {one}" for one in window.wrong(visit.html, theme)]
        if visit.templates[0] in AGAIN:
            other, theme = seen.otherwise(visit), THEMES[1 - number // 2 % 2]
            wrong += [f"{_name(other)} {theme} {DESK} px: {one}" for one in window.wrong(other.html, theme, DESK, bare=False)]
    wrong += [f"{_name(visit)} with its shell: {one}" for visit in (seen.shown[AGAIN[-1]], seen.opened["home"]) for one in window.wrong(visit.html, "light", bare=False)]
    assert not wrong, "\n".join(wrong)
    assert {visit.templates[0] for visit in visits.values()} >= set(AGAIN)


def _name(visit: Visit) -> str:
    return f"{visit.url} {visit.templates[0]} {visit.language}"


def test_the_check_finds_what_is_wrong(page: Page) -> None:
    html = "<html><body><img src='data:,'><input><p style='color:#ccc;background:#fff;width:600px'>pale</p></body></html>"
    wrong = {line.split(":")[0] for line in Window(page).wrong(html, "light")}
    assert {"image-alt", "label", "color-contrast", "html-has-lang", "document-title", "scrolls sideways"} <= wrong
