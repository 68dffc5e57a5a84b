"""Pictures in pages: charts made by `web.charts`, small bars and lines for tables and figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from web.charts.frame import Chart
from web.charts.small import sparkline, trend_line
from web.components.library import register


@register.inclusion_tag("web/components/chart.html")
def chart(chart: Chart, panel: bool = True) -> dict[str, Any]:
    """`{% chart revenue %}`: title, picture, legend, and the table for whoever wants the figures."""
    return {"chart": chart, "panel": panel}


@register.simple_tag
def spark(values: Sequence[float], title: str = "") -> SafeString:
    """`{% spark row.reads _("Reads, 9 weeks") %}`: a line without axes, for a table cell."""
    return sparkline(values, title or _("Course"))


@register.simple_tag
def trend(values: Sequence[float], title: str = "") -> SafeString:
    """A wide line under a figure."""
    return trend_line(values, title or _("Course"))


@register.simple_tag
def bar(percent: float, label: str = "") -> SafeString:
    """`{% bar 98.9 %}`: a share of one hundred; the figure stands beside it, so it is decoration unless labelled."""
    width = max(0.0, min(100.0, float(percent)))
    role = format_html('role="img"><title>{}</title>', label) if label else SafeString('aria-hidden="true">')
    return format_html(
        '<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" {}<rect class="bg" width="100" height="12"/><rect class="{}" width="{}" height="12"/></svg>',
        role, "c2" if width >= 94 else "c3" if width >= 80 else "c5", f"{width:g}",
    )
