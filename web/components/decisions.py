"""Decisions and what surrounds them: the decision card, terms side by side, opinions, the lines of a confirm page.

A card keeps one order: outcome, rule and version, article, facts, remedy. Law and platform policy are told apart in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext

from kernel.decision import Certainty
from web.components.icons import glyph
from web.components.library import STATE_ICONS, register, state_of

OUTCOMES = {"permitted": ("done", "ok"), "refused": ("stop", "stop"), "unknown": ("wait", "dash")}
WORDS = re.compile(r"[A-Za-z0-9_.,'’¥%/:-]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's part of a card, in words: `sources` are (place, standing) pairs."""

    rule: str
    version: str
    text: str
    sources: tuple[tuple[str, str], ...]


def _standing(certainty: Any) -> str:
    match str(getattr(certainty, "value", certainty) or ""):
        case Certainty.PLATFORM.value:
            return _("platform rule, not law")
        case Certainty.SECONDARY.value:
            return _("after a secondary source")
        case Certainty.MEMORY.value:
            return _("from memory, to be checked")
        case Certainty.STATUTE.value:
            return _("law")
    return ""


def source(cite: Any) -> tuple[str, str]:
    """A source in words: its place, and what standing it has."""
    if isinstance(cite, str):
        return cite, ""
    named = cite if isinstance(cite, Mapping) else {"instrument": cite.instrument, "article": cite.article, "legal_certainty": cite.certainty}
    instrument, article = str(named.get("instrument", "")), str(named.get("article", ""))
    standing = _standing(named.get("legal_certainty"))
    if not article[:1].isdigit():  # rules of the exchange, annexes and parts have names, not numbers
        return f"{_('Platform rules') if instrument == 'platform rules' else instrument} · {article}", standing
    return pgettext("citation", "%(instrument)s art. %(article)s") % {"instrument": instrument, "article": article}, standing


def _pick(thing: Any, *names: str) -> Any:
    for name in names:
        found = thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
        if found is not None:
            return found
    return ""


def _finding(reason: Any) -> Finding:
    if isinstance(reason, tuple | list):
        rule, version, text, cites = reason
    else:
        rule, version, text, cites = _pick(reason, "rule", "id"), _pick(reason, "version"), _pick(reason, "finding", "text"), _pick(reason, "cites")
    return Finding(str(rule), str(version), str(text), tuple(source(cite) for cite in ([cites] if isinstance(cites, str) and cites else cites or ())))


def _cited(findings: Iterable[Finding]) -> list[tuple[tuple[tuple[str, str], ...], list[str]]]:
    """What was found by the same places stands under them once."""
    found: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for one in findings:
        found.setdefault(one.sources, []).append(one.text)
    return list(found.items())


def _remedies(decision: Any, findings: Iterable[Any]) -> list[tuple[str, str]]:
    given = _pick(decision, "remedy") or [remedy for reason in findings if (remedy := None if isinstance(reason, tuple | list) else _pick(reason, "remedy"))]
    rows = [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    return list(dict.fromkeys((str(row[0]), str(row[1])) if isinstance(row, tuple | list) else (str(row), "") for row in rows))


def _fact_value(value: Any) -> str:
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    if value is None or value == "":
        return _("not known")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(sorted(str(part) for part in value)) or _("none")
    return str(value)


@register.inclusion_tag("web/components/decision.html")
def decision(decision: Any, title: str = "", small: str = "", labels: Mapping[str, str] | None = None) -> dict[str, Any]:
    """`{% decision d [title] [small] [labels=names_of_facts] %}`: a kernel Decision, its stored JSON, or anything shaped like it."""
    outcome = str(getattr(_pick(decision, "outcome"), "value", _pick(decision, "outcome")))
    state, icon = OUTCOMES[outcome]
    reasons = list(_pick(decision, "reasons", "rules") or ())
    findings = [_finding(reason) for reason in reasons]
    facts = _pick(decision, "facts") or {}
    pairs = facts.items() if isinstance(facts, Mapping) else facts
    names = labels or {}
    titles = {"permitted": _("Permitted"), "refused": _("Refused"), "unknown": _("Undetermined: facts are missing")}
    return {
        "state": state, "icon": icon, "title": title or titles[outcome], "small": small, "outcome": outcome,
        "rules": list(dict.fromkeys((one.rule, one.version) for one in findings)), "cited": _cited(findings),
        "facts": [(names.get(str(key), str(key).replace("_", " ")), _fact_value(value), value in (None, "")) for key, value in pairs],
        "remedies": _remedies(decision, reasons),
    }


def compare(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Both texts with the changed words marked: `del` in the first, `ins` in the second; Chinese is compared by character."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    steps = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    if sum(b - a for tag, a, b, _c, _d in steps if tag == "equal") * 3 < min(len(old), len(new)):
        steps = [("replace", 0, len(old), 0, len(new))]

    def marked(parts: Sequence[str], start: int, end: int, tag: str, mark: str) -> SafeString:
        text = "".join(parts[start:end])
        return format_html("{}", text) if tag == "equal" or not text.strip() else format_html(f"<{mark}>{{}}</{mark}>", text)

    left = format_html_join("", "{}", ((marked(old, a, b, tag, "del"),) for tag, a, b, _c, _d in steps))
    right = format_html_join("", "{}", ((marked(new, c, d, tag, "ins"),) for tag, _a, _b, c, d in steps))
    return left, right


@register.inclusion_tag("web/components/diff.html")
def diff(
    rows: Sequence[Any], head_before: str, head_after: str, note_before: str = "", note_after: str = "", caption: str = ""
) -> dict[str, Any]:
    """`{% diff rows _("Round 1") _("Round 2") %}`: Term rows side by side; what changed is barred at the left and marked in the words."""
    lines = []
    for row in rows:
        before, after = str(_pick(row, "before")), str(_pick(row, "after"))
        changed = before != after
        left, right = compare(before, after) if changed else (before, after)
        lines.append({"label": _pick(row, "label"), "before": left, "after": right, "changed": changed})
    count = sum(line["changed"] for line in lines)
    return {
        "rows": lines, "head_before": head_before, "head_after": head_after, "note_before": note_before, "note_after": note_after,
        "caption": caption or _("Terms side by side, %(n)s changed") % {"n": count},
    }


@register.simple_block_tag
def opinion(content: str, state: str, who: str, label: str = "", when: Any = "") -> SafeString:
    """`{% opinion "done" _("Technical experts") label=_("May pass, with conditions") when=dt %}text{% endopinion %}`."""
    from web.components.waits import moment

    name = state_of(state)
    mark = format_html('<span class="badge is-{}">{}{}</span>', name, glyph(STATE_ICONS[name]), label) if label else ""
    return format_html(
        '<article class="opinion is-{}"><header><b>{}</b>{}<span>{}</span></header><div>{}</div></article>', name, who, mark, moment(when), content
    )


@register.simple_tag
def will(effects: Sequence[Any]) -> SafeString:
    """`{% will effects %}`: what a binding act does, line by line (Effect)."""
    lines = format_html_join(
        "", "<li>{}<span><b>{}</b> {}</span></li>", ((glyph(_pick(line, "icon") or "right"), _pick(line, "bold"), _pick(line, "text")) for line in effects)
    )
    return format_html('<ul class="will">{}</ul>', lines)
