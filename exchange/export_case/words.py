"""Words for states, paths, kinds and whose word a decision is, as pages and answers show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop

from exchange.export_case.models import ExportCase
from exchange.export_case.states import Kind, Path, State, Whose

STATES: Mapping[str, tuple[str, str]] = {
    State.DRAFT: ("idle", gettext_noop("Being put together")),
    State.SUBMITTED: ("now", gettext_noop("Checked for completeness")),
    State.RETURNED: ("wait", gettext_noop("Returned, to be completed")),
    State.ACCEPTANCE: ("now", gettext_noop("Before acceptance")),
    State.UNDER_REVIEW: ("now", gettext_noop("Under review")),
    State.SUPPLEMENT: ("wait", gettext_noop("Papers asked for")),
    State.TO_DECIDE: ("now", gettext_noop("Before decision")),
    State.APPROVED: ("done", gettext_noop("Approved")),
    State.REFUSED: ("stop", gettext_noop("Refused")),
    State.WITHDRAWN: ("idle", gettext_noop("Withdrawn")),
    State.LAPSED: ("stop", gettext_noop("Lapsed")),
    State.ENDED: ("idle", gettext_noop("No longer valid")),
}
PATHS: Mapping[str, str] = {
    Path.ASSESSMENT: gettext_noop("Security assessment"),
    Path.CONTRACT: gettext_noop("Standard contract filing"),
    Path.CERTIFICATION: gettext_noop("Certification"),
    Path.EXEMPT: gettext_noop("Exemption"),
}
KINDS: Mapping[str, str] = {
    Kind.FIRST: gettext_noop("First case"),
    Kind.CHANGE: gettext_noop("Change"),
    Kind.EXTENSION: gettext_noop("Extension"),
    Kind.REEVALUATION: gettext_noop("Re-evaluation"),
}
WHOSE: Mapping[str, tuple[str, str]] = {
    Whose.EXCHANGE: (gettext_noop("The exchange's decision"), gettext_noop("Made under the exchange's own rules; it is no decision of an authority.")),
    Whose.SIMULATED: (gettext_noop("Simulated authority's desk"), gettext_noop("A simulation of the authority's procedure: it has no legal force and replaces no filing.")),
    Whose.AUTHORITY: (gettext_noop("Recorded outcome of the real authority"), gettext_noop("Decided outside this system; recorded here by one person and confirmed by another.")),
}
CODES: Mapping[str, str] = {
    "withdrawn": gettext_noop("Taken back by the exporter"),
    "not_accepted": gettext_noop("Not accepted"),
    "not_completed": gettext_noop("Not completed in time"),
    "deal_over": gettext_noop("The deal is over"),
    "refused": gettext_noop("Refused"),
    "replaced": gettext_noop("Replaced by a later case"),
    "validity_over": gettext_noop("Its validity is over"),
    "accepted": gettext_noop("Accepted by the authority"),
    "filing_number": gettext_noop("Filed with the authority"),
    "certificate": gettext_noop("Certified"),
}
OPINIONS: Mapping[str, tuple[str, str]] = {
    "approve": ("done", gettext_noop("May pass")),
    "conditions": ("done", gettext_noop("May pass, with conditions")),
    "refuse": ("stop", gettext_noop("Should not pass")),
    "returned": ("wait", gettext_noop("Given back to the reviewer")),
}
LETTERS: Mapping[str, str] = {
    "complete": gettext_noop("Notice that the dossier is complete"),
    "accepted": gettext_noop("Notice of acceptance"),
    "not_accepted": gettext_noop("Notice of non-acceptance"),
    "returned": gettext_noop("Notice of all gaps"),
    "papers_asked": gettext_noop("Request for further papers"),
    "extended": gettext_noop("Notice of extension"),
    "approved": gettext_noop("Decision"),
    "refused": gettext_noop("Decision of refusal"),
    "lapsed": gettext_noop("Notice that the procedure ended"),
}
BROUGHT_BY: Mapping[str, str] = {
    "exporter": gettext_noop("the exporter"), "buyer": gettext_noop("the buyer"), "platform": gettext_noop("the exchange"), "authority": gettext_noop("the authority"),
}  # fmt: skip
EVENTS: Mapping[str, tuple[str, str]] = {
    "exchange.export_case.opened": ("done", gettext_noop("The export's case was opened")),
    "exchange.export_case.submitted": ("done", gettext_noop("The dossier was handed in")),
    "exchange.export_case.returned": ("wait", gettext_noop("The dossier was returned with all its gaps")),
    "exchange.export_case.complete": ("done", gettext_noop("The dossier was found complete")),
    "exchange.export_case.accepted": ("done", gettext_noop("The case was accepted")),
    "exchange.export_case.not_accepted": ("stop", gettext_noop("The case was not accepted")),
    "exchange.export_case.papers_asked": ("wait", gettext_noop("Further papers were asked for; the clock stands still")),
    "exchange.export_case.supplied": ("done", gettext_noop("The papers were supplied; the clock runs again")),
    "exchange.export_case.extended": ("wait", gettext_noop("The review takes longer")),
    "exchange.export_case.opined": ("done", gettext_noop("The opinion was written")),
    "exchange.export_case.returned_to_reviewer": ("wait", gettext_noop("The approver gave it back to the reviewer")),
    "exchange.export_case.approved": ("done", gettext_noop("The export was approved")),
    "exchange.export_case.refused": ("stop", gettext_noop("The export was refused")),
    "exchange.export_case.withdrawn": ("stop", gettext_noop("The case was withdrawn")),
    "exchange.export_case.lapsed": ("stop", gettext_noop("The case lapsed")),
    "exchange.export_case.overdue": ("wait", gettext_noop("The desk is overdue; its supervisor was called")),
    "exchange.export_case.reminded": ("wait", gettext_noop("A last day comes near")),
    "exchange.export_case.reevaluation_asked": ("wait", gettext_noop("Re-evaluation was asked for")),
    "exchange.export_case.outcome_recorded": ("wait", gettext_noop("An outcome of the authority was recorded")),
    "exchange.export_case.outcome_confirmed": ("done", gettext_noop("The recorded outcome was confirmed")),
    "exchange.export_case.outcome_declined": ("stop", gettext_noop("The recorded outcome was declined")),
    "exchange.export_case.ended": ("stop", gettext_noop("The decision is no longer valid")),
    "exchange.export_case.document_stated": ("done", gettext_noop("The legal document was stated")),
}


def badge(case: ExportCase) -> tuple[str, str]:
    look, words = STATES[case.state]
    if case.state == State.APPROVED.value and case.path == Path.CONTRACT.value:
        return look, gettext("Filed")
    if case.state == State.APPROVED.value and case.conditions:
        return look, gettext("Approved with conditions")
    return look, gettext(words)


def whose(value: str) -> tuple[str, str]:
    """Whose word it is, and what that means."""
    head, meaning = WHOSE[value]
    return gettext(head), gettext(meaning)


def waits_for(case: Any) -> str:
    """With whom a row of a queue lies: the exporter by its name, the desk by the role."""
    roles = {"intake": gettext("Intake"), "reviewer": gettext("Reviewer"), "approver": gettext("Approver")}
    return roles.get(case.role, "–") if case.holder == "desk" else str(case.exporter) if case.holder in ("exporter", "draft") else "–"


def word(names: Mapping[str, str], value: str) -> str:
    return gettext(names[value]) if value in names else value
