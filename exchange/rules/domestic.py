"""Providing personal or important data to another handler at home: which lawful-basis duties stand, and which are shown.

Sources: PIPL articles 13, 23, 28 to 31, 55, 56; NDSR articles 12, 31 (all read in a copy of the official text). The provider
shows each duty by an evidence statement. Nothing shown is refused; "do not know" is undetermined and never means fine. Whether
persons under 14 are among the data is asked of the provider, because their data are sensitive and need their guardians' consent.
Export has further duties (PIPL 38 to 40), which are not judged here. The facts and the duties' functions are in `duties.py`.
"""

from __future__ import annotations

from collections.abc import Iterable

from exchange.rules import duties as duty
from exchange.rules.duties import (
    ASSESSMENT as ASSESSMENT,
    CARRIER as CARRIER,
    CONSENT as CONSENT,
    EFFECT as EFFECT,
    EVIDENCE_OF as EVIDENCE_OF,
    GUARDIAN as GUARDIAN,
    KINDS as KINDS,
    MINORS as MINORS,
    NECESSITY as NECESSITY,
    NOTICE as NOTICE,
    RECORD as RECORD,
    RISK as RISK,
    SENSITIVE as SENSITIVE,
    DomesticFacts as DomesticFacts,
    Shown as Shown,
)
from exchange.rules.release import IN_FORCE, statute
from exchange.rules.standing import Finding, Rule, Standing, apply, decision
from kernel.decision import Decision, Say

_PIPL, _NDSR = IN_FORCE["PIPL"], IN_FORCE["NDSR"]

# What the terms themselves must hold: judged before the provider signs.
TERM_RULES: tuple[Rule[DomesticFacts], ...] = (
    Rule(
        "R-PIPL13-BASIS", _PIPL, (statute("PIPL", "13"),), duty.basis,
        Say("The data holds personal information, but the terms name no legal basis for processing it."),
        Say("It is not known on which legal basis the personal information would be processed."),
        Say("Propose terms that name the legal basis."),
    ),
    Rule(
        "R-NDSR12-CLAUSES", _NDSR, (statute("NDSR", "12"),), duty.clauses,
        Say("Providing personal or important data needs a contract that names the method of processing and the security duties."),
        Say("It is not known whether the contract must name the method of processing and the security duties."),
        Say("Propose terms that name the method of processing and the security measures."),
    ),
)
# What the provider must show: each becomes a condition that blocks the effect of the agreement.
EVIDENCE_RULES: tuple[Rule[DomesticFacts], ...] = (
    Rule(
        "R-PIPL23-NOTICE", _PIPL, (statute("PIPL", "23"),), duty.notice,
        Say("It is not shown that the persons were told who receives their data, how to reach the recipient, for what purpose, by what method and which kinds of data."),
        Say("It is not known whether the persons were told about the recipient, or whether the data holds personal information."),
        Say("Tell the persons, then show the notice."), NOTICE,
    ),
    Rule(
        "R-PIPL23-CONSENT", _PIPL, (statute("PIPL", "23"),), duty.consent,
        Say("It is not shown that the persons gave separate consent to this provision of their data."),
        Say("It is not known whether separate consent is needed or was given."),
        Say("Obtain separate consent and show it, or propose terms with another legal basis that carries."), CONSENT,
    ),
    Rule(
        "R-PIPL13-CARRIER", _PIPL, (statute("PIPL", "13"), statute("PIPL", "23")), duty.carrier,
        Say("The terms name a basis other than consent, but it is not shown what carries it: which law or duty, which contract with the person, or which labor rules or collective contract."),
        Say("It is not known what carries the legal basis, or whether one other than consent is needed."),
        Say("Show the provision of law, the contract or the labor rules that carry the basis, or propose terms based on consent."), CARRIER,
    ),
    Rule(
        "R-PIPL28-MINORS", _PIPL, (statute("PIPL", "28"), statute("PIPL", "31")), duty.minors,
        Say("It is not said whether persons under 14 are among the data. Their data are sensitive and need their guardians' consent."),
        Say("It is not known whether persons under 14 are among the data. Not known is never taken as none."),
        Say("Find out and say yes or no: for example by an age check at collection, or by leaving their records out."), MINORS,
    ),
    Rule(
        "R-PIPL31-GUARDIAN", _PIPL, (statute("PIPL", "31"),), duty.guardian,
        Say("It is not shown that a parent or other guardian of each person under 14 consented, and that special rules for processing their data are in place."),
        Say("It is not known whether the guardians of persons under 14 have to consent, or did."),
        Say("Obtain the guardians' consent, set up the special rules and show both, or leave these persons' records out."), GUARDIAN,
    ),
    Rule(
        "R-PIPL28-NECESSITY", _PIPL, (statute("PIPL", "28"),), duty.necessity,
        Say("It is not shown that the sensitive data are provided for a specific purpose, are sufficiently necessary for it, and are strictly protected."),
        Say("It is not known whether sensitive data are inside, or whether their purpose, necessity and protection were established."),
        Say("Write down the specific purpose, why these data are necessary for it and how they are protected, and show it; or leave the sensitive fields out."), NECESSITY,
    ),
    Rule(
        "R-PIPL30-EFFECT", _PIPL, (statute("PIPL", "30"),), duty.effect,
        Say("It is not shown that the persons were told why their sensitive data are necessary and how it affects their rights and interests."),
        Say("It is not known whether the persons have to be told about necessity and effect, or were."),
        Say("Tell the persons about the necessity and the effect on them, then show that notice."), EFFECT,
    ),
    Rule(
        "R-PIPL29-CONSENT", _PIPL, (statute("PIPL", "29"),), duty.sensitive_consent,
        Say("It is not shown that the persons gave separate consent to the processing of their sensitive data."),
        Say("It is not known whether separate consent to the processing of sensitive data is needed or was given."),
        Say("Obtain separate consent to the processing of the sensitive data and show it."), SENSITIVE,
    ),
    Rule(
        "R-PIPL55-ASSESSMENT", _PIPL, (statute("PIPL", "55"), statute("PIPL", "56")), duty.assessment,
        Say("It is not shown that the personal information protection impact assessment was made before providing the data."),
        Say("It is not known whether the impact assessment was made, or whether the data holds personal information."),
        Say("Make the assessment, keep its report at least three years, and show it."), ASSESSMENT,
    ),
    Rule(
        "R-NDSR31-RISK", _NDSR, (statute("NDSR", "31"),), duty.risk,
        Say("It is not shown that the risk assessment was made before providing important data."),
        Say("It is not known whether the risk assessment was made, or whether the data is important data."),
        Say("Make the risk assessment and show it."), RISK,
    ),
    Rule(
        "R-NDSR12-RECORD", _NDSR, (statute("NDSR", "12"),), duty.record,
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


def not_needed(facts: DomesticFacts) -> frozenset[str]:
    """Conditions that fall away, because what was shown of another one leaves nothing of them to show."""
    return frozenset(found.condition for found in findings(facts, EVIDENCE_RULES) if found.standing is Standing.NOT_APPLICABLE)


def judge_evidence(facts: DomesticFacts, kind: str) -> Decision:
    """Is this one duty shown?"""
    rules = tuple(rule for rule in EVIDENCE_RULES if rule.condition == kind)
    return decision(findings(facts, rules), facts.as_json())
