"""An answer of the law in words: paths, papers, what is missing and where each value leads, as templates show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext as _, gettext_noop

from exchange.rules.border.determination import Determination, Path
from exchange.rules.border.papers import PAPERS
from exchange.rules.border.vocabulary import FACTS, SUPPLIER_LABELS, Kind, Supplier

PATHS: Mapping[str, tuple[str, str]] = {
    Path.PROHIBITED: ("stop", gettext_noop("Prohibited")),
    Path.ASSESSMENT: ("wait", gettext_noop("Security assessment")),
    Path.CONTRACT: ("wait", gettext_noop("Standard contract or certification")),
    Path.EXEMPT: ("done", gettext_noop("Exempt")),
    Path.NOT_EXPORT: ("idle", gettext_noop("No export")),
    Path.UNDETERMINED: ("hold", gettext_noop("Undetermined")),
}
CERTAINTIES: Mapping[str, str] = {
    "statute": gettext_noop("text of a law"),
    "rule_text": gettext_noop("text of a rule"),
    "official_guidance": gettext_noop("official guidance"),
    "sectoral": gettext_noop("rule of a sector"),
    "interpretive": gettext_noop("interpretation; no clear text"),
    "platform_policy": gettext_noop("rule of this platform, not law"),
}
BROUGHT_BY: Mapping[str, str] = {
    "exporter": gettext_noop("the exporter"),
    "buyer": gettext_noop("the buyer"),
    "platform": gettext_noop("the exchange"),
    "authority": gettext_noop("the authority"),
}
UNITS: Mapping[str, str] = {
    "working_days": gettext_noop("%(n)s working days"),
    "months": gettext_noop("%(n)s months"),
    "years": gettext_noop("%(n)s years"),
}
EVENTS: Mapping[str, str] = {
    "completeness_check": gettext_noop("Completeness check"),
    "acceptance": gettext_noop("Acceptance"),
    "assessment": gettext_noop("Assessment"),
    "reevaluation_request": gettext_noop("Request for re-evaluation"),
    "contract_filing": gettext_noop("Filing of the contract"),
    "filing_check": gettext_noop("Check of the filing"),
    "filing_completion": gettext_noop("Completion of the filing"),
    "certificate_report": gettext_noop("Report of the certificate"),
    "certificate_renewal": gettext_noop("New application for the certificate"),
    "record_retention": gettext_noop("Retention of records"),
    "extension_window_opens": gettext_noop("Window to ask for an extension"),
}
RUNS_ON: Mapping[str, str] = {
    "province": gettext_noop("provincial cyberspace administration"),
    "national administration": gettext_noop("national cyberspace administration"),
    "exporter": gettext_noop("the exporter"),
    "certification body": gettext_noop("certification body"),
}
REVIEWS: Mapping[str, str] = {
    "volume_split": gettext_noop("Exports of the same data or to the same buyer pass a threshold together that none passes alone: they are added up."),
    "pilot": gettext_noop("A pilot programme relaxed a rule of the platform for this signature: the statement of exports elsewhere may be older."),
}


@dataclass(frozen=True, slots=True)
class PaperLine:
    label: str
    who: str
    check: str


@dataclass(frozen=True, slots=True)
class MissingLine:
    """`leads` are (value, paths in words)."""

    key: str
    label: str
    meaning: str
    who: str
    leads: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Face:
    """One answer as a page shows it."""

    badge: tuple[str, str]
    certainty: str
    articles: list[str]
    findings: list[tuple[str, str, str]]
    papers: list[PaperLine]
    blockers: list[tuple[str, str]]
    reviews: list[str]
    obligations: list[str]
    flags: list[tuple[str, str]]
    missing: list[MissingLine]
    clocks: list[tuple[str, str]]
    validity: str
    changes: list[tuple[str, str]]
    release: str


def badge(path: str) -> tuple[str, str]:
    look, words = PATHS[Path(path)]
    return look, _(words)


def face(answer: Determination) -> Face:
    """In the reader's language."""
    by_kind: dict[str, list[Any]] = {}
    for one in answer.findings:
        by_kind.setdefault(one.kind, []).append(one)

    def cited(one: Any) -> str:
        return ", ".join(str(article) for article in one.articles)

    said = [*by_kind.get("path", ()), *by_kind.get("context", ())]
    return Face(
        badge(answer.path), _(CERTAINTIES[answer.legal_certainty]), list(answer.deciding_articles), [(str(one.finding), cited(one), str(one.remedy or "")) for one in said],
        [paper(code) for code in answer.required_documents], [(str(one.finding), str(one.remedy or "")) for one in by_kind.get("blocker", ())],
        [str(one.finding) for one in by_kind.get("review", ())], [str(one.finding) for one in by_kind.get("obligation", ())],
        [(one.code, str(one.finding)) for one in by_kind.get("flag", ())], [missing(one) for one in answer.missing],
        [(_(EVENTS.get(one.event, one.event)), f"{_(UNITS[one.unit]) % {'n': one.amount}} · {_(RUNS_ON.get(one.runs_on, one.runs_on))} · {one.article}") for one in answer.clocks],
        _("valid for %(n)s years (%(article)s)") % {"n": answer.valid_for.years, "article": answer.valid_for.article} if answer.valid_for else "",
        [(_("%(fact)s: %(change)s") % {"fact": label(one.key), "change": one.label}, badge(one.path)[1]) for one in answer.what_would_change], answer.release,
    )  # fmt: skip


def paper(code: str) -> PaperLine:
    found = PAPERS[code]
    chinese = (get_language() or "").startswith("zh")
    return PaperLine(found.label_zh if chinese else _(found.label), _(BROUGHT_BY[found.brought_by]), _(found.check))


def missing(one: Any) -> MissingLine:
    fact = FACTS[one.key]
    leads = [(_value(one.key, lead.value), ", ".join(badge(path)[1] for path in lead.paths)) for lead in one.leads if fact.kind is not Kind.SOME or not lead.value.endswith(": false")]
    return MissingLine(one.key, _(fact.label), _(fact.meaning), _(SUPPLIER_LABELS[Supplier(one.supplier)]), leads)


def label(key: str) -> str:
    """A fact's name; a hard fact has its own."""
    if key in FACTS:
        return _(FACTS[key].label)
    return _(FACTS["flags"].values.get(key.rpartition(":")[2], key))


def _value(key: str, value: str) -> str:
    """Values of a choice in words; ranges of numbers stay as they are."""
    fact = FACTS[key]
    if fact.kind is Kind.SOME and ": " in value:
        name, _sep, held = value.partition(": ")
        return f"{_(fact.values.get(name, name))}: {_yes(held)}"
    if fact.kind is Kind.BOOL:
        return _yes(value)
    return _(", ").join(_(fact.values.get(one, one)) for one in value.split(", "))


def _yes(value: str) -> str:
    return {"true": _("yes"), "false": _("no")}.get(value.lower(), value)


def known_rows(facts: Mapping[str, Any], keys: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """Facts as rows of a definition list."""
    return [(label(key), shown(key, facts[key])) for key in (keys or FACTS) if key in facts]


def shown(key: str, value: Any) -> str:
    fact = FACTS[key]
    if isinstance(value, bool):
        return _yes(str(value))
    if isinstance(value, list | tuple):
        return _(", ").join(_(fact.values.get(one, str(one))) for one in value) or _("none")
    return _(fact.values[value]) if value in fact.values else str(value)
