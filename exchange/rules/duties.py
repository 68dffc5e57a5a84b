"""What the rules on providing data at home may know, and how each duty stands over it: the facts and one small function a duty.

The rules that name law, words and remedy for these functions are in `domestic.py`. Sources are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from exchange.rules.standing import Standing
from exchange.rules.terms import LegalBasis

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
    """What the provider has shown of one duty; of MINORS, whether persons under 14 are among the data."""

    NOTHING = "nothing"
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


# the condition of an agreement -> the fact that its evidence tells
EVIDENCE_OF = {
    NOTICE: "notice",
    CONSENT: "separate_consent",
    ASSESSMENT: "impact_assessment",
    RISK: "risk_assessment",
    RECORD: "record_keeping",
    CARRIER: "carrier",
    MINORS: "minors_inside",
    GUARDIAN: "guardian_consent",
    NECESSITY: "necessity",
    EFFECT: "notice_of_effect",
    SENSITIVE: "sensitive_consent",
}


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
    carrier: Shown = Shown.NOTHING
    minors_inside: Shown = Shown.NOTHING
    guardian_consent: Shown = Shown.NOTHING
    necessity: Shown = Shown.NOTHING
    notice_of_effect: Shown = Shown.NOTHING
    sensitive_consent: Shown = Shown.NOTHING

    def as_json(self) -> dict[str, Any]:
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(self).items()}

    def shown(self, answers: Mapping[str, Shown]) -> DomesticFacts:
        """The same facts with answers to some duties, by the kind of the condition."""
        given: dict[str, Any] = {EVIDENCE_OF[kind]: answer for kind, answer in answers.items()}
        return replace(self, **given)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> DomesticFacts:
        return cls(**{**data, "as_of": date.fromisoformat(data["as_of"]), **{name: Shown(data[name]) for name in EVIDENCE_OF.values() if name in data}})

    @property
    def minors(self) -> bool | None:
        """Personal information of persons under 14 is inside."""
        inside = {Shown.YES: True, Shown.NO: False}.get(self.minors_inside)
        return _both(self.contains_personal, inside)

    @property
    def sensitive(self) -> bool | None:
        """Sensitive personal information is inside; that of persons under 14 always is sensitive."""
        return _either(_both(self.contains_personal, self.contains_sensitive), self.minors)

    @property
    def consent_is_basis(self) -> bool | None:
        return None if self.legal_basis == LegalBasis.UNKNOWN else self.legal_basis == LegalBasis.CONSENT


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


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def basis(facts: DomesticFacts) -> Standing:
    if facts.legal_basis == LegalBasis.UNKNOWN:
        return _if(facts.contains_personal, Standing.UNKNOWN)
    named = facts.legal_basis in set(LegalBasis) - {LegalBasis.NOT_PERSONAL}
    return _if(facts.contains_personal, Standing.MET if named else Standing.MISSING)


def clauses(facts: DomesticFacts) -> Standing:
    named = facts.method_named and facts.security_named
    return _if(_either(facts.contains_personal, facts.contains_important), Standing.MET if named else Standing.MISSING)


def carrier(facts: DomesticFacts) -> Standing:
    """Of a basis other than consent; where none is named, `basis` says so."""
    if facts.legal_basis == LegalBasis.UNKNOWN:
        return _if(_both(facts.contains_personal, None), _shown(facts.carrier))
    other = facts.legal_basis in set(LegalBasis) - {LegalBasis.NOT_PERSONAL, LegalBasis.CONSENT}
    return _if(_both(facts.contains_personal, other), _shown(facts.carrier))


def notice(facts: DomesticFacts) -> Standing:
    return _if(facts.contains_personal, _shown(facts.notice))


def consent(facts: DomesticFacts) -> Standing:
    return _if(_both(facts.contains_personal, facts.consent_is_basis), _shown(facts.separate_consent))


def minors(facts: DomesticFacts) -> Standing:
    """Yes and no are both an answer; what follows from yes are the duties to guardians and of sensitive data."""
    answered = facts.minors_inside in (Shown.YES, Shown.NO)
    return _if(facts.contains_personal, Standing.MET if answered else _shown(facts.minors_inside))


def guardian(facts: DomesticFacts) -> Standing:
    return _if(facts.minors, _shown(facts.guardian_consent))


def necessity(facts: DomesticFacts) -> Standing:
    return _if(facts.sensitive, _shown(facts.necessity))


def effect(facts: DomesticFacts) -> Standing:
    return _if(facts.sensitive, _shown(facts.notice_of_effect))


def sensitive_consent(facts: DomesticFacts) -> Standing:
    return _if(_both(facts.sensitive, facts.consent_is_basis), _shown(facts.sensitive_consent))


def assessment(facts: DomesticFacts) -> Standing:
    return _if(facts.contains_personal, _shown(facts.impact_assessment))


def risk(facts: DomesticFacts) -> Standing:
    return _if(facts.contains_important, _shown(facts.risk_assessment))


def record(facts: DomesticFacts) -> Standing:
    return _if(_either(facts.contains_personal, facts.contains_important), _shown(facts.record_keeping))
