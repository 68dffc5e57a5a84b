"""The gates of a listing, and what the facts say of each: the reviewer sees the finding beside the box that vouches for it.

The gates and what each rests on are the reading in the exchange's own checklist; where a standard or a city's practice stands behind
one, its certainty is kept with the citation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop

from catalog.rules.listing import ListingFacts
from catalog.rules.rights import lasting
from catalog.rules.sources import GRADED_PROTECTION, INTERMEDIARY, PROVIDING_PERSONAL, SENSITIVE_PERSONAL, platform
from catalog.rules.visibility import SampleNature, sample
from kernel.decision import Citation, Say


class Found(StrEnum):
    """`look`: the facts cannot tell, a person has to read."""

    MET = "met"
    MISSING = "missing"
    LOOK = "look"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Gate:
    """`vouches` is what the reviewer vouches for."""

    key: str
    vouches: str
    cites: tuple[Citation, ...]
    judge: Callable[[ListingFacts], tuple[Found, Say]]


@dataclass(frozen=True, slots=True)
class Finding:
    gate: Gate
    found: Found
    says: Say


def _subject(f: ListingFacts) -> tuple[Found, Say]:
    if not f.provider_verified:
        return Found.MISSING, Say(gettext_noop("The provider is not a verified organization."))
    return Found.MET, Say(gettext_noop("The provider is verified now; its papers were examined at its admission."))


def _source(f: ListingFacts) -> tuple[Found, Say]:
    if not f.rights_stated or not f.rights_evidence:
        return Found.MISSING, Say(gettext_noop("The rights statement or its evidence is missing."))
    return Found.LOOK, Say(gettext_noop("%(count)s documents to read against the statement."), {"count": f.rights_evidence})


def _rights(f: ListingFacts) -> tuple[Found, Say]:
    if not f.rights_stated or not lasting(f.rights_until, f.on).permitted:
        return Found.MISSING, Say(gettext_noop("No right is stated, or it has ended."))
    if f.rights_until is None:
        return Found.LOOK, Say(gettext_noop("Stated without an end: does the evidence bear that?"))
    return Found.LOOK, Say(gettext_noop("Stated until %(day)s."), {"day": f.rights_until.isoformat()})


def _grade(f: ListingFacts) -> tuple[Found, Say]:
    if f.classified is None or not f.confirmed_by_second_person:
        return Found.MISSING, Say(gettext_noop("The grading of the fields as they stand has not been confirmed by a second person."))
    return Found.LOOK, Say(gettext_noop("Graded %(grade)s over %(count)s fields, confirmed by a second person."), {"grade": f"g{f.classified}", "count": len(f.fields)})


def _personal(f: ListingFacts) -> tuple[Found, Say]:
    marked = [field.name for field in f.fields if field.personal]
    if not sample(f.sample).permitted:
        return Found.MISSING, Say(gettext_noop("The sample shows what it must not show."))
    if not marked:
        return Found.NOT_ASKED, Say(gettext_noop("No field is marked personal. Is that so?"))
    return Found.LOOK, Say(gettext_noop("Personal: %(fields)s. Basis, notice and consent are to be in the evidence."), {"fields": ", ".join(marked[:10])})


def _quality(f: ListingFacts) -> tuple[Found, Say]:
    if not f.fields or f.meanings_missing:
        return Found.MISSING, Say(gettext_noop("The dictionary is not complete."))
    rows = f.sample.rows if f.sample.nature != SampleNature.NONE else 0
    return Found.LOOK, Say(gettext_noop("Promises made: %(promises)s. Sample rows: %(rows)s."), {"promises": f.promises, "rows": rows})


def _delivery(f: ListingFacts) -> tuple[Found, Say]:
    if not f.files or f.unfinished_files:
        return Found.MISSING, Say(gettext_noop("There is no file to deliver."))
    return Found.MET, Say(gettext_noop("Files: %(count)s; each delivery is logged."), {"count": f.files})


def _certificate(f: ListingFacts) -> tuple[Found, Say]:
    return Found.NOT_ASKED, Say(gettext_noop("Asked for after the listing; this revision's digest is fixed now."))


def _deal(f: ListingFacts) -> tuple[Found, Say]:
    if not f.offers:
        return Found.MISSING, Say(gettext_noop("There is no offer."))
    return Found.LOOK, Say(gettext_noop("Offers: %(count)s. The contract's clauses come from the exchange's terms."), {"count": f.offers})


def _after(f: ListingFacts) -> tuple[Found, Say]:
    return Found.MET, Say(gettext_noop("Kept by the exchange itself: settlement record, evidence, complaints, retention."))


_OWN = platform("listing")
GATES: tuple[Gate, ...] = (
    Gate("subject", gettext_noop("Subject: the provider is who it says and may trade this"), (INTERMEDIARY, _OWN), _subject),
    Gate("source", gettext_noop("Source: it is stated, and the evidence supports it"), (INTERMEDIARY, _OWN), _source),
    Gate("rights", gettext_noop("Rights: which right is granted, its scope and time are clear"), (_OWN,), _rights),
    Gate("grade", gettext_noop("Grade: each field's grade and marks are plausible"), (GRADED_PROTECTION, _OWN), _grade),
    Gate("personal", gettext_noop("Personal information: basis, notice and consent are shown, the sample discloses no person"), (PROVIDING_PERSONAL, SENSITIVE_PERSONAL, _OWN), _personal),
    Gate("quality", gettext_noop("Quality: description, dictionary and sample match the data, without puffery"), (_OWN,), _quality),
    Gate("delivery", gettext_noop("Delivery: what is delivered, and how, is clear"), (_OWN,), _delivery),
    Gate("certificate", gettext_noop("Certificate: nothing stands in the way of registering it"), (_OWN,), _certificate),
    Gate("deal", gettext_noop("Deal: price and policy are clear and lawful"), (_OWN,), _deal),
    Gate("after", gettext_noop("After: complaints and delisting can reach the provider"), (_OWN,), _after),
)


def findings(facts: ListingFacts) -> list[Finding]:
    """One for each gate, in their order."""
    return [Finding(gate, *gate.judge(facts)) for gate in GATES]

