"""What an organization must show before the exchange can verify it: the checklist, the shape of its particulars, the term.

The unified social credit code is checked by its form and check character (GB 32100-2015), not against any register: that is
what the licence is for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext_noop
from stdnum.cn import uscc as credit_code
from stdnum.exceptions import ValidationError

from accounts.rules.countries import CODES, HOME
from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse

RELEASE = "2026.1"
LICENSE, EXTRACT, MANDATE, CIIO_NOTICE, OTHER = "license", "register_extract", "mandate", "ciio_notice", "other"
PAPERS = (LICENSE, EXTRACT, MANDATE, CIIO_NOTICE, OTHER)
PAPER_NAMES = {
    LICENSE: gettext_noop("Business licence"),
    EXTRACT: gettext_noop("Extract from the foreign register"),
    MANDATE: gettext_noop("Authorization of the person who applies"),
    CIIO_NOTICE: gettext_noop("Notice of designation as operator of critical information infrastructure"),
    OTHER: gettext_noop("Another paper"),
}
ROLES_WANTED = ("provider", "buyer")
TERM = timedelta(days=730)
"""How long a verification lasts."""
RENEWAL_OPENS = timedelta(days=60)
"""How long before its end it can be renewed, and the owner is asked to."""
REVIEW = timedelta(days=7)
CORRECTION = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What an organization says about itself. `in_beijing` is None where it is not registered on the mainland."""

    name_zh: str = ""
    name_en: str = ""
    country: str = HOME
    uscc: str = ""
    foreign_register: str = ""
    foreign_number: str = ""
    in_beijing: bool | None = None
    ciio: str = "unknown"
    roles_wanted: tuple[str, ...] = ()

    @property
    def abroad(self) -> bool:
        return self.country != HOME


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist; `key` is what an operator's remark hangs on."""

    key: str
    done: bool
    text: Say
    remedy: Say | None = None


Problems = dict[str, list[Say]]


def problems(said: Particulars) -> Problems:
    """What is wrong with the particulars' form, by field; empty when they can be stored."""
    found: Problems = {}

    def wrong(name: str, text: Say) -> None:
        found.setdefault(name, []).append(text)

    if said.country not in CODES:
        wrong("country", Say(gettext_noop("Give the country's two-letter code, such as CN or SG.")))
    if said.abroad:
        if not said.name_en and not said.name_zh:
            wrong("name_en", Say(gettext_noop("Give the legal name.")))
        if not said.foreign_register:
            wrong("foreign_register", Say(gettext_noop("Name the register abroad that holds the entry.")))
        if not said.foreign_number:
            wrong("foreign_number", Say(gettext_noop("Give the number in that register.")))
        if said.uscc:
            wrong("uscc", Say(gettext_noop("A unified social credit code belongs to an organization registered on the mainland.")))
        if said.in_beijing is not None:
            wrong("in_beijing", Say(gettext_noop("An organization registered abroad is not registered in Beijing.")))
    else:
        if not said.name_zh:
            wrong("name_zh", Say(gettext_noop("Give the legal name in Chinese, as on the licence.")))
        if not code_is_valid(said.uscc):
            wrong("uscc", Say(gettext_noop("This is not a unified social credit code: it has 18 characters and its check character must fit.")))
        if said.foreign_number or said.foreign_register:
            wrong("foreign_number", Say(gettext_noop("Leave the foreign register empty for an organization registered on the mainland.")))
        if said.in_beijing is None:
            wrong("in_beijing", Say(gettext_noop("Say whether it is registered in Beijing.")))
    if said.ciio not in ("yes", "no", "unknown"):
        wrong("ciio", Say(gettext_noop("Answer yes, no or unknown.")))
    if not said.roles_wanted or not set(said.roles_wanted) <= set(ROLES_WANTED):
        wrong("roles_wanted", Say(gettext_noop("Say whether it wants to provide data, to buy data, or both.")))
    return found


def code_is_valid(code: str) -> bool:
    try:
        return bool(credit_code.validate(code) == code)
    except ValidationError:
        return False


def required_papers(said: Particulars) -> tuple[str, ...]:
    papers = [EXTRACT if said.abroad else LICENSE, MANDATE]
    if said.ciio == "yes":
        papers.append(CIIO_NOTICE)
    return tuple(papers)


@dataclass(frozen=True, slots=True)
class Facts:
    """The particulars and the kinds of paper that are there."""

    said: Particulars
    papers: frozenset[str] = field(default_factory=frozenset)


def checklist(facts: Facts) -> tuple[Item, ...]:
    """Every line an application needs, in the order in which it is read."""
    wrong = problems(facts.said)

    def told(key: str, text: str, *fields: str) -> Item:
        first = next((wrong[name][0] for name in fields if name in wrong), None)
        return Item(key, first is None, Say(text), first)

    lines = [
        told("name", gettext_noop("Legal name"), "name_zh", "name_en"),
        told("number", gettext_noop("Number in the register"), "country", "uscc", "foreign_register", "foreign_number"),
        told("place", gettext_noop("Place of registration"), "in_beijing"),
        told("ciio", gettext_noop("Critical information infrastructure: yes, no or unknown"), "ciio"),
        told("roles", gettext_noop("What it wants to do here"), "roles_wanted"),
    ]
    for paper in required_papers(facts.said):
        there = paper in facts.papers
        lines.append(Item(f"paper.{paper}", there, Say(PAPER_NAMES[paper]), None if there else Say(gettext_noop("Upload this paper."))))
    return tuple(lines)


def complete(facts: Facts) -> Decision:
    """May the application go to the exchange, and may the exchange verify it?"""
    missing = [item for item in checklist(facts) if not item.done]
    if not missing:
        return PERMITTED
    cite = (Citation("platform rules", "admission", Certainty.PLATFORM),)
    finding = gettext_noop("The application is not complete: %(item)s.")
    return refuse(*(Reason(f"admission.{item.key}", RELEASE, Say(finding, {"item": item.text}), cite, item.remedy) for item in missing))
