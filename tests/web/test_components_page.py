"""The living style sheet, in both languages: whole HTML, no inline style or script, only the icons it uses, nothing left in English."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from web.components.icons import drawings

VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
LANGUAGES = ("zh-hans", "en")


class Outline(HTMLParser):
    """Balance of elements, ids, references and whatever a strict policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.forbidden: list[str] = []
        self.referred: set[str] = set()
        self.labels: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self.wrapped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.note(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.note(tag, dict(attrs))

    def note(self, tag: str, given: dict[str, str | None]) -> None:
        self.forbidden += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.forbidden.append(tag)
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.referred |= set(str(given.get(name) or "").split())
        if tag == "input" and given.get("type") not in {"hidden"} and "label" not in self.open:
            self.inputs.append(given)
        if tag == "label" and given.get("for"):
            self.labels.add(str(given["for"]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes something else"


@pytest.fixture(params=LANGUAGES)
def sheet(request: Any, client: Client, settings: Any) -> str:
    settings.DEMO = True
    settings.SHELL_PROVIDERS, settings.CLOCK_MOVABLE = [], False
    client.cookies["language"] = request.param
    answer = client.get("/components/")
    assert answer.status_code == 200
    return answer.content.decode()


def outline(html: str) -> Outline:
    found = Outline()
    found.feed(html)
    return found


def test_elements_close_in_order(sheet: str) -> None:
    assert outline(sheet).open == []


def test_nothing_inline_that_the_policy_forbids(sheet: str) -> None:
    assert outline(sheet).forbidden == []


def test_ids_are_unique_and_references_lead_somewhere(sheet: str) -> None:
    found = outline(sheet)
    assert [name for name, count in found.ids.items() if count > 1] == []
    assert found.referred - set(found.ids) == set()


def test_every_input_has_a_label(sheet: str) -> None:
    found = outline(sheet)
    assert [given for given in found.inputs if given.get("id") not in found.labels] == []


def test_the_sprite_holds_exactly_the_icons_used(sheet: str) -> None:
    used = set(re.findall(r'href="#i-([a-z0-9]+)"', sheet))
    assert used
    assert used == set(re.findall(r'<symbol id="i-([a-z0-9]+)"', sheet))
    assert used < set(drawings())


def test_headings_do_not_jump(sheet: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", sheet)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_chinese_is_complete(client: Client, settings: Any) -> None:
    settings.DEMO, settings.SHELL_PROVIDERS, settings.CLOCK_MOVABLE = True, [], False
    client.cookies["language"] = "zh-hans"
    html = client.get("/components/").content.decode()
    assert '<html lang="zh-Hans"' in html
    texts = re.sub(r"<(code|script|style|title)[^>]*>.*?</\1>|<[^>]+>", "\n", html, flags=re.DOTALL)
    english = [line.strip() for line in texts.splitlines() if re.search(r"[a-z]{2,} [a-z]{2,}", line) and not re.search(r"[\u4e00-\u9fff]", line)]
    assert english == []


def test_it_hides_outside_the_sample(client: Client, settings: Any) -> None:
    settings.DEMO = settings.DEBUG = False
    settings.SHELL_PROVIDERS, settings.CLOCK_MOVABLE = [], False
    assert client.get("/components/").status_code == 404
