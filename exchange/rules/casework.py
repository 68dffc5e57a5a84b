"""What the border desk's procedure asks: which path a case may take, distinct persons, a whole dossier, windows and last days.

The papers themselves are listed by the law's rules; here stands when they are enough, and who may not act twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from exchange.rules.border.calendar import months
from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse, unknown

RELEASE = "2026.1"
POLICY = Citation("platform rules", "border desk", Certainty.PLATFORM)
FOUR_EYES = Citation("platform rules", "four eyes", Certainty.PLATFORM)

CLAUSES: dict[str, str] = {
    "purpose_scope": gettext_noop("purpose, method, scope and use"),
    "storage_end": gettext_noop("place and period of storage, and what happens at its end"),
    "onward_transfer": gettext_noop("limits on onward transfer"),
    "change_of_control_or_law": gettext_noop("measures when control, scope or law changes"),
    "liability_dispute": gettext_noop("liability and disputes"),
    "incident_channels": gettext_noop("incidents, and channels for individuals"),
}
"""The six heads of the legal document with the recipient (M11 art. 9)."""

ROUTES_OF: dict[str, tuple[str, ...]] = {
    "security_assessment": ("security_assessment",),
    "standard_contract_or_certification": ("standard_contract", "certification"),
    "exempt": ("exempt",),
}


def route(found: str | None, elected: str, *, stands: bool) -> Decision:
    """Whether a case may be opened on the path `elected` where the determination found `found` (None: nothing determined).

    `stands` tells that it neither misses facts nor waits for a person's review."""
    if found is None or found == "undetermined" or not stands:
        finding = Say(gettext_noop("It is not determined yet which path this export takes."))
        remedy = Say(gettext_noop("Add the missing facts on the deal's fact sheet, then open the case."))
        return unknown(Reason("export_case.path_is_determined", RELEASE, finding, (Citation("PIPL", "38"), POLICY), remedy), facts={"path": found or ""})
    if found == "prohibited":
        finding = Say(gettext_noop("This export is barred: no procedure opens it."))
        remedy = Say(gettext_noop("See the determination for the bar; another set of fields or another recipient is another export."))
        return refuse(Reason("export_case.path_is_open", RELEASE, finding, (POLICY,), remedy), facts={"path": found})
    if found not in ROUTES_OF:
        finding = Say(gettext_noop("Nothing leaves the country in this deal: no case is needed."))
        return refuse(Reason("export_case.is_an_export", RELEASE, finding, (Citation("PIPL", "38"),)), facts={"path": found})
    if elected not in ROUTES_OF[found]:
        finding = Say(gettext_noop("The determination leads to another path than the one chosen."))
        remedy = Say(gettext_noop("Open the case on one of these paths: %(paths)s."), {"paths": ", ".join(ROUTES_OF[found])})
        return refuse(Reason("export_case.path_fits", RELEASE, finding, (Citation("P16", "7-8"),), remedy), facts={"path": found, "chosen": elected})
    return PERMITTED


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """`person` wants to act; `earlier` are the persons of the case's other steps with their role's name; `former` those who
    reviewed or decided the case that is evaluated again; `of_party` tells that the person belongs, or did, to one of the parties."""

    person: UUID | None
    earlier: tuple[tuple[str, UUID | None], ...] = ()
    former: tuple[UUID | None, ...] = ()
    of_party: bool = False


ROLE_WORDS: dict[str, str] = {
    "intake": gettext_noop("took the case in"),
    "reviewer": gettext_noop("wrote the opinion"),
    "approver": gettext_noop("decided"),
    "recorder": gettext_noop("recorded the outcome"),
}


def person(facts: PersonFacts) -> Decision:
    """Each step another natural person, nobody of a party, and on re-evaluation nobody of the first decision."""
    if facts.person is None:
        return _person("export_case.is_a_person", Say(gettext_noop("A step of the desk is taken by a person, or by a client one person answers for.")))
    if facts.of_party:
        return _person(
            "export_case.no_conflict_of_interest",
            Say(gettext_noop("You belong to one of the parties of this case, or did: you cannot act on it for the desk.")),
        )
    for role, one in facts.earlier:
        if one == facts.person:
            return _person(
                "export_case.distinct_persons",
                Say(gettext_noop("The same person cannot act twice on a case: you already %(did)s."), {"did": Say(ROLE_WORDS[role])}),
            )
    if facts.person in facts.former:
        return _person("export_case.other_persons_evaluate_again", Say(gettext_noop("Who took part in the first decision cannot take part in its re-evaluation.")))
    return PERMITTED


def _person(rule: str, finding: Say) -> Decision:
    return refuse(Reason(rule, RELEASE, finding, (FOUR_EYES,), Say(gettext_noop("Leave this step to another person with that role."))))


REPORT_MONTHS = 3
RECENT = {
    "risk_self_assessment_report": Citation("M11", "5", Certainty.SECONDARY),
    "pia_report": Citation("GSC2", "template", Certainty.MEMORY),
}
"""Reports that must have been finished within three months before filing, and how sure that is."""
FILED = ("security_assessment", "standard_contract")
"""The paths on which something is filed with the authority: the templates' age of a report speaks of no other."""


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """`missing` are the labels of papers not there; `reports` the codes of dated reports with the day each was finished (None: not said).

    `clauses` are the heads that the legal document lacks, None where none was stated; `effective_on` is its day of effect. `filed` is the day
    of the first filing, where the dossier comes back completed: its reports are as old as they were then."""

    path: str
    on: date
    missing: tuple[Say, ...] = ()
    reports: tuple[tuple[str, date | None], ...] = ()
    clauses: tuple[str, ...] | None = ()
    document_kind: str = ""
    effective_on: date | None = None
    filed: date | None = None


def dossier(facts: DossierFacts) -> Decision:
    """Whether a dossier may be handed in: every gap at once, each with its remedy."""
    reasons: list[Reason] = []
    if facts.missing:
        finding = Say(gettext_noop("Papers are missing: %(papers)s."), {"papers": _listed(facts.missing)})
        remedy = Say(gettext_noop("Upload or generate each of them; the checklist says who brings it."))
        reasons.append(Reason("export_case.dossier_is_whole", RELEASE, finding, (POLICY,), remedy))
    for code, done in facts.reports if facts.path in FILED else ():
        if done is None or not months(facts.filed or facts.on, -REPORT_MONTHS) <= done <= facts.on:
            finding = Say(gettext_noop("The report %(code)s must have been finished within three months before it is handed in."), {"code": code})
            remedy = Say(gettext_noop("Bring the assessment up to date and add the report again with the day it was finished."))
            reasons.append(Reason("export_case.report_is_recent", RELEASE, finding, (RECENT[code],), remedy))
    if facts.path == "security_assessment":
        lacking = tuple(CLAUSES) if facts.clauses is None else facts.clauses
        if lacking:
            finding = Say(gettext_noop("The legal document with the recipient lacks: %(clauses)s."), {"clauses": _listed(Say(CLAUSES[one]) for one in lacking)})
            remedy = Say(gettext_noop("Agree on the missing clauses, then state where each of them stands."))
            reasons.append(Reason("export_case.legal_document_has_six_heads", RELEASE, finding, (Citation("M11", "9"),), remedy))
    if facts.path == "standard_contract":
        if facts.document_kind not in ("standard_contract", "gba_contract") or facts.effective_on is None:
            finding = Say(gettext_noop("The signed standard contract and the day it takes effect are not stated."))
            remedy = Say(gettext_noop("State the contract, its day of effect and the digest of the signed text."))
            reasons.append(Reason("export_case.contract_is_in_force", RELEASE, finding, (Citation("M13", "7", Certainty.SECONDARY),), remedy))
        elif facts.effective_on > facts.on:
            finding = Say(gettext_noop("The contract takes effect on %(day)s: it is filed within ten working days after that."), {"day": facts.effective_on})
            remedy = Say(gettext_noop("Hand the filing in once the contract is in force."))
            reasons.append(Reason("export_case.contract_is_in_force", RELEASE, finding, (Citation("M13", "7", Certainty.SECONDARY),), remedy))
    return refuse(*reasons, facts={"path": facts.path}) if reasons else PERMITTED


def approvable(path: str) -> Decision:
    """The desk's own word opens no export on the path of certification: the certificate does (M20), recorded and confirmed."""
    if path != "certification":
        return PERMITTED
    finding = Say(gettext_noop("No confirmed certificate is on record: on this path nothing is approved without one."))
    remedy = Say(gettext_noop("Record the certificate and let another person confirm it: that ends the case."))
    return refuse(Reason("export_case.certificate_is_there", RELEASE, finding, (Citation("PIPL", "38"), Citation("M20", "8")), remedy), facts={"path": path})


def extension(today: date, opens: date, last: date, m11: date) -> Decision:
    """P16 9 lets one ask in the last 60 working days of validity; M11 14 speaks of 60 working days before. P16 wins (its art. 13)."""
    if opens <= today <= last:
        return PERMITTED
    finding = Say(
        gettext_noop("An extension is asked for from %(opens)s to %(last)s; the older rule names %(m11)s as the last day."),
        {"opens": opens, "last": last, "m11": m11},
    )
    cites = (Citation("P16", "9"), Citation("P16", "13"), Citation("M11", "14"))
    remedy = Say(gettext_noop("Ask within this window; after it, a new case is opened."))
    return refuse(Reason("export_case.extension_window", RELEASE, finding, cites, remedy), facts={"today": today, "opens": opens, "last": last})


def renewal(today: date, opens: date, last: date) -> Decision:
    """A certificate is applied for again from six months before its end (M20 8)."""
    if opens <= today <= last:
        return PERMITTED
    finding = Say(gettext_noop("A certificate is applied for again from %(opens)s to %(last)s."), {"opens": opens, "last": last})
    remedy = Say(gettext_noop("Ask within this window; after it, a new case is opened."))
    return refuse(Reason("export_case.extension_window", RELEASE, finding, (Citation("M20", "8"),), remedy), facts={"today": today, "opens": opens, "last": last})


def within(last: date, today: date, cite: Citation) -> Decision:
    """Whether a right with a last day is asked for in time."""
    if today <= last:
        return PERMITTED
    finding = Say(gettext_noop("The last day for this was %(day)s."), {"day": last})
    return refuse(Reason("export_case.in_time", RELEASE, finding, (cite,), Say(gettext_noop("Open a new case instead."))), facts={"today": today, "last": last})


def _listed(texts: Iterable[Say]) -> Say:
    """A list that is put in words when it is shown."""
    return _Listed("", {"texts": tuple(texts)})


class _Listed(Say):
    def __str__(self) -> str:
        return "; ".join(str(text) for text in self.values["texts"])
