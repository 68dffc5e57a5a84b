"""What a reader of a dataset's page may expect at the border: the likely path under conditions that are said, papers, days, and what frees it.

A look ahead, no determination: it stores nothing, and every condition it assumes stands beside the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _, gettext_noop

from accounts.models import Organization
from catalog.models import DatasetRevision
from catalog.rules.grade import Grade
from exchange.determination import words
from exchange.determination.derived import of_exporter
from exchange.rules.border.determination import WEIGHT, Determination, Path
from exchange.rules.border.engine import determine
from exchange.rules.border.facts import parse
from exchange.rules.places import MAINLAND
from web.places import place

ANYWHERE = "SG"
"""Stands for a place abroad that no special arrangement names, where the reader's own is not known."""
ASSUMED: Mapping[str, Any] = {
    "important_data_status": "none", "treatment": "none", "origin": "domestic", "purpose": "data_product_sale", "exemption_condition_met": False, "subject_role": "customer",
    "data_subject_age_min": 18, "data_subject_age_max": 90, "negative_list": "not_applicable", "elected_route": "none", "legal_basis": "consent", "separate_consent": True,
    "guardian_consent": True, "pia_done": True, "important_data_risk_assessment_done": True, "contract_conflicts_with_model": False, "legal_document_clauses_missing": [], "flags": [],
    "exporter_is_ciio": False,
}
# persons of the year, ordinary and sensitive, and how the row is called
VOLUMES = (
    ((99_999, 0), gettext_noop("below 100,000 persons in the year")), ((999_999, 0), gettext_noop("100,000 to 999,999 persons")), ((1_000_000, 0), gettext_noop("1,000,000 persons or more")),
)
SENSITIVE = (((0, 9_999), gettext_noop("below 10,000 persons with sensitive data")), ((0, 10_000), gettext_noop("10,000 persons with sensitive data or more")))


@dataclass(frozen=True, slots=True)
class Outlook:
    sentence: str
    badge: tuple[str, str]
    note: str
    rows: list[tuple[str, str]]
    changes: list[str]


def outlook(revision: DatasetRevision, provider: Organization, reader: Organization | None, today: date) -> Outlook:
    """No statement. `reader` is the organization that looks; without one it is for a buyer abroad."""
    country = reader.country if reader else ""
    abroad = country != MAINLAND
    known: dict[str, Any] = dict(ASSUMED) | of_exporter(provider.country, provider.in_beijing, provider.uscc, provider.ciio)
    known |= {"as_of": today.isoformat(), "destination": (country or ANYWHERE) if abroad else MAINLAND, "movement": "transfer_abroad" if abroad else "domestic_only"}
    if provider.country != MAINLAND:
        known |= {"movement": "transfer_abroad" if abroad else "inbound", "origin": "overseas_only"}
    if revision.grade is not None:
        known |= {
            "contains_pi": bool(revision.personal),
            "data_grade": "core" if revision.grade >= Grade.CORE else "important" if revision.grade >= Grade.IMPORTANT else "general",
        }
        if revision.grade >= Grade.IMPORTANT:
            known["important_data_status"] = "notified"
    volumes = SENSITIVE if revision.sensitive else VOLUMES
    asked = volumes if revision.personal and known["movement"] == "transfer_abroad" else (((0, 0), ""),)
    answers = [(title, _answer(known, persons)) for persons, title in asked]
    likely = answers[0][1]
    return Outlook(_sentence(country, abroad), words.badge(likely.path), _note(likely, asked[0][1]), _rows(answers), _exempting([answer for _title, answer in answers]))


def _answer(known: Mapping[str, Any], persons: tuple[int, int]) -> Determination:
    return determine(parse({**known, "pi_subjects_this_year": persons[0], "sensitive_pi_subjects_this_year": persons[1]}))


def _sentence(country: str, abroad: bool) -> str:
    if not abroad:
        return _("For your organization, in the mainland.")
    return _("For your organization, in %(country)s.") % {"country": place(country)} if country else _("For a buyer abroad.")


def _note(likely: Determination, volume: str) -> str:
    if likely.path is Path.NOT_EXPORT:
        return _("Nothing is exported from the mainland. The law of the other country may ask for more.")
    if likely.path is Path.UNDETERMINED:
        return _("The provider has not said enough yet: %(facts)s.") % {"facts": _(", ").join(words.label(key) for key in likely.missing_facts)}
    terms = _("Likely, if nothing bars the deal, it is the sale of a data product of adults' data, and no scenario or list frees it")
    return f"{terms}; {_(volume)}." if volume else f"{terms}."


def _rows(answers: list[tuple[str, Determination]]) -> list[tuple[str, str]]:
    likely = answers[0][1]
    by_volume = [(_(title), f"{words.badge(answer.path)[1]} ({', '.join(answer.deciding_articles)})") for title, answer in answers if title]
    papers = [words.PAPERS[code] for code in likely.required_documents]
    rows = [
        (_("Decided by"), ", ".join(likely.deciding_articles)),
        *by_volume,
        (_("Papers from you"), _(", ").join(words.paper(one.code).label for one in papers if one.brought_by == "buyer") or _("none")),
        (_("Papers from the provider"), _(", ").join(words.paper(one.code).label for one in papers if one.brought_by == "exporter") or _("none")),
        (_("Working days of the authority"), _days(answers)),
    ]
    flags = list(likely.foreign_law_flags)
    return [*rows, (_("Law of other countries"), ", ".join(flags))] if flags else rows


def _days(answers: list[tuple[str, Determination]]) -> str:
    """The shortest and the longest way, when nothing is missing."""
    found = sorted({_wait(answer) for _title, answer in answers})
    return str(found[0]) if len(found) == 1 else _("%(least)s to %(most)s, by number of persons") % {"least": found[0], "most": found[-1]}


def _wait(answer: Determination) -> int:
    """What an authority may take before data may leave; periods that run on the exporter are not waits."""
    steps = {"completeness_check", "acceptance", "assessment"} if answer.path is Path.ASSESSMENT else {"filing_check"} if answer.path is Path.CONTRACT else set()
    return sum(one.amount for one in answer.clocks if one.event in steps and one.unit == "working_days")


def _exempting(answers: list[Determination]) -> list[str]:
    """Changes that would lead to no tool at all, of the heaviest answer."""
    heaviest = max(answers, key=lambda one: WEIGHT[one.path])
    if heaviest.path in (Path.EXEMPT, Path.NOT_EXPORT):
        return []
    return [f"{words.label(one.key)}: {one.label}" for one in heaviest.what_would_change if one.path in (Path.EXEMPT, Path.NOT_EXPORT)]
