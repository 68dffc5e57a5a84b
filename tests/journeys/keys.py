"""A person without a mouse: Tab, Shift+Tab, Enter, Space, arrows and letters. At every stop the focus is seen."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.cast import Party
from tests.journeys.walk import Walk

FURTHEST = 160
PASSWORD = "a-long-password-4711"
# past the last element the focus is the browser's own; a box hidden behind its picture is outlined by what is around it; the parts of a
# date (its calendar's button last) are the browser's, and marked by it
STOP = """wanted => { const at = document.activeElement; if (at === document.body) return null;
  const box = at.getBoundingClientRect(), around = [at, at.closest("label"), at.parentElement].filter(one => one).map(one => getComputedStyle(one));
  const outlined = at.type === "date" || around.some(one => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2);
  const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  return {seen: outlined && inside, html: at.outerHTML.slice(0, 200), found: wanted !== "" && at.matches(wanted)}; }"""


class Keys(Walk):
    """The first address of a person is typed; from there on everything is reached by Tab."""

    def __init__(self, page: Page, base: str, language: str) -> None:
        super().__init__(page, base, language)
        page.emulate_media(reduced_motion="reduce")
        page.on("filechooser", lambda _: None)  # from now on the browser asks us; told so at the first use alone, it may be late

    def sign_in(self, party: Party, name: str) -> None:
        user = party.user(name)
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        self.page.context.clear_cookies(name="sessionid")
        self.home = f"/workspace/{party.id}/"
        self.open(f"/account/login/?next={self.home}")
        self.write("login", user.email)
        self.write("password", PASSWORD)
        self.go()

    def tab(self, wanted: str = "", key: str = "Tab") -> tuple[str, bool]:
        """One stop on: its beginning (nothing where the page ends), and whether it is the wanted one."""
        self.page.keyboard.press(key)
        stop = self.page.evaluate(STOP, wanted)
        assert stop is None or stop["seen"], f"the focus is not seen on {self.page.url}: {stop['html']}"
        return (stop["html"], stop["found"]) if stop else ("", False)

    def to(self, selector: str) -> None:
        """On, stop by stop; in what is within `main`, from the page's beginning over the skip link."""
        if selector.startswith("main") and self.page.evaluate("document.activeElement === document.body"):
            assert self.tab(".skip")[1]
            self.page.keyboard.press("Enter")
        assert any(self.tab(selector)[1] for _ in range(FURTHEST)), f"{selector} is not reached by Tab on {self.page.url}"

    def around(self) -> None:
        """Through the whole page and out of it, and one step back in: nothing holds the focus."""
        stops = [self.tab()[0]]
        while stops[-1] and len(stops) < FURTHEST:
            stops.append(self.tab()[0])
        assert len(stops) > 3 and not stops[-1], f"the focus does not leave {self.page.url}"
        assert self.tab(key="Shift+Tab")[0] == stops[-2]

    def write(self, name: str, text: str) -> None:
        self.to(f"main [name='{name}']")
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def pick(self, name: str, value: str) -> None:
        """Down the list until the value stands."""
        self.to(f"main select[name='{name}']")
        self._until("Home", value)

    def radio(self, name: str, value: str) -> None:
        self.to(f"main input[type=radio][name='{name}']")
        self._until("Space", value)

    def _until(self, first: str, value: str) -> None:
        self.page.keyboard.press(first)
        for _ in range(40):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not lead to {value} on {self.page.url}")

    def check(self, *values: str) -> None:
        """Boxes in the order of the page, as `name=value` or `name`."""
        for one in values:
            name, _, value = one.partition("=")
            self.to(f"main input[type=checkbox][name='{name}']" + (f"[value='{value}']" if value else ""))
            if not self.page.evaluate("document.activeElement.checked"):
                self.page.keyboard.press("Space")

    def file(self, name: str, path: Path) -> None:
        """The chooser is the system's own; its answer is given here."""
        self.to(f"main input[type=file][name='{name}']")
        with self.page.expect_file_chooser() as opened:
            self.page.keyboard.press("Enter")
        opened.value.set_files(path)

    def enter(self, selector: str = "main form[method=post] button.primary") -> None:
        """On to a link or a button, and press it."""
        self.to(selector)
        self.go()

    def go(self) -> None:
        """Enter where one stands: in a line of text it sends the form."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        assert not self.page.locator(".errsum").count(), self.page.locator(".errsum").first.inner_text()
