"""Lines over time: up to four series told apart by dash as well as color, optional limits, steps for prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from web.charts.frame import Chart, Number, figure, run, svg, text, ticks

MOST = 4


@dataclass(frozen=True, slots=True)
class Series:
    """One line; None leaves a gap. `look` is the number of its color and dash where its place in the chart does not tell it."""

    name: str
    values: Sequence[Number | None]
    look: int = 0


def line_chart(
    title: str, labels: Sequence[str], series: Sequence[Series], *, note: str = "", step: bool = False, limits: Sequence[tuple[str, Number]] = (),
    label: str = "", width: int = 560,
) -> Chart:
    """`labels` name the points of the x axis; every series has as many values."""
    if len(series) > MOST:
        raise ValueError(f"a line chart holds at most {MOST} series")
    left, high, base = 44, 24, 170
    ends = [f"{line.name} {figure(known[-1])}" for line in series if (known := [v for v in line.values if v is not None])] if len(series) > 1 else []
    right = width - 14 - max((run(words) + 8 for words in ends), default=0)
    top = max([value for line in series for value in line.values if value is not None] + [value for _name, value in limits], default=0)
    scale = (base - high) / top if top else 0
    pitch = (right - left) / max(1, len(labels) - 1)
    body = []
    for tick in ticks(top):
        y = base - tick * scale
        body.append(f'<path class="gr" d="M{left} {y:.1f}H{right}"/>' + text(left - 6, y + 4, figure(tick), anchor="end"))
    body.append(f'<path class="ax" d="M{left} {base}H{right}"/>')
    skip = 1 + int(max((run(name) for name in labels), default=0) * 1.25 // pitch) if pitch else 1
    for i, name in enumerate(labels):
        if i % skip == 0:
            body.append(text(left + pitch * i, base + 18, name, anchor="start" if i == 0 and run(name) > 40 else "middle"))
    for name, value in limits:
        y = base - value * scale
        body.append(f'<path class="lim" d="M{left} {y:.1f}H{right}"/>' + text(right, y - 5, f"{name} {figure(value)}", anchor="end"))
    taken: list[float] = []
    for number, line in enumerate(series, 1):
        points = [(left + pitch * i, base - value * scale) for i, value in enumerate(line.values) if value is not None]
        body.append(f'<path class="l{line.look or number}" d="{_course(line.values, left, pitch, base, scale, step=step)}"/>')
        if points and ends:
            y = points[-1][1] + 4
            while any(abs(y - other) < 14 for other in taken):
                y -= 14
            taken.append(y)
            body.append(text(right + 8, y, ends[len(taken) - 1], css="st"))
    summary = "; ".join(_extent(title, line) for line in series)
    rows = [(name, *(figure(at) if (at := line.values[i]) is not None else "" for line in series)) for i, name in enumerate(labels)]
    legend = [(f"l{line.look or number}", line.name) for number, line in enumerate(series, 1)] if len(series) > 1 else []
    picture = svg(width, 196, summary, "".join(body), scroll=width > 400)
    return Chart(title, picture, (label or _("Time"), *(line.name for line in series)), rows, note, legend)


def _course(values: Sequence[Number | None], left: float, pitch: float, base: float, scale: float, *, step: bool) -> str:
    parts, pen = [], False
    for i, value in enumerate(values):
        if value is None:
            pen = False
            continue
        x, y = left + pitch * i, base - value * scale
        parts.append((f"H{x:.1f}V{y:.1f}" if step else f"L{x:.1f} {y:.1f}") if pen else f"M{x:.1f} {y:.1f}")
        pen = True
    return "".join(parts)


def _extent(title: str, line: Series) -> str:
    known = [value for value in line.values if value is not None]
    if not known:
        return _("%(title)s, %(name)s: no values yet") % {"title": title, "name": line.name}
    return _("%(title)s, %(name)s: from %(first)s to %(last)s, at most %(most)s") % {
        "title": title, "name": line.name, "first": figure(known[0]), "last": figure(known[-1]), "most": figure(max(known)),
    }
