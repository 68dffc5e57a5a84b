"""The desk's clock as a picture: what it used, how long it stood still for the exporter, what is left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from exchange.export_case import clocks
from exchange.export_case.models import ExportCase, PaperRequest
from exchange.export_case.states import AT_DESK, State
from web.charts import Chart, clock_bar


def clock(case: ExportCase, requests: Iterable[PaperRequest], now: datetime) -> Chart | None:
    """None while no clock of the desk runs or stands still. Days with the exporter come on top: they are not counted."""
    if case.clock_days is None or case.clock_since is None or case.due is None or case.state not in (*AT_DESK, State.SUPPLEMENT):
        return None
    running = case.stopped_since is None
    left = max(0, clocks.left(case.due, now)) if running else case.days_left or 0
    over = max(0, -clocks.left(case.due, now)) if running else 0
    used = case.clock_days - left
    spans, began, told = [], case.clock_since, 0
    for request in requests:
        if request.kind != "papers" or request.at < case.clock_since:
            continue
        worked = clocks.between(clocks.day_of(began), clocks.day_of(request.at))
        until = request.answered or now
        spans += [(_("with the desk"), worked, "now"), (_("with the exporter, not counted"), clocks.between(clocks.day_of(request.at), clocks.day_of(until)), "wait")]
        began, told = until, told + worked
    spans.append((_("with the desk"), max(0, used - told), "now"))
    spans += [(_("over"), over, "stop")] if over else [(_("left"), left, "idle")]
    waited = sum(days for _label, days, state in spans if state == "wait")
    end = _("day %(n)s, %(day)s") % {"n": case.clock_days, "day": clocks.day_of(case.due).isoformat()} if running else ""
    return clock_bar(
        _("The desk's clock in working days"), case.clock_days + waited, [span for span in spans if span[1]], today=used + waited if running and not over else None, end=end,
        note=_("Standing still since %(day)s.") % {"day": clocks.day_of(case.stopped_since).isoformat()} if case.stopped_since else "",
    )
