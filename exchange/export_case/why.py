"""Why a case is on its path: the deciding articles with their finding, and the facts that decided, as the signature's determination stored them.

A stored determination is in the language of its day. Its facts under the same release of the rules give the same answer, so the words are made
anew from them for the reader; under another release the stored words stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _, gettext_noop

from exchange.determination import words
from exchange.determination.counts import SHARED
from exchange.determination.forms import GROUPS, FactsForm
from exchange.determination.models import Determination
from exchange.export_case.states import Path
from exchange.rules.border.engine import RELEASE, determine
from exchange.rules.border.facts import parse
from web.components.formats import day_text, number

TITLES: Mapping[str, str] = {
    Path.ASSESSMENT: gettext_noop("Why a security assessment"),
    Path.CONTRACT: gettext_noop("Why a standard contract"),
    Path.CERTIFICATION: gettext_noop("Why a certification"),
    Path.EXEMPT: gettext_noop("Why it is exempt"),
}
ASKED = tuple(key for _title, keys in GROUPS for key in keys)
DECIDING = ("treatment", "important_data_status", "purpose", "negative_list")
TOTALS = ((SHARED[0], "ordinary", gettext_noop("This year, ordinary")), (SHARED[1], "sensitive", gettext_noop("This year, sensitive")))


@dataclass(frozen=True, slots=True)
class Card:
    """`findings` are (articles, words); `facts` are (name, value, whether it is not known); `trial` what the what-if page is asked with."""

    title: str
    state: str
    release: str
    rules: str
    certainty: str
    findings: list[tuple[str, str]]
    facts: list[tuple[str, str, bool]]
    trial: list[tuple[str, str]]


def card(stored: Determination, path: str, *, jurisdiction: bool) -> Card:
    """No statement. A member of a group under common control sees no sums: they would tell the others' numbers."""
    found = _findings(stored)
    hidden = not jurisdiction and bool(stored.basis.get("organizations_under_common_control"))
    known = {key: value for key, value in stored.facts.items() if not (hidden and key in SHARED)}
    certainty = words.CERTAINTIES.get(stored.result.get("legal_certainty", ""), "")
    return Card(
        _(TITLES[path]), words.PATHS[stored.path][0], stored.release, ", ".join(dict.fromkeys(rule for rule, _articles, _text in found)), _(certainty) if certainty else "",
        [(articles, text) for _rule, articles, text in found], [*_persons(known, stored.basis), *_deciding(known)], _trial(known),
    )  # fmt: skip


def _findings(stored: Determination) -> list[tuple[str, str, str]]:
    if stored.release == RELEASE and not stored.result.get("missing_facts"):
        answer = determine(parse(stored.facts))
        if answer.path == stored.path:
            return [(one.rule, ", ".join(map(str, one.articles)), str(one.finding)) for one in answer.findings if one.kind == "path"]
    kept = (one for one in stored.result.get("findings", ()) if one["kind"] == "path")
    return [(one["rule"], ", ".join(f"{article['instrument']}/{article['article']}" for article in one["articles"]), one["finding"]) for one in kept]


def _persons(known: Mapping[str, Any], basis: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    this, outside = basis.get("this_export"), basis.get("declared_outside")
    rows = []
    for key, kind, label in TOTALS:
        if key in known and (known[key] or kind == "ordinary"):
            rows.append((_(label), number(known[key]), False))
            if this is not None:
                rows.append((_("of which this export"), number(this[kind]), False))
    if known.get("contains_pi"):
        name = _("Outside the exchange, declared on %(day)s") % {"day": day_text(date.fromisoformat(basis["stated_on"]))} if basis.get("stated_on") else _("Outside the exchange, as declared")
        rows.append((name, number(outside["ordinary"] + outside["sensitive"]) if outside else _("not known"), outside is None))
    return rows


def _deciding(known: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    asked = [key for key in DECIDING if key != "negative_list" or known.get(key) not in (None, "not_applicable")]
    return [(words.label(key), words.shown(key, known[key]) if key in known else _("not known"), key not in known) for key in asked]


def _trial(known: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The facts as fields of the what-if page's form."""
    given = FactsForm.initial_of({key: value for key, value in known.items() if key in ASKED})
    return [(key, str(one)) for key, value in given.items() for one in (value if isinstance(value, list) else [value])]
