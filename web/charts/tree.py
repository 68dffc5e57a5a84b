"""A leaf's way to the root of the log, drawn over eight leaves: a picture of the idea; the numbers are in its title."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

WIDTH, ROWS = 320, (96, 66, 38, 12)


def _x(level: int, index: int) -> float:
    width = WIDTH / (8 >> level)
    return width * (index + 0.5)


def proof_tree(leaf: int, size: int) -> SafeString:
    """Leaf number and tree size; nodes on the way are filled, their siblings (the proof) are ringed."""
    place = leaf % 8
    lines, nodes = [], []
    for level in range(4):
        on = place >> level
        for index in range(8 >> level):
            x, y = _x(level, index), ROWS[level]
            if level < 3:
                css = "m-la" if index == on else "m-l"
                lines.append(f'<path class="{css}" d="M{x:g} {y}L{_x(level + 1, index >> 1):g} {ROWS[level + 1]}"/>')
            if index == on:
                nodes.append(f'<rect class="m-on" x="{x - 5:g}" y="{y - 5}" width="10" height="10"/>' if level == 0 else f'<circle class="m-on" cx="{x:g}" cy="{y}" r="5"/>')
            else:
                nodes.append(f'<circle class="{"m-sib" if index == on ^ 1 else "m-off"}" cx="{x:g}" cy="{y}" r="{5 if index == on ^ 1 else 3}"/>')
    steps = max(1, (size - 1).bit_length())
    title = _("Leaf %(leaf)s of %(size)s: %(steps)s steps or fewer lead to the root; eight leaves are drawn.") % {
        "leaf": f"{leaf:,}", "size": f"{size:,}", "steps": steps,
    }
    body = mark_safe("".join(lines) + "".join(nodes))  # noqa: S308
    return format_html(
        '<svg class="chart" viewBox="0 0 {} 110" role="img"><title>{}</title>{}<text x="{}" y="16" class="st">{}</text></svg>',
        WIDTH, title, body, f"{WIDTH / 2 + 12:g}", _("root"),
    )
