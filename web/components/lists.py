"""Finding one's way and comparing: crumbs, tabs, pager, facets, results, stepper, figures, checklists, empty state, messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.messages import constants, get_messages
from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from web.components.formats import number
from web.components.icons import glyph
from web.components.library import STATE_ICONS, register
from web.components.markup import esc

LEGEND_CLASSES = frozenset({"c0", "c1", "c2", "c3", "c4", "c5", "cink", "f-g1", "f-g2", "f-g3", "f-g4", "f-g5", "f-g6", "l1", "l2", "l3", "l4", "l5"})


@register.simple_tag
def crumbs(*parts: str) -> SafeString:
    """`{% crumbs _("Workspace") url1 _("Deals") url2 _("This page") %}`: label and address by turns, the page itself last."""
    if len(parts) % 2 == 0:
        raise TemplateSyntaxError("crumbs take label and address by turns and end with the page's own label")
    steps = format_html_join("", '<li><a href="{1}">{0}</a></li>', zip(parts[:-1:2], parts[1::2], strict=False))
    return format_html('<nav class="crumb" aria-label="{}"><ol>{}<li aria-current="page">{}</li></ol></nav>', _("Breadcrumb"), steps, parts[-1])


@register.inclusion_tag("web/components/tabs.html")
def tabs(links: Sequence[Any], label: str) -> dict[str, Any]:
    """`{% tabs links _("Queues") %}`: Link records; each tab is an address of its own."""
    return {"links": links, "label": label}


@register.inclusion_tag("web/components/pager.html", takes_context=True)
def pager(context: Any, text: str = "", *, previous: str = "", next: str = "", page: Any = None, param: str = "cursor") -> dict[str, Any]:
    """`{% pager _("20 shown") page=page %}` for a keyset page (its cursors go into `param`), or previous= and next= as addresses."""
    if page is not None:
        request = context["request"]

        def address(cursor: str | None) -> str:
            if not cursor:
                return ""
            query = request.GET.copy()
            query[param] = cursor
            return f"?{query.urlencode()}"

        previous, next = address(page.previous), address(page.next)
    return {"text": text, "previous": previous, "next": next}


@register.simple_tag
def facets(groups: Sequence[Any], action: str = "", keep: Mapping[str, Any] | None = None, id: str = "facets") -> SafeString:
    """`{% facets groups keep=kept %}`: FacetGroup records as a GET form; `keep` holds what the form carries along (the search words)."""
    pairs: list[tuple[str, Any]] = []
    for name, value in (keep or {}).items():
        pairs += [(name, part) for part in value] if isinstance(value, list | tuple) else [(name, value)] if value not in (None, "") else []
    at = f' action="{esc(action)}"' if action else ""
    kept = "".join(f'<input type="hidden" name="{esc(name)}" value="{esc(value)}">' for name, value in pairs)
    return mark_safe(  # noqa: S308  (a rail has a hundred lines: written out as `result` is, every value escaped)
        f'<form class="facets" id="{esc(id)}" method="get"{at} aria-label="{esc(_("Filters"))}">{kept}{"".join(map(_facet_group, groups))}\n'
        f'<p class="row"><button class="btn small">{esc(_("Apply the filters"))}</button></p></form>'
    )


def _facet_group(group: Any) -> str:
    box = f'<input type="checkbox" name="{esc(group.name)}" value="'
    lines = "".join(f"<li>{_facet_line(item, box)}</li>" for item in group.items)
    return f"\n<details{' open' if group.open else ''}><summary>{esc(group.label)}{glyph('chevron')}</summary><ul>{lines}</ul></details>"


def _facet_line(item: Any, box: str) -> str:
    none = ' class="none"' if item.count == 0 and not item.checked else ""
    count = "" if item.count is None else f"<span>{number(item.count)}{'+' if item.capped else ''}</span>"
    return f'<label{none}>{box}{esc(item.value)}"{" checked" if item.checked else ""}><span>{esc(item.label)}</span>{count}</label>'


@register.inclusion_tag("web/components/applied.html")
def applied(links: Sequence[Any], clear_url: str = "") -> dict[str, Any]:
    """`{% applied links %}`: the filters in force, each a Link that removes it."""
    return {"links": links, "clear_url": clear_url}


@register.simple_block_tag
def result(
    content: str, url: str, title: str, value: str = "", *, provider: str = "", price: str = "", price_suffix: str = "", price_note: str = "",
    meta: Sequence[tuple[str, str]] = (),
) -> SafeString:
    """One find: title, a line of value, badges (the content), provider and facts, price. Goes into `<ol class="panel flush">`."""
    facts = "".join(f"<span>{glyph(name) if name else ''}{esc(words)}</span>" for name, words in ([("org", provider)] if provider else []) + list(meta))
    suffix = f" <small>{esc(price_suffix)}</small>" if price_suffix else ""
    note = f"<small>{esc(price_note)}</small>" if price_note else ""
    return mark_safe(  # noqa: S308  (lists hold dozens of these: written out, not by a template; every value is escaped)
        f'<li class="result"><div><h3><a href="{esc(url)}">{esc(title)}</a></h3>'
        + (f'<p class="val">{esc(value)}</p>' if value else "")
        + (f'<div class="tags">{content}</div>' if content.strip() else "")
        + f'<p class="meta">{facts}</p></div>'
        + (f'<div class="price"><b>{esc(price)}{suffix}</b>{note}</div>' if price else "")
        + "</li>"
    )


@register.simple_block_tag
def empty(content: str, title: str, text: str = "") -> str:
    """`{% empty title text %}{% act .. %}{% endempty %}`: nothing here, and the next step."""
    return render_to_string("web/components/empty.html", {"title": title, "text": text, "content": content})


@register.inclusion_tag("web/components/stepper.html")
def stepper(steps: Sequence[Any], label: str = "") -> dict[str, Any]:
    """`{% stepper steps _("Progress of the deal") %}`: Step records."""
    return {"steps": steps, "label": label or _("Steps")}


@register.inclusion_tag("web/components/kpis.html")
def kpis(items: Sequence[Any], label: str = "") -> dict[str, Any]:
    """`{% kpis items %}`: two to six figures in a row (Kpi)."""
    return {"items": items, "label": label or _("Figures"), "n": min(6, max(2, len(items)))}


@register.inclusion_tag("web/components/check.html")
def check(items: Sequence[Any]) -> dict[str, Any]:
    """`{% check items %}`: a checklist (Check); each line says its state by shape."""
    return {"items": items, "icons": STATE_ICONS}


@register.simple_tag
def path(steps: Sequence[Any]) -> SafeString:
    """`{% path steps %}`: what comes one after the other (PathStep)."""
    lines = format_html_join("", "<li>{}{}</li>", ((_get(step, "title"), format_html("<small>{}</small>", _get(step, "note"))) for step in steps))
    return format_html('<ol class="path">{}</ol>', lines)


@register.simple_tag
def dl(rows: Sequence[tuple[Any, Any]]) -> SafeString:
    """`{% dl rows %}`: terms and their values, ruled."""
    return format_html('<dl class="dl ruled">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))


@register.simple_tag
def legend(items: Sequence[tuple[str, str]]) -> SafeString:
    """`{% legend items %}`: (class, label) pairs; c* are fills, l* lines."""
    if unknown := [css for css, _label in items if css not in LEGEND_CLASSES]:
        raise TemplateSyntaxError(f"unknown legend class {unknown[0]!r}")
    lines = format_html_join(
        "", '<li><svg viewBox="0 0 18 10" aria-hidden="true">{}</svg>{}</li>', ((_swatch(css), label) for css, label in items)
    )
    return format_html('<ul class="legend">{}</ul>', lines)


def _swatch(css: str) -> SafeString:
    return format_html('<path class="{}" d="M0 5h18"/>' if css.startswith("l") else '<rect class="{}" width="18" height="10"/>', css)


@register.simple_tag(takes_context=True)
def toasts(context: Any) -> SafeString:
    """Django's messages as toasts; the shell shows them above the content."""
    request = context.get("request")
    found = list(get_messages(request)) if request is not None else []
    if not found:
        return SafeString("")
    lines = format_html_join("", '<div class="toast is-{}">{}<span>{}</span></div>', (_toast(message.level, message) for message in found))
    return format_html('<div class="toasts" role="status">{}</div>', lines)


def _toast(level: int, text: Any) -> tuple[str, SafeString, Any]:
    if level >= constants.ERROR:
        return "stop", glyph("stop"), text
    if level >= constants.WARNING:
        return "wait", glyph("alert"), text
    return ("done", glyph("check"), text) if level >= constants.SUCCESS else ("now", glyph("info"), text)


def _get(thing: Any, name: str) -> Any:
    return thing.get(name, "") if isinstance(thing, Mapping) else getattr(thing, name, "")
