"""The stylesheet as a document: its two dark blocks agree, its colors have contrast, its size stays small, it loads nothing."""

from __future__ import annotations

import gzip
import re
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSS = (ROOT / "web/static/web/shugang.css").read_text(encoding="utf-8")


def tokens(opening: str) -> dict[str, str]:
    block = CSS[CSS.index(opening) + len(opening) :]
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,8})", block[: block.index("}")]))


LIGHT = tokens(":root {")
DARK = LIGHT | tokens(':root:not([data-theme="light"]) {')


def luminance(color: str) -> float:
    digits = color[1:] if len(color) > 4 else "".join(2 * digit for digit in color[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_both_dark_blocks_agree() -> None:
    assert tokens(':root:not([data-theme="light"]) {') == tokens(':root[data-theme="dark"] {')


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read(theme: dict[str, str]) -> None:
    pairs = list(product(["text", "text-2", "text-3", "azure", "jade", "amber", "red"], ["bg", "surface", "sunken"]))
    pairs += [(name, f"{name}-tint") for name in ("azure", "jade", "amber", "red")] + [("on-azure", "azure"), ("on-ink", "ink"), ("on-ink-2", "ink"), ("azure-strong", "azure-tint")]
    pairs += [(f"g{i}-t", f"g{i}") for i in range(1, 7)]
    low = {f"{one} on {other}": round(contrast(theme[one], theme[other]), 2) for one, other in pairs if contrast(theme[one], theme[other]) < 4.5}
    assert low == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_controls_and_marks_can_be_seen(theme: dict[str, str]) -> None:
    names = ["line-strong", "jade-mark", "amber-mark", "red-mark", "azure"]
    low = {name: round(contrast(theme[name], theme["surface"]), 2) for name in names if contrast(theme[name], theme["surface"]) < 3}
    assert low == {}


def test_it_is_small_and_loads_nothing() -> None:
    assert len(CSS.encode()) <= 45_000
    assert len(gzip.compress(CSS.encode(), 9)) <= 11_000
    assert not re.search(r"url\(|@import|@font-face|http", CSS)


def test_templates_use_only_known_classes() -> None:
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", CSS, flags=re.DOTALL)))
    known |= {"d", "k", "n", "nn", "w", "s", "t", "f", "trend", "load", "todo", "l", "v", "inline", "price", "val", "limits"}
    unknown: dict[str, set[str]] = {}
    for path in (ROOT / "web/templates").rglob("*.html"):
        for value in re.findall(r'class="([^"{]*)"', path.read_text(encoding="utf-8")):
            if rest := set(value.split()) - known:
                unknown.setdefault(path.name, set()).update(rest)
    assert unknown == {}
