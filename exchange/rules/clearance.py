"""Clearance: may one be issued, and does a delivery stay inside one? Asked at every access, by every method.

A clearance is the exchange's own release gate. That an export keeps to what was assessed, filed or certified is law; that the
exchange stops whatever leaves that scope is the platform's policy, and each reason says which of the two it rests on. What
cannot be told is undetermined and stops.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from exchange.rules.release import RELEASE, policy, statute
from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse, unknown

EXEMPT, ASSESSMENT, CONTRACT, GBA, CERTIFICATION = "exempt", "security_assessment", "standard_contract", "gba_standard_contract", "certification"
GATE = policy("border clearance")
# where each path's law says that an export stays inside what was declared
SCOPE: dict[str, tuple[Citation, ...]] = {
    ASSESSMENT: (statute("NDSR", "38"), statute("M11", "14")),
    CONTRACT: (statute("GSC2", "3(3)"),),
    GBA: (statute("GSC2", "3(3)"),),
    CERTIFICATION: (statute("M20", "10"),),
}
VALIDITY: dict[str, tuple[Citation, ...]] = {ASSESSMENT: (statute("P16", "9"),), CERTIFICATION: (statute("M20", "8"),)}
EFFECT, FILED = Citation("M13", "6", Certainty.SECONDARY), Citation("M13", "7", Certainty.SECONDARY)
IN_FORCE = "issued"
FELL = gettext_noop("The case on which the clearance rests was refused, withdrawn or has lapsed.")
# how heavy a path is: a case may take a heavier one than the law asks for, never a lighter
RANK = {
    "not_a_cross_border_transfer": 0, EXEMPT: 1, "standard_contract_or_certification": 2, CONTRACT: 2, GBA: 2, CERTIFICATION: 2, ASSESSMENT: 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClearanceFacts:
    """What is cleared and what is asked for. Recipients are "country name", the form `recipient()` gives; places are ISO codes.

    `ordinary` and `sensitive` are the persons this delivery would add to what went out under the clearance: 0 once it is counted,
    None where nobody has said how many. The quotas are what is left. `law` is the path the newest determination names. `overdue` is a
    filing that was due and is not shown, `fell` says that the case was refused, withdrawn or has lapsed, `personal` that data of persons
    is part of it."""

    on: date
    state: str
    path: str
    law: str
    valid_from: date
    valid_until: date
    revision: str
    cleared_revision: str
    fields: tuple[str, ...]
    cleared_fields: tuple[str, ...]
    recipients: tuple[str, ...]
    cleared_recipients: tuple[str, ...]
    purposes: tuple[str, ...]
    cleared_purposes: tuple[str, ...]
    places: tuple[str, ...]
    cleared_places: tuple[str, ...]
    ordinary: int | None
    sensitive: int | None
    ordinary_left: int
    sensitive_left: int
    overdue: bool = False
    fell: bool = False
    personal: bool = True

    def as_json(self) -> dict[str, Any]:
        return {key: list(value) if isinstance(value, tuple) else value.isoformat() if isinstance(value, date) else value for key, value in asdict(self).items()}


def recipient(name: str, country: str) -> str:
    return f"{country} {name}"


def grounds(path: str, *, personal: bool) -> tuple[Citation, ...]:
    """Why an export on this path needs a procedure: what holds nobody's data can only be important data, and what is exempt is asked for
    by the platform alone."""
    if path in (EXEMPT, "not_a_cross_border_transfer"):
        return ()
    if not personal:
        return statute("NDSR", "37"), statute("DSL", "31")
    return (statute("PIPL", "38(1)"), statute("M20", "10")) if path == CERTIFICATION else (statute("PIPL", "38(1)"),)


def outgrown(path: str, law: str, *, personal: bool) -> Reason | None:
    """Why a clearance on `path` does not carry an export for which the newest determination names `law`; None while it does."""
    if law not in RANK:
        barred = law == "prohibited"
        finding = Say("The law bars this export now.") if barred else Say("It is not determined any more which path this export must take.")
        remedy = Say("Change the deal so that another path is open, or end it.") if barred else Say("The provider supplies the missing facts; then it is determined again.")
    elif RANK[law] > RANK.get(path, 0):
        finding = Say("The law asks for a heavier path now than the one that was cleared: %(path)s.", {"path": Say(law)})
        remedy = Say("Open a case on the path that is determined now.")
    else:
        return None
    return Reason("R-CLEAR-LAW", RELEASE, finding, (*grounds(law, personal=personal), GATE), remedy)


def within(facts: ClearanceFacts) -> Decision:
    """Every reason why the delivery is not inside the clearance, not only the first."""
    found: list[Reason] = []
    open_: list[Reason] = []
    scope = (*SCOPE.get(facts.path, ()), GATE)

    def against(rule: str, finding: Say, remedy: Say, cites: tuple[Citation, ...] = scope) -> None:
        found.append(Reason(rule, RELEASE, finding, cites, remedy))

    def outside(rule: str, asked: Iterable[str], cleared: Iterable[str], msgid: str, remedy: Say) -> None:
        missing = sorted(set(asked) - set(cleared))
        if missing:
            against(rule, Say(msgid, {"missing": ", ".join(missing)}), remedy)

    if facts.state != IN_FORCE:
        against("R-CLEAR-STATE", Say("The clearance is not in force: it is %(state)s.", {"state": Say(facts.state)}), Say("The exporter sees on the clearance why, and what mends it."), (GATE,))
    if facts.fell:
        against("R-CLEAR-CASE", Say(FELL), Say("Open another case for this export."), (*grounds(facts.path, personal=facts.personal), GATE))
    if (heavier := outgrown(facts.path, facts.law, personal=facts.personal)) is not None:
        found.append(heavier)
    if facts.on < facts.valid_from:
        against("R-CLEAR-FROM", Say("The clearance begins on %(day)s.", {"day": facts.valid_from.isoformat()}), Say("Wait until that day."), (GATE,))
    if facts.on > facts.valid_until:
        against(
            "R-CLEAR-UNTIL", Say("The clearance ended with %(day)s.", {"day": facts.valid_until.isoformat()}), Say("The exporter asks for an extension or declares again."),
            (*VALIDITY.get(facts.path, ()), GATE),
        )
    if facts.overdue:
        against(
            "R-CLEAR-FILING", Say("The contract was to be filed within 10 working days of taking effect, and no filing is shown."),
            Say("File it, and let the filing be recorded and confirmed."), (FILED, GATE),
        )
    outside("R-CLEAR-REVISION", [facts.revision], [facts.cleared_revision], gettext_noop("The delivery is of a revision that is not the cleared one."), Say("Declare again for this revision."))
    outside("R-CLEAR-FIELD", facts.fields, facts.cleared_fields, gettext_noop("Fields outside the clearance: %(missing)s."), Say("Choose the delivery that gives the cleared fields only, or declare again with these fields."))
    outside("R-CLEAR-RECIPIENT", facts.recipients, facts.cleared_recipients, gettext_noop("Recipients outside the clearance: %(missing)s."), Say("Declare again with this recipient."))
    outside("R-CLEAR-PURPOSE", facts.purposes, facts.cleared_purposes, gettext_noop("Purposes outside the clearance: %(missing)s."), Say("Declare again for this purpose."))
    outside("R-CLEAR-PLACE", facts.places, facts.cleared_places, gettext_noop("Places outside the clearance: %(missing)s."), Say("Keep the data in the cleared places, or declare again with this place."))
    for rule, asked, left, msgid in (
        ("R-CLEAR-QUOTA", facts.ordinary, facts.ordinary_left, gettext_noop("The delivery concerns %(asked)s persons; %(left)s are left under the clearance.")),
        ("R-CLEAR-QUOTA-SENSITIVE", facts.sensitive, facts.sensitive_left, gettext_noop("The delivery holds sensitive data of %(asked)s persons; %(left)s are left under the clearance.")),
    ):
        if asked is None:
            open_.append(Reason(rule, RELEASE, Say("How many persons this delivery concerns is not known."), (GATE,), Say("The provider states the number of persons on the fact sheet of this export.")))
        elif asked > left:
            against(rule, Say(msgid, {"asked": asked, "left": left}), Say("Declare again for the larger number, before more is sent."))
    if found:
        return refuse(*found, *open_, facts=facts.as_json())
    return unknown(*open_, facts=facts.as_json()) if open_ else PERMITTED


def countable(*, held: bool, persons: int) -> Decision:
    """May the first byte go? Its persons are counted in the exporter's year, for which the deal must hold them."""
    if held or not persons:
        return PERMITTED
    finding = Say("The persons of this export are reserved in no year of the exporter any more: they cannot be counted, so nothing goes out.")
    return refuse(Reason("R-CLEAR-COUNT", RELEASE, finding, (GATE,), Say("End this delivery; the exporter makes a new deal for the export.")), facts={"persons": persons})


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What stands behind a clearance. `law` is the path the newest determination names, `path` the one the case took. `outcome` is a recorded and confirmed one of the authority, `document_effective` the day the
    legal document took effect, None where none is on file. `deciders` are the persons who decided the case, `stoppers` those who suspended or revoked a clearance on it, `issuer` who would clear. `alerts` are changes for which one was suspended."""

    on: date
    law: str
    path: str
    determined: bool
    blockers: tuple[str, ...]
    decided: bool
    outcome: bool
    document_effective: date | None
    valid_until: date | None
    issuer: str
    deciders: tuple[str, ...]
    live: bool
    stoppers: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()
    personal: bool = True


OUTCOME_FIRST = (ASSESSMENT, CERTIFICATION)
ON_CONTRACT = (CONTRACT, GBA)
CLEARABLE = (EXEMPT, *OUTCOME_FIRST, *ON_CONTRACT)


def issuable(facts: IssueFacts) -> Decision:
    """May the exchange clear this export now?"""
    found: list[Reason] = []

    def against(rule: str, finding: Say, remedy: Say, *cites: Citation) -> None:
        found.append(Reason(rule, RELEASE, finding, (*cites, GATE), remedy))

    law = grounds(facts.law, personal=facts.personal)
    if not facts.determined or facts.law == "undetermined":
        against("R-ISSUE-UNDETERMINED", Say("It is not determined which path this export must take."), Say("The provider supplies the missing facts; then it is determined again."), *law)
    elif facts.law not in RANK or facts.path not in CLEARABLE:
        against("R-ISSUE-PROHIBITED", Say("On this path nothing can be cleared: %(path)s.", {"path": Say(facts.law)}), Say("Change the deal so that another path is open, or end it."), *law)
    elif RANK[facts.path] < RANK[facts.law]:
        against("R-ISSUE-PATH", Say("The case took a lighter path than the law asks for now: %(path)s.", {"path": Say(facts.law)}), Say("Open a case on the path that is determined now."), *law)
    if facts.blockers:
        against("R-ISSUE-BLOCKED", Say("Duties stand open: %(blockers)s.", {"blockers": ", ".join(facts.blockers)}), Say("The provider fulfils them and states so; then it is determined again."), *((statute("P16", "10"),) if facts.personal else ()))
    if not facts.decided:
        against("R-ISSUE-UNDECIDED", Say("The export case is not decided in favour of this export."), Say("Wait for the decision on the case."))
    if facts.path in OUTCOME_FIRST and not facts.outcome:
        against(
            "R-ISSUE-OUTCOME", Say("The authority's outcome is not recorded and confirmed."), Say("Record the assessment's result or the certificate; another person confirms it."),
            *grounds(facts.path, personal=facts.personal),
        )
    if facts.path in ON_CONTRACT and (facts.document_effective is None or facts.document_effective > facts.on):
        against("R-ISSUE-CONTRACT", Say("The standard contract is not in force yet."), Say("Wait until it takes effect: nothing is exported before."), EFFECT)
    if facts.valid_until is not None and facts.valid_until < facts.on:
        against("R-ISSUE-ENDED", Say("What the clearance would rest on ended with %(day)s.", {"day": facts.valid_until.isoformat()}), Say("The exporter asks for an extension or declares again."), *VALIDITY.get(facts.path, ()))
    if facts.issuer in facts.deciders:
        against("R-ISSUE-PERSON", Say("Whoever decided the case does not issue its clearance."), Say("Another operator issues it."))
    if facts.issuer in facts.stoppers:
        against("R-ISSUE-STOPPER", Say("Whoever suspended or revoked a clearance on this case does not issue the next one."), Say("Another operator issues it."))
    if facts.alerts:
        finding = Say("A clearance on this case rested because of changes that were not declared again: %(codes)s.", {"codes": ", ".join(facts.alerts)})
        against("R-ISSUE-CHANGED", finding, Say("The exporter opens another case with what holds now."))
    if facts.live:
        against("R-ISSUE-LIVE", Say("This deal has a clearance already."), Say("Revoke it first, if another is to take its place."))
    return refuse(*found, facts=asdict(facts)) if found else PERMITTED


LONGEST_YEARS = 3


def period(path: str, first: date, rests_until: date | None, agreed_until: date | None, *, counted: bool) -> date:
    """The last day of a clearance that begins on `first`: never beyond what it rests on, the agreement, or three years. Where persons are
    counted by the year and the path is exempt, it ends with the year, because then the count begins anew (platform policy)."""
    year = first.year + LONGEST_YEARS
    longest = date(year, first.month, 28) if (first.month, first.day) == (2, 29) else first.replace(year=year)
    ends = [longest, *(day for day in (rests_until, agreed_until) if day is not None)]
    if path == EXEMPT and counted:
        ends.append(date(first.year, 12, 31))
    return min(ends)
