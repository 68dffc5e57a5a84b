"""Providing personal or important data to another handler at home: which lawful-basis duties stand, and which are shown.

Sources: PIPL articles 13, 23, 29, 30, 55, 56; NDSR articles 12, 31 (all read in a copy of the official text). The provider
shows each duty by an evidence statement. Nothing shown is refused; "do not know" is undetermined and never means fine.
Export has further duties (PIPL 38 to 40), which are not judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from exchange.rules.release import IN_FORCE, statute
from exchange.rules.standing import Finding, Rule, Standing, apply, decision
from exchange.rules.terms import LegalBasis
from kernel.decision import Decision, Say

NOTICE = "lawful_basis_notice"
CONSENT = "lawful_basis_consent"
ASSESSMENT = "lawful_basis_assessment"
RISK = "lawful_basis_risk_assessment"
RECORD = "lawful_basis_record"
CARRIER = "lawful_basis_carrier"
MINORS = "lawful_basis_minors"
GUARDIAN = "lawful_basis_guardian"
NECESSITY = "lawful_basis_necessity"
EFFECT = "lawful_basis_effect"
SENSITIVE = "lawful_basis_sensitive_consent"
KINDS = (NOTICE, CONSENT, ASSESSMENT, RISK, RECORD, CARRIER, MINORS, GUARDIAN, NECESSITY, EFFECT, SENSITIVE)


class Shown(StrEnum):
    """What the provider has shown of one duty."""

    NOTHING = "nothing"
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DomesticFacts:
    """All these rules may know. None means not known. `as_of` is the day whose law applies."""

    as_of: date
    contains_personal: bool | None
    contains_sensitive: bool | None
    contains_important: bool | None
    legal_basis: str
    method_named: bool
    security_named: bool
    notice: Shown = Shown.NOTHING
    separate_consent: Shown = Shown.NOTHING
    impact_assessment: Shown = Shown.NOTHING
    risk_assessment: Shown = Shown.NOTHING
    record_keeping: Shown = Shown.NOTHING

    def as_json(self) -> dict[str, Any]:
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(self).items()}

    def shown(self, answers: Mapping[str, Shown]) -> DomesticFacts:
        """The same facts with answers to some duties, by the kind of the condition."""
        given: dict[str, Any] = {EVIDENCE_OF[kind]: answer for kind, answer in answers.items()}
        return replace(self, **given)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> DomesticFacts:
        duties = ("notice", "separate_consent", "impact_assessment", "risk_assessment", "record_keeping")
        return cls(**{**data, "as_of": date.fromisoformat(data["as_of"]), **{name: Shown(data[name]) for name in duties}})


EVIDENCE_OF = {
    NOTICE: "notice",
    CONSENT: "separate_consent",
    ASSESSMENT: "impact_assessment",
    RISK: "risk_assessment",
    RECORD: "record_keeping",
}


def _if(applies: bool | None, then: Standing) -> Standing:
    """`then` where the rule applies; unknown where it is not known whether it does, unless the duty is met anyway."""
    if applies is False:
        return Standing.NOT_APPLICABLE
    if applies is None and then is not Standing.MET:
        return Standing.UNKNOWN
    return then


def _shown(answer: Shown) -> Standing:
    return {Shown.YES: Standing.MET, Shown.UNKNOWN: Standing.UNKNOWN}.get(answer, Standing.MISSING)


def _either(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return None if one is None or other is None else False


def _basis(facts: DomesticFacts) -> Standing:
    if facts.legal_basis == LegalBasis.UNKNOWN:
        return _if(facts.contains_personal, Standing.UNKNOWN)
    named = facts.legal_basis in set(LegalBasis) - {LegalBasis.NOT_PERSONAL}
    return _if(facts.contains_personal, Standing.MET if named else Standing.MISSING)


def _clauses(facts: DomesticFacts) -> Standing:
    named = facts.method_named and facts.security_named
    return _if(_either(facts.contains_personal, facts.contains_important), Standing.MET if named else Standing.MISSING)


def _notice(facts: DomesticFacts) -> Standing:
    return _if(facts.contains_personal, _shown(facts.notice))


def _consent(facts: DomesticFacts) -> Standing:
    needed: bool | None = facts.legal_basis == LegalBasis.CONSENT
    if facts.legal_basis == LegalBasis.UNKNOWN:
        needed = None
    if facts.contains_personal is False or needed is False:
        return Standing.NOT_APPLICABLE
    return _if(None if facts.contains_personal is None or needed is None else True, _shown(facts.separate_consent))


def _assessment(facts: DomesticFacts) -> Standing:
    return _if(facts.contains_personal, _shown(facts.impact_assessment))


def _risk(facts: DomesticFacts) -> Standing:
    return _if(facts.contains_important, _shown(facts.risk_assessment))


def _record(facts: DomesticFacts) -> Standing:
    return _if(_either(facts.contains_personal, facts.contains_important), _shown(facts.record_keeping))


_PIPL, _NDSR = IN_FORCE["PIPL"], IN_FORCE["NDSR"]

# What the terms themselves must hold: judged before the provider signs.
TERM_RULES: tuple[Rule[DomesticFacts], ...] = (
    Rule(
        "R-PIPL13-BASIS", _PIPL, (statute("PIPL", "13"),), _basis,
        Say("The data holds personal information, but the terms name no legal basis for processing it."),
        Say("It is not known on which legal basis the personal information would be processed."),
        Say("Propose terms that name the legal basis."),
    ),
    Rule(
        "R-NDSR12-CLAUSES", _NDSR, (statute("NDSR", "12"),), _clauses,
        Say("Providing personal or important data needs a contract that names the method of processing and the security duties."),
        Say("It is not known whether the contract must name the method of processing and the security duties."),
        Say("Propose terms that name the method of processing and the security measures."),
    ),
)
# What the provider must show: each becomes a condition that blocks the effect of the agreement.
EVIDENCE_RULES: tuple[Rule[DomesticFacts], ...] = (
    Rule(
        "R-PIPL23-NOTICE", _PIPL, (statute("PIPL", "23"), statute("PIPL", "30")), _notice,
        Say("It is not shown that the persons were told who receives their data, how to reach the recipient, for what purpose, by what method and which kinds of data."),
        Say("It is not known whether the persons were told about the recipient, or whether the data holds personal information."),
        Say("Tell the persons, then show the notice."), NOTICE,
    ),
    Rule(
        "R-PIPL23-CONSENT", _PIPL, (statute("PIPL", "23"), statute("PIPL", "29")), _consent,
        Say("It is not shown that the persons gave separate consent to this provision of their data."),
        Say("It is not known whether separate consent is needed or was given."),
        Say("Obtain separate consent and show it, or propose terms with another legal basis that carries."), CONSENT,
    ),
    Rule(
        "R-PIPL55-ASSESSMENT", _PIPL, (statute("PIPL", "55"), statute("PIPL", "56")), _assessment,
        Say("It is not shown that the personal information protection impact assessment was made before providing the data."),
        Say("It is not known whether the impact assessment was made, or whether the data holds personal information."),
        Say("Make the assessment, keep its report at least three years, and show it."), ASSESSMENT,
    ),
    Rule(
        "R-NDSR31-RISK", _NDSR, (statute("NDSR", "31"),), _risk,
        Say("It is not shown that the risk assessment was made before providing important data."),
        Say("It is not known whether the risk assessment was made, or whether the data is important data."),
        Say("Make the risk assessment and show it."), RISK,
    ),
    Rule(
        "R-NDSR12-RECORD", _NDSR, (statute("NDSR", "12"),), _record,
        Say("It is not shown that the record of this provision is kept for at least three years and the recipient is supervised."),
        Say("It is not known whether the record of this provision is kept."),
        Say("Set up the record and the supervision of the recipient, and show it."), RECORD,
    ),
)
RULES = TERM_RULES + EVIDENCE_RULES


def findings(facts: DomesticFacts, rules: Iterable[Rule[DomesticFacts]] = RULES) -> tuple[Finding, ...]:
    return apply(rules, facts, facts.as_of)


def judge_terms(facts: DomesticFacts) -> Decision:
    """May these terms be signed at all?"""
    return decision(findings(facts, TERM_RULES), facts.as_json())


def judge(facts: DomesticFacts) -> Decision:
    """May the data be provided: every duty that applies is shown."""
    return decision(findings(facts), facts.as_json())


def duties(facts: DomesticFacts) -> tuple[Finding, ...]:
    """The duties that apply or may apply, each with the condition that answers it."""
    return tuple(found for found in findings(facts, EVIDENCE_RULES) if found.standing is not Standing.NOT_APPLICABLE)


def judge_evidence(facts: DomesticFacts, kind: str) -> Decision:
    """Is this one duty shown?"""
    rules = tuple(rule for rule in EVIDENCE_RULES if rule.condition == kind)
    return decision(findings(facts, rules), facts.as_json())
