"""What all charts share: the finished chart, scales, numbers as text, and an estimate of how wide a label runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Number = int | float


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its words: `columns` and `rows` are the table, `legend` (class, label) pairs."""

    title: str
    svg: SafeString
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    legend: Sequence[tuple[str, str]] = field(default=())

    @property
    def scrolls(self) -> bool:
        """Whether the picture is wider than a phone, so that its frame must take the focus."""
        return self.svg.startswith('<svg class="chart scroll"')


def svg(width: int, height: float, summary: str, body: str, *, scroll: bool = False) -> SafeString:
    """`body` is made of numbers and texts already escaped with `text()`."""
    css = "chart scroll" if scroll else "chart"
    return mark_safe(f'<svg class="{css}" viewBox="0 0 {width} {height:g}" role="img"><title>{escape(summary)}</title>{body}</svg>')  # noqa: S308


def text(x: float, y: float, words: object, *, anchor: str = "", css: str = "") -> str:
    more = (f' text-anchor="{anchor}"' if anchor else "") + (f' class="{css}"' if css else "")
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{escape(words)}</text>'


def figure(value: Number) -> str:
    """1234.5 -> "1,234.5"; whole numbers without decimals."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.1f}"
    return f"{int(value):,}"


def ticks(top: Number, about: int = 3) -> list[float]:
    """Round steps from just above zero to just above `top`: 410 -> [200, 400]; the last one may be below the top."""
    if top <= 0:
        return [1]
    raw = top / about
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw)
    return [step * i for i in range(1, math.floor(top / step) + 1)] or [top]


def run(words: object) -> float:
    """The width of a label at 12 px, roughly: Chinese characters are twice as wide as Latin ones."""
    return sum(12.2 if ord(letter) > 0x2E80 else 6.7 for letter in str(words))
