"""What happened and what can be checked: timeline, proof card, money table, file and upload rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from web.charts.tree import proof_tree
from web.components.formats import amount
from web.components.library import STATE_ICONS, register

BUOYS: dict[str, str] = {
    "done": '<circle class="d" cx="10" cy="10" r="9"/><path class="k" d="m6 10.3 2.7 2.7 5.2-5.6"/>',
    "now": '<circle class="n" cx="10" cy="10" r="7.5"/><circle class="nn" cx="10" cy="10" r="3"/>',
    "wait": '<path class="w" d="M10 2 18.5 17h-17z"/>',
    "stop": '<rect class="s" x="2" y="2" width="16" height="16" rx="2"/><path class="k" d="m6.5 6.5 7 7m0-7-7 7"/>',
    "hold": '<rect class="f" x="3" y="3" width="14" height="14" rx="1"/>',
    "todo": '<circle class="t" cx="10" cy="10" r="6.5"/>',
}


@register.simple_tag
def buoy(state: str) -> SafeString:
    """The shape of one point on the channel."""
    if state not in BUOYS:
        raise TemplateSyntaxError(f"unknown buoy {state!r}")
    return format_html('<svg class="buoy" viewBox="0 0 20 20" aria-hidden="true">{}</svg>', mark_safe(BUOYS[state]))  # noqa: S308


@register.inclusion_tag("web/components/timeline.html")
def timeline(items: Sequence[Any]) -> dict[str, Any]:
    """`{% timeline items %}`: Buoy records, newest first."""
    return {"items": items}


@register.simple_block_tag
def proof(content: str, title: str, subtitle: str, steps: Sequence[Any], leaf: int | None = None, size: int | None = None) -> str:
    """`{% proof title subtitle steps leaf=.. size=.. %}buttons{% endproof %}`: steps that anyone can repeat; with leaf and size a picture."""
    tree = proof_tree(leaf, size) if leaf is not None and size else None
    given = {"title": title, "subtitle": subtitle, "steps": steps, "content": content, "tree": tree, "icons": STATE_ICONS}
    return render_to_string("web/components/proof.html", given)


@register.inclusion_tag("web/components/money_table.html")
def money_table(rows: Sequence[Any], currency: str = "CNY", caption: str = "") -> dict[str, Any]:
    """`{% money_table rows "CNY" %}`: Entry rows in minor units, with sums. The currency stands once, in the head."""
    lines = list(rows)
    debit_sum = sum(_value(row, "debit") or 0 for row in lines)
    credit_sum = sum(_value(row, "credit") or 0 for row in lines)
    return {
        "rows": lines, "currency": currency, "caption": caption, "agree": debit_sum == credit_sum,
        "debits": amount(debit_sum, currency), "credits": amount(credit_sum, currency), "states": any(_value(row, "state") for row in lines),
    }


def _value(row: Any, name: str) -> Any:
    return row.get(name) if isinstance(row, dict) else getattr(row, name, None)


@register.inclusion_tag("web/components/file.html", takes_context=True)
def file(
    context: Any, name: str, size: int | None = None, sha256: Any = "", *, note: str = "", url: str = "", action: str = "", state: str = "", label: str = "",
    remove_url: str = "",
) -> dict[str, Any]:
    """`{% file f.name size=f.size sha256=f.sha256 url=u action=_("Download") %}`: one row of a panel; `state` and `label` add a badge.

    `remove_url` adds a button that posts there, with the acting organization if the page knows it.
    """
    return {
        "name": name, "size": size, "sha256": sha256, "note": note, "url": url, "action": action, "state": state, "label": label,
        "remove_url": remove_url, "csrf_token": context.get("csrf_token", ""), "organization": getattr(context.get("actor"), "organization", None),
    }


@register.inclusion_tag("web/components/upload.html", takes_context=True)
def upload(context: Any, name: str, received: int, total: int | None = None, *, state: str = "", label: str = "", cancel_url: str = "") -> dict[str, Any]:
    """`{% upload name received total cancel_url=u %}`: how much of a resumable upload has arrived."""
    return {
        "name": name, "received": received, "total": total, "state": state, "label": label, "cancel_url": cancel_url,
        "csrf_token": context.get("csrf_token", ""),
    }
