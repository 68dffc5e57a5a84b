"""Bars: upright for a course of months, lying for ranks and grades, one divided bar for shares and for a statutory clock."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from web.charts.frame import Chart, Number, figure, run, svg, text, ticks
from web.shapes import GRADES

CLOCK_CLASSES = {"now": "c1", "wait": "c3", "stop": "c5", "done": "c2", "idle": "c0", "hold": "c4"}


def bar_chart(
    title: str, rows: Sequence[tuple[str, Number]], *, note: str = "", unit: str = "", horizontal: bool = False, faded_last: bool = False,
    log: bool = False, label: str = "",
) -> Chart:
    """(label, value) pairs as bars. `faded_last`: the last one is not complete yet. `log` (lying bars only) must be said in `note`."""
    rows = list(rows)
    top = max((value for _name, value in rows), default=0)
    best = max(rows, key=lambda row: row[1], default=("", 0))
    summary = _("%(title)s: %(count)s values, the highest is %(name)s with %(value)s.") % {
        "title": title, "count": len(rows), "name": best[0], "value": figure(best[1]),
    }
    picture = _lying(rows, top, summary, log=log) if horizontal else _upright(rows, top, summary, faded_last=faded_last)
    return Chart(title, picture, (label or _("Item"), unit or _("Value")), [(name, figure(value)) for name, value in rows], note)


def _upright(rows: Sequence[tuple[str, Number]], top: Number, summary: str, *, faded_last: bool) -> SafeString:
    width, left, base, height = 560, 44, 170, 144
    scale = height / top if top else 0
    body = []
    for tick in ticks(top):
        y = base - tick * scale
        body.append(f'<path class="gr" d="M{left} {y:.1f}H{width}"/>' + text(left - 6, y + 4, figure(tick), anchor="end"))
    body.append(f'<path class="ax" d="M{left} {base}H{width}"/>')
    pitch = (width - left) / max(1, len(rows))
    bar = min(34.0, pitch * 0.66)
    crowded = max((run(name) for name, _value in rows), default=0) > pitch
    highest = max(range(len(rows)), key=lambda i: rows[i][1], default=-1)
    for i, (name, value) in enumerate(rows):
        middle = left + pitch * (i + 0.5)
        tall = max(0.0, value * scale)
        css = "c0" if faded_last and i == len(rows) - 1 else "c1"
        body.append(f'<rect class="{css}" x="{middle - bar / 2:.1f}" y="{base - tall:.1f}" width="{bar:.1f}" height="{tall:.1f}" rx="2"/>')
        if not crowded or i % 2 == 0:
            body.append(text(middle, base + 18, name, anchor="middle"))
        if i == highest and value:
            body.append(text(middle, base - tall - 6, figure(value), anchor="middle", css="st"))
    return svg(width, 196, summary, "".join(body), scroll=True)


def _lying(rows: Sequence[tuple[str, Number]], top: Number, summary: str, *, log: bool) -> SafeString:
    width, pitch, tall = 420, 28, 17
    left = min(170.0, max((run(name) for name, _value in rows), default=0) + 12)
    room = width - left - 60

    def length(value: Number) -> float:
        if value <= 0 or top <= 0:
            return 0
        return room * (math.log10(value + 1) / math.log10(top + 1) if log else value / top)

    body = []
    for i, (name, value) in enumerate(rows):
        y = i * pitch
        long = max(1.5, length(value))
        body.append(text(0, y + 13, name))
        body.append(f'<rect class="c1" x="{left:.1f}" y="{y}" width="{long:.1f}" height="{tall}" rx="2"/>')
        body.append(text(left + long + 8, y + 13, figure(value), css="st"))
    return svg(width, max(1, len(rows)) * pitch - (pitch - tall), summary, "".join(body))


def grade_bar(title: str, counts: Mapping[int, int], *, note: str = "") -> Chart:
    """How many fields (or datasets) have which grade, as one bar in the grades' own colors."""
    rows = [(number, counts[number]) for number in sorted(counts) if counts[number]]
    total = sum(count for _number, count in rows)
    x, width, body, parts, hidden = 0.0, 720.0, [], [], False
    for number, count in rows:
        long = max(4.0, (width - 3 * (len(rows) - 1)) * count / total)
        name = str(GRADES[number])
        body.append(f'<rect class="f-g{number}" x="{x:.1f}" y="4" width="{long:.1f}" height="20" rx="3"/>')
        if run(f"{count} {name}") < long or number == rows[-1][0]:
            anchor = "end" if number == rows[-1][0] and run(f"{count} {name}") >= long else ""
            body.append(text(x + long if anchor else x, 44, f"{count} {name}", anchor=anchor))
        else:
            hidden = True
        x += long + 3
        parts.append(f"{count} {name}")
    legend = [(f"f-g{number}", str(GRADES[number])) for number, _count in rows] if hidden else []
    picture = svg(720, 52, f"{title}: {', '.join(parts)}", "".join(body), scroll=True)
    return Chart(title, picture, (_("Grade"), _("Number")), [(str(GRADES[number]), figure(count)) for number, count in rows], note, legend)


def clock_bar(title: str, total: int, spans: Sequence[tuple[str, int, str]], *, note: str = "", today: int | None = None, end: str = "") -> Chart:
    """A statutory clock: (label, working days, state) spans of `total` days, the day we are on, the last day in words."""
    width = 720.0
    scale = width / max(total, sum(days for _label, days, _state in spans), 1)
    x, body = 0.0, []
    for _label, days, state in spans:
        body.append(f'<rect class="{CLOCK_CLASSES[state]}" x="{x:.1f}" y="10" width="{days * scale:.1f}" height="16"/>')
        x += days * scale
    limit = total * scale
    body.append(f'<path class="lim" d="M{min(limit, width - 1):.1f} 2V36"/>' + text(min(limit, width), 54, end, anchor="end", css="st"))
    if today is not None:
        at = today * scale
        words = _("today, day %(day)s of %(total)s") % {"day": today, "total": total}
        half = run(words) / 2
        near = at + half > width - run(end) - 12
        place, anchor = (0.0, "") if at < half else (min(at, width), "end" if near else "middle")
        body.append(f'<path class="ax" d="M{at:.1f} 4V38"/>' + text(place, 72 if near else 54, words, anchor=anchor, css="st"))
    summary = _("%(title)s: %(spans)s, of %(total)s working days.") % {
        "title": title, "spans": ", ".join(f"{label} {days}" for label, days, _state in spans), "total": total,
    }
    legend = [(CLOCK_CLASSES[state], f"{label} {days}") for label, days, state in spans]
    rows = [(label, figure(days)) for label, days, _state in spans]
    return Chart(title, svg(720, 76, summary, "".join(body), scroll=True), (_("Part"), _("Working days")), rows, note, legend)
