"""Small marks that stand in running text and tables: state badge, grade badge, chip, note, button with its effect."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

from django.template import TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from web.components.icons import glyph
from web.components.library import STATE_ICONS, register, state_of
from web.components.markup import esc
from web.shapes import GRADES

TONES = frozenset({"", "primary", "danger", "quiet"})


def grade_number(value: object) -> int:
    """1 to 6 from a number, a name such as "g3", or an enum member holding either."""
    raw = getattr(value, "value", value)
    try:
        number = int(str(raw).lstrip("gG"))
    except ValueError as error:
        raise TemplateSyntaxError(f"{raw!r} is not a grade from 1 to 6") from error
    if number not in GRADES:
        raise TemplateSyntaxError(f"{raw!r} is not a grade from 1 to 6")
    return number


@register.simple_tag
def badge(state: str, label: str, icon: str = "") -> SafeString:
    """`{% badge "done" _("In force") %}`: shape, word and color, in that order."""
    return _badge(str(state), esc(label), icon)


@lru_cache(maxsize=4096)
def _badge(state: str, escaped_label: str, icon: str) -> SafeString:
    name = state_of(state)
    return mark_safe(f'<span class="badge is-{name}">{glyph(icon or STATE_ICONS[name])}{escaped_label}</span>')  # noqa: S308


@register.simple_tag
def grade(value: object, label: str = "") -> SafeString:
    """`{% grade 4 %}`: the load line and the grade's word."""
    if value is None or value == "":
        return _badge("idle", esc(_("Not yet graded")), "dash")
    number = grade_number(value)
    return mark_safe(f'<span class="grade g{number}">{glyph(f"g{number}", css="load")}{esc(label or GRADES[number])}</span>')  # noqa: S308


@register.simple_tag
def chip(label: str, icon: str = "", tone: str = "") -> SafeString:
    """`{% chip _("Query room") icon="room" %}`; tone "warn" for the mark of sensitive data."""
    drawn = glyph(icon) if icon else ""
    return mark_safe(f'<span class="chip{" warn" if tone == "warn" else ""}">{drawn}{esc(label)}</span>')  # noqa: S308


@register.simple_block_tag
def note(content: str, state: str = "idle", icon: str = "") -> SafeString:
    """`{% note "wait" %}text{% endnote %}`: a remark on a tinted ground."""
    name = state_of(state)
    shape = icon or {"idle": "info", "done": "ok", "stop": "stop", "wait": "alert", "now": "info", "hold": "snow"}[name]
    return format_html('<div class="note is-{}">{}<div>{}</div></div>', name, glyph(shape), content)


@register.inclusion_tag("web/components/act.html")
def act(
    label: str,
    href: str = "",
    *,
    name: str = "",
    value: str = "",
    tone: str = "",
    effect: str = "",
    icon: str = "",
    block: bool = False,
    small: bool = False,
    reason: str = "",
    form: str = "",
) -> dict[str, object]:
    """`{% act _("Send binding offer") tone="primary" effect=_("Binds you until 23 September.") %}`.

    A submit button, or a link when `href` is given. `reason` says why it cannot be used now and disables it.
    """
    if tone not in TONES:
        raise TemplateSyntaxError(f"unknown tone {tone!r}")
    css = " ".join(filter(None, ["btn", tone, "block" if block else "", "small" if small else ""]))
    said = str(reason or effect)
    return {
        "label": label, "href": href, "name": name, "value": value, "css": css, "icon": icon, "form": form, "reason": reason, "effect": effect,
        "effect_id": f"e{crc32(f'{label}{said}'.encode()):08x}" if said else "",
    }
