"""Small marks that stand in running text and tables: state badge, grade badge, chip, note, button with its effect."""

from __future__ import annotations

from zlib import crc32

from django.template import TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from web.components.icons import glyph
from web.components.library import STATE_ICONS, register, state_of
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
    name = state_of(state)
    return format_html('<span class="badge is-{}">{}{}</span>', name, glyph(icon or STATE_ICONS[name]), label)


@register.simple_tag
def grade(value: object, label: str = "") -> SafeString:
    """`{% grade 4 %}`: the load line and the grade's word."""
    if value is None or value == "":
        return format_html('<span class="badge is-idle">{}{}</span>', glyph("dash"), _("Not yet graded"))
    number = grade_number(value)
    return format_html('<span class="grade g{}">{}{}</span>', number, glyph(f"g{number}", css="load"), label or GRADES[number])


@register.simple_tag
def chip(label: str, icon: str = "", tone: str = "") -> SafeString:
    """`{% chip _("Query room") icon="room" %}`; tone "warn" for the mark of sensitive data."""
    return format_html('<span class="chip{}">{}{}</span>', " warn" if tone == "warn" else "", glyph(icon) if icon else "", label)


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
