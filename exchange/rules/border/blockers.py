"""Duties that stay on every path, freed or not. What is not shown blocks the release; the path stays what it is.

Unknown is not shown. Where another basis of PIPL 13(1)(2)-(7) carries, no consent is needed, neither the person's nor the guardian's
(PIPL 13(2)); the impact assessment stays.
"""

from __future__ import annotations

from exchange.rules.border.determination import LegalCertainty, Path
from exchange.rules.border.law import M11_FROM, M13_FROM, NDSR_FROM, P16_FROM, art
from exchange.rules.border.note import Note, about_persons, taken
from exchange.rules.border.paths import ADULT_PERSON
from exchange.rules.border.rule import Rule, View
from kernel.decision import Say

PIPL_FROM = art("PIPL").since


def _consent_needed(rule: Rule, view: View) -> bool:
    return about_persons(rule, view) and view.get("legal_basis", "consent") == "consent"


def _children_possible(view: View) -> bool:
    return bool(view.get("data_subject_age_min", 0) < ADULT_PERSON or view.get("data_subject_age_max", ADULT_PERSON) < ADULT_PERSON)


def _risk(rule: Rule, view: View) -> bool:
    concerned = view.get("important_data_status", "notified") in ("notified", "published")
    return taken(rule) and concerned and view.get("important_data_risk_assessment_done") is not True


def _document(rule: Rule, view: View) -> bool:
    """Assessment and contract ask for the document; on a freed path the clauses on persons are a duty as any other (NDSR 12)."""
    return (rule.path in (Path.ASSESSMENT, Path.CONTRACT) or about_persons(rule, view)) and view.get("legal_document_clauses_missing") != ()


def _model(rule: Rule, view: View) -> bool:
    return rule.path is Path.CONTRACT and view.get("elected_route") != "certification" and view.get("contract_conflicts_with_model") is not False


BLOCKERS = (
    Note(
        "blocker", "separate_consent_missing", (art("PIPL", "39"), art("P16", "10")),
        lambda rule, view: _consent_needed(rule, view) and view.get("separate_consent") is not True, LegalCertainty.STATUTE,
        Say("Consent is the legal basis, and separate consent to this export is not shown."), Say("Obtain separate consent and show it, or name another legal basis that carries."),
        since=PIPL_FROM,
    ),
    Note(
        "blocker", "guardian_consent_missing", (art("PIPL", "31"),),
        lambda rule, view: _consent_needed(rule, view) and _children_possible(view) and view.get("guardian_consent") is not True, LegalCertainty.STATUTE,
        Say("Persons under 14 are or may be among them, and the consent of their guardians is not shown."), Say("Obtain the guardians' consent and show it, or leave the children out."),
        since=PIPL_FROM,
    ),
    Note(
        "blocker", "pia_missing", (art("PIPL", "55"), art("PIPL", "56"), art("P16", "10", since=P16_FROM)),
        lambda rule, view: about_persons(rule, view) and view.get("pia_done") is not True, LegalCertainty.STATUTE,
        Say("The personal information protection impact assessment is not shown."), Say("Make the assessment with its six heads and keep it for three years."), since=PIPL_FROM,
    ),
    Note(
        "blocker", "contract_conflicts_with_model", (art("M13", "6"),), _model, LegalCertainty.RULE_TEXT,
        Say("It is not shown that the extra terms keep to the model contract."), Say("Take out the terms that contradict the model contract."), since=M13_FROM,
    ),
    Note(
        "blocker", "legal_document_incomplete", (art("M11", "9"), art("M13", "6"), art("NDSR", "12")), _document, LegalCertainty.RULE_TEXT,
        Say("The legal document with the recipient is not shown to hold all six heads."), Say("Add the clauses that are missing."), since=M11_FROM,
    ),
    Note(
        "blocker", "important_data_risk_assessment_missing", (art("NDSR", "31"),), _risk, LegalCertainty.STATUTE,
        Say("The risk assessment for providing important data is not shown."), Say("Make the risk assessment and show it."), since=NDSR_FROM,
    ),
)
