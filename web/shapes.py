"""The shapes pages hand to components.

Frozen records a view builds and a component tag shows: a condition, a step of a timeline, a facet. They hold finished words
and values, no model and no logic; templates read them by attribute, so a dict with the same keys works as well.
What a component looks like lives in `web/components` and its template.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from django.utils.translation import gettext_lazy as _

GRADES = {1: _("General 1"), 2: _("General 2"), 3: _("General 3"), 4: _("General 4"), 5: _("Important"), 6: _("Core")}
"""The scale's words by number, for badges and charts alike."""
State = Literal["done", "now", "wait", "stop", "hold", "idle"]
Moment = datetime | date | str | None
"""A time for a person to read: a datetime or date is put in the reader's form, a string stands as it is."""


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    current: bool = False
    count: int | None = None
    icon: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """One wait: who must act, since when, until when. `yours` marks the reader's own."""

    state: State
    what: str
    waits_for: str = ""
    since: Moment = None
    until: Moment = None
    why: str = ""
    note: str = ""
    yours: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class ConditionGroup:
    """`title` says what the group blocks: "Blocks delivery"."""

    title: str
    rows: Sequence[Condition]


@dataclass(frozen=True, slots=True)
class Term:
    """A row of the terms table: the same term in two rounds; changed when the texts differ."""

    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Buoy:
    """A buoy on the timeline: disc (done), ring (now), triangle (wait), square (stop), hollow (todo)."""

    state: Literal["done", "now", "wait", "stop", "hold", "todo"]
    title: str
    when: Moment = None
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ProofStep:
    text: str
    hash: str = ""
    state: State = "done"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a money table; amounts in minor units, None leaves the cell empty."""

    when: Moment
    text: str
    debit: int | None = None
    credit: int | None = None
    state: State | Literal[""] = ""
    state_label: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    state: Literal["done", "now", "todo"] = "todo"
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    value: str
    label: str
    count: int | None = None
    checked: bool = False
    capped: bool = False


@dataclass(frozen=True, slots=True)
class FacetGroup:
    name: str
    label: str
    items: Sequence[Facet]
    open: bool = True


@dataclass(frozen=True, slots=True)
class Todo:
    """A line of a to-do list. `hot` when little time is left; `primary` for the first line at most."""

    title: str
    url: str
    act: str
    note: str = ""
    due: Moment = None
    due_note: str = ""
    icon: str = "flag"
    hot: bool = False
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    state: State
    text: str
    note: str = ""
    url: str = ""
    link: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Kpi:
    label: str
    value: str | int
    unit: str = ""
    note: str = ""
    url: str = ""
    trend: Sequence[float] = field(default=())
    trend_title: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """A line of a confirm page: what the act binds, who sees it, whether it can be undone."""

    bold: str
    text: str = ""
    icon: str = "right"


@dataclass(frozen=True, slots=True)
class PathStep:
    title: str
    note: str = ""
