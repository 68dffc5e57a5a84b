"""Lines without axes: in a table cell, and under a figure. The numbers stand beside them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from web.charts.frame import figure


def _points(values: Sequence[float], width: float, height: float, pad: float) -> list[tuple[float, float]]:
    low, high = min(values), max(values)
    spread = (high - low) or 1
    pitch = (width - 2 * pad) / max(1, len(values) - 1)
    return [(pad + i * pitch, height - pad - (value - low) / spread * (height - 2 * pad)) for i, value in enumerate(values)]


def _line(values: Sequence[float], title: str, css: str, width: int, height: int) -> SafeString:
    if len(values) < 2:
        return SafeString("")
    course = " ".join(f"{x:.1f},{y:.1f}" for x, y in _points(values, width, height, 3))
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img"><title>{}: {} → {}</title>'
        '<polygon class="a1" points="3,{} {} {},{}"/><polyline class="l1" vector-effect="non-scaling-stroke" points="{}"/></svg>',
        css, width, height, title, figure(values[0]), figure(values[-1]), height, course, width - 3, height, course,
    )


def sparkline(values: Sequence[float], title: str) -> SafeString:
    """A course of values for a table cell; empty when there are fewer than two."""
    return _line(values, title, "spark", 110, 26)


def trend_line(values: Sequence[float], title: str) -> SafeString:
    """The same, as wide as its column."""
    return _line(values, title, "trend", 200, 34)
