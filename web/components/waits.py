"""Waits: whose turn it is, conditions, to-do lines, clocks, progress and counters against a limit.

A wait always has four facts: who, since, until, and what happens then. The banner shows all four or says that one is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from web.components.formats import number, until as how_far, when
from web.components.icons import glyph
from web.components.library import STATE_ICONS, register, state_of

TURN_ICONS = {"done": "ok", "now": "user", "wait": "glass", "stop": "alert", "hold": "snow", "idle": "dash"}
SOON = 0.75


def moment(value: Any) -> str:
    return when(value) if isinstance(value, datetime | date) else str(value or "")


def _fact(label: str, value: Any, note: str, *, missing: str) -> SafeString:
    text = moment(value) or missing
    if not note and isinstance(value, datetime | date):
        note = how_far(value)
    return format_html("<div><dt>{}</dt><dd>{}{}</dd></div>", label, text, format_html("<small>{}</small>", note) if note else "")


@register.simple_block_tag
def turn(
    content: str,
    state: str,
    who: str,
    say: str,
    *,
    waits_for: Any = "",
    since: Any = None,
    until: Any = None,
    then: str = "",
    waits_for_note: str = "",
    since_note: str = "",
    until_note: str = "",
    then_note: str = "",
    icon: str = "",
    small: bool = False,
    facts: bool = True,
) -> SafeString:
    """`{% turn "wait" who=.. say=.. waits_for=.. since=.. until=.. then=.. %}buttons{% endturn %}`.

    `say` is one sentence: where things stand and who must act. Without a wait (a closed deal) pass facts=False.
    """
    name = state_of(state)
    head = format_html('<p class="who">{}{}</p><p class="say">{}</p>', glyph(icon or TURN_ICONS[name]), who, say)
    four = SafeString("")
    if facts and (waits_for or since or until or then):
        rows = (
            _fact(_("Waits for"), waits_for, waits_for_note, missing=_("nobody"))
            + _fact(_("Since"), since, since_note, missing=_("not started"))
            + _fact(_("Until"), until, until_note, missing=_("no limit"))
            + _fact(_("Then"), then, then_note, missing=_("nothing changes by itself"))
        )
        four = format_html('<dl class="turnfacts">{}</dl>', rows)
    acts = format_html('<div class="acts">{}</div>', content) if content.strip() else ""
    return format_html(
        '<section class="turn is-{}{}" aria-label="{}">{}{}{}</section>', name, " s" if small else "", _("Where it stands"), head, four, acts
    )


@register.inclusion_tag("web/components/conditions.html")
def conditions(groups: Sequence[Any]) -> dict[str, Any]:
    """`{% conditions groups %}`: ConditionGroup rows, the open ones tinted."""
    return {"groups": groups, "icons": STATE_ICONS | {"done": "ok"}}


@register.inclusion_tag("web/components/todo.html")
def todo(items: Sequence[Any]) -> dict[str, Any]:
    """`{% todo items %}`: what waits for the reader, one act a line; goes into a flush panel."""
    return {"items": items}


def pace(used: float, total: float) -> str:
    """The progress bar's class: ok, soon, late."""
    if total <= 0 or used > total:
        return "late"
    share = used / total
    return "soon" if share >= SOON else "ok" if share < 0.5 else ""


@register.simple_tag
def clockcell(used: int, total: int, left: str = "") -> SafeString:
    """`{% clockcell 29 45 left=_("16 days left") %}`: days used of days allowed, for a table cell."""
    return format_html(
        '<span class="clockcell"><span><b>{} / {}</b><small>{}</small></span><progress class="{}" max="{}" value="{}">{}/{}</progress></span>',
        used, total, left, pace(used, total), total, min(used, total), used, total,
    )


@register.inclusion_tag("web/components/progress.html", takes_context=True)
def progress(
    context: Any, label: str, value: float | None, max: float = 100, *, note: str = "", left: str = "", cancel_url: str = "", id: str = ""
) -> dict[str, Any]:
    """`{% progress _("Profiling") 62 100 note=.. left=.. cancel_url=.. %}`; value None while the size is unknown."""
    return {
        "label": label, "value": value, "max": max, "note": note, "left": left, "cancel_url": cancel_url, "id": id or "progress",
        "csrf_token": context.get("csrf_token", ""),
    }


@register.simple_tag
def meter(value: int, max: int, *, reserved: int = 0, soft: int = 0, hard: int = 0, label: str = "", bent: bool = False) -> SafeString:
    """A counter against its limits: what is used, what is reserved (lighter), dashed lines at the soft and hard limit.

    `bent`: up to the soft limit the scale takes half the length, the rest the other half; it must be said beside the bars."""

    def at(persons: int) -> float:
        if bent and soft:
            return persons / soft * 50 if persons <= soft else 50 + (persons - soft) / (max - soft) * 50
        return persons * 100 / max if max else 0

    limit = hard or max
    tone = "c5" if value > limit or (hard and value + reserved >= hard) else "c3" if value + reserved >= (soft or limit) else "c2"
    used = min(100.0, at(value))
    held = min(100.0 - used, at(value + reserved) - at(value))
    lines = "".join(
        format_html('<path class="{}" vector-effect="non-scaling-stroke" d="M{} 0V12"/>', css, f"{min(99.5, at(limit_at)):.1f}")
        for css, limit_at in (("lim soft", soft), ("lim", hard))
        if limit_at
    )
    words = _("%(value)s of %(max)s, %(reserved)s reserved") % {"value": number(value), "max": number(max), "reserved": number(reserved)}
    return format_html(
        '<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" role="img"><title>{}{}</title><rect class="bg" width="100" height="12"/>'
        '<rect class="{}" width="{}" height="12"/><rect class="{} res" x="{}" width="{}" height="12"/>{}</svg>',
        f"{label}: " if label else "", words, tone, f"{used:.1f}", tone, f"{used:.1f}", f"{held:.1f}", SafeString(lines),
    )
