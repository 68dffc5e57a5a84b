"""Flows by destination as lanes, not a map: there are no borders to draw, and every place is a name with a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from web.charts.frame import Chart, figure, svg, text

FILLS = ("c2", "c1", "c3", "c4")


@dataclass(frozen=True, slots=True)
class Lane:
    """One destination; `values` has one number for each kind of the chart."""

    place: str
    values: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.values)


def flow_lanes(title: str, source: str, kinds: Sequence[str], lanes: Sequence[Lane], *, note: str = "", source_note: str = "") -> Chart:
    """Band width is the count, color the kind (at most four, the mildest first)."""
    if len(kinds) > len(FILLS) or any(len(lane.values) != len(kinds) for lane in lanes):
        raise ValueError("each lane needs one value a kind, and there are at most four kinds")
    lanes = [lane for lane in lanes if lane.total]
    total = sum(lane.total for lane in lanes)
    gap, left, right, tall = 14.0, 150.0, 560.0, 300.0
    scale = tall / total if total else 0
    heights = [max(10.0, lane.total * scale) for lane in lanes]
    height = sum(heights) + gap * max(0, len(lanes) - 1)
    near, far, body = (height - total * scale) / 2, 0.0, []
    start = near
    for lane, high in zip(lanes, heights, strict=True):
        out = far + (high - lane.total * scale) / 2
        for kind, value in enumerate(lane.values, 1):
            if not value:
                continue
            thick = max(0.8, value * scale)
            a, b = near + value * scale / 2, out + value * scale / 2
            body.append(f'<path class="flow k{kind}" stroke-width="{thick:.1f}" d="M{left:g} {a:.1f}C340 {a:.1f} 380 {b:.1f} {right:g} {b:.1f}"/>')
            near += value * scale
            out += value * scale
        body.append(f'<rect class="cink" x="562" y="{far:.1f}" width="6" height="{high:.1f}" rx="1"/>')
        body.append(text(578, far + high / 2 + 4, lane.place, css="st") + text(756, far + high / 2 + 4, figure(lane.total), anchor="end"))
        far += high + gap
    body.append(f'<rect class="cink" x="142" y="{start:.1f}" width="8" height="{total * scale:.1f}" rx="2"/>')
    body.append(text(132, height / 2, source, anchor="end", css="st") + text(132, height / 2 + 18, source_note or figure(total), anchor="end"))
    first = ", ".join(f"{lane.place} {figure(lane.total)}" for lane in sorted(lanes, key=lambda lane: -lane.total)[:3])
    summary = _("%(title)s: %(total)s in all, the largest are %(first)s") % {"title": title, "total": figure(total), "first": first}
    rows = [(lane.place, figure(lane.total), *(figure(value) for value in lane.values)) for lane in lanes]
    picture = svg(760, max(40.0, height), summary, "".join(body), scroll=True)
    return Chart(title, picture, (_("Destination"), _("Total"), *kinds), rows, note, list(zip(FILLS, kinds, strict=False)))
