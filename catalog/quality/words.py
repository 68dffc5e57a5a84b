"""Quality in words: dimensions, formulas, promises and the states of a broken one, as pages show them."""

from __future__ import annotations

from django.utils.translation import gettext as _, gettext_noop

from catalog.rules.quality import CITES, NAMES, UNKNOWN, Dimension, Kept, Measure, percent
from web.charts import Chart, bar_chart

FORMULAS: dict[str, str] = {
    "completeness": gettext_noop("Cells with a value, of all cells of all files."),
    "validity": gettext_noop("Values that can be read as the type of their column, over columns of numbers, dates and times."),
    "uniqueness": gettext_noop("Different values of the promised key, of all rows; 1 where one column tells every row apart."),
    "consistency": gettext_noop("Columns that the dictionary names with a fitting type, of all columns and dictionary fields together."),
    "timeliness": gettext_noop("1 while the data are not older than their update interval, else interval divided by age, in days, on the day of measuring."),
    "accessibility": gettext_noop("Files that the scan could read, of all files it has tried."),
}
BREACHES: dict[str, tuple[str, str]] = {
    "found": ("stop", gettext_noop("Not kept")),
    "answered": ("wait", gettext_noop("Not kept, answered")),
    "mended": ("done", gettext_noop("Mended")),
}
SHOWN_COLUMNS = 30


def line(one: Measure) -> dict[str, str]:
    """A measure for a table: value or the reason why there is none."""
    return {
        "code": str(one.dimension), "name": _(NAMES[one.dimension]), "value": percent(one.value) if one.value is not None else "", "why": _(UNKNOWN[one.reason]) if one.reason else "",
        "formula": _(FORMULAS[one.dimension]), "standard": CITES[one.dimension].article, "part": "" if one.part is None else f"{one.part:,} / {one.whole:,}",
    }  # fmt: skip


def kept_line(one: Kept) -> dict[str, str]:
    look, word = ("done", _("Kept")) if one.kept else ("stop", _("Not kept")) if one.kept is False else ("idle", _("Not proven"))
    share = one.name != "update_every"
    return {
        "name": _(NAMES[one.name]), "promised": f"{percent(one.promised)} %" if share else one.promised, "found": (f"{percent(one.found)} %" if share else one.found) if one.found else "–",
        "look": look, "word": word,
    }  # fmt: skip


def picture(measures: tuple[Measure, ...]) -> Chart | None:
    rows = [(_(NAMES[one.dimension]), float(percent(one.value))) for one in measures if one.value is not None]
    note = _("Only what could be measured is drawn; the table below says why the rest could not.") if len(rows) < len(Dimension) else ""
    return bar_chart(_("Measured quality, percent"), rows, horizontal=True, note=note, label=_("Quality measure"), unit=_("Percent")) if rows else None


def column_picture(columns: list[dict[str, str]]) -> Chart | None:
    """The columns with the most missing values first."""
    known = [one for one in columns if one["completeness"] is not None]
    several = len({one["file"] for one in known}) > 1
    worst = sorted(known, key=lambda one: (float(one["completeness"]), one["file"], one["name"]))[:SHOWN_COLUMNS]
    rows = [(f"{one['file']} · {one['name']}" if several else one["name"], float(percent(one["completeness"]))) for one in worst]
    note = _("The %(shown)s columns with the most missing values, of %(all)s.") % {"shown": len(rows), "all": len(known)} if len(known) > len(rows) else ""
    return bar_chart(_("Cells with a value, by column, percent"), rows, horizontal=True, note=note, label=_("Column"), unit=_("Percent")) if rows else None
