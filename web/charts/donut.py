"""A ring of shares with direct labels; more than six parts belong into a bar chart."""

from __future__ import annotations

import math
from collections.abc import Sequence

from django.utils.translation import gettext as _

from web.charts.frame import Chart, Number, figure, svg, text

CLASSES = ("c1", "c2", "c3", "c4", "c5", "c0")


def donut_chart(title: str, rows: Sequence[tuple[str, Number]], *, note: str = "", label: str = "", unit: str = "") -> Chart:
    """(label, value) pairs, largest first; the total stands in the middle."""
    if len(rows) > len(CLASSES):
        raise ValueError(f"a donut holds at most {len(CLASSES)} parts")
    total = sum(value for _name, value in rows)
    middle, outer, inner = 76.0, 72.0, 46.0
    body, turned = [], 0.0
    shares = [(name, value, value / total if total else 0.0, css) for (name, value), css in zip(rows, CLASSES, strict=False)]
    for i, (name, value, share, css) in enumerate(shares):
        body.append(_slice(middle, outer, inner, turned, turned + share, css))
        turned += share
        y = 20 + i * 24
        body.append(f'<rect class="{css}" x="172" y="{y - 10}" width="12" height="12" rx="2"/>' + text(190, y, name))
        body.append(text(372, y, figure(value), anchor="end", css="st") + text(418, y, f"{share:.0%}", anchor="end"))
    body.append(text(middle, middle + 5, figure(total), anchor="middle", css="st"))
    parts = ", ".join(f"{name} {share:.0%}" for name, _value, share, _css in shares)
    summary = _("%(title)s, %(total)s in all: %(parts)s") % {"title": title, "total": figure(total), "parts": parts}
    table = [(name, figure(value), f"{share:.1%}") for name, value, share, _css in shares]
    return Chart(title, svg(420, 152, summary, "".join(body)), (label or _("Part"), unit or _("Value"), _("Share")), table if total else [], note)


def _slice(middle: float, outer: float, inner: float, start: float, end: float, css: str) -> str:
    if end - start <= 0:
        return ""
    end = min(end, start + 0.9995)

    def point(radius: float, share: float) -> str:
        angle = 2 * math.pi * share - math.pi / 2
        return f"{middle + radius * math.cos(angle):.2f} {middle + radius * math.sin(angle):.2f}"

    large = 1 if end - start > 0.5 else 0
    course = f"M{point(outer, start)}A{outer:g} {outer:g} 0 {large} 1 {point(outer, end)}L{point(inner, end)}A{inner:g} {inner:g} 0 {large} 0 {point(inner, start)}Z"
    return f'<path class="{css}" d="{course}"/>'
