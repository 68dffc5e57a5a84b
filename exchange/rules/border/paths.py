"""The paths in the order the law asks for them, after the bars: important data, no personal information, the freed situations,
critical operators, the Beijing list, the contract of the Greater Bay Area, and last the numbers.

Limits are inclusive where the law says 以上 and exclusive where it says 不满 (Civil Code 1259).
"""

from __future__ import annotations

from datetime import date

from exchange.rules.border.determination import LegalCertainty, Path
from exchange.rules.border.law import (
    AUTO_FROM,
    BEIJING_LIST_FROM,
    CSL_FROM,
    CSL_STORE,
    GBA_HONG_KONG_FROM,
    GBA_MACAO_FROM,
    M11_FROM,
    NDSR_FROM,
    P16_FROM,
    art,
    before,
)
from exchange.rules.border.rule import PERSONAL, Papers, Rule, View, flag, personal
from kernel.decision import Say

ADULT_PERSON = 14
ORDINARY_ASSESSED, ORDINARY_CONTRACT, SENSITIVE_ASSESSED = 1_000_000, 100_000, 10_000
SECTOR_FREED = ("auto_vulnerability_fix", "auto_ota_source")
_REPORTED = flag("auto_2026_report_done")
_IMPORTANT = ("as_of", "data_grade", "important_data_status")
_SECTOR = ("purpose", "exemption_condition_met", _REPORTED, "exporter_is_ciio")


def important(view: View) -> bool:
    """Since P16 only what an authority notified or published; before, whatever the handler itself held to be important."""
    if view["important_data_status"] in ("notified", "published"):
        return True
    own = view["important_data_status"] == "self_identified_not_confirmed" or view["data_grade"] == "important"
    return bool(own and view["as_of"] < P16_FROM)


def sector_freed(view: View) -> bool:
    """The guideline of the ministries frees two repairs after report or filing; it cannot free whom the Cybersecurity Law binds."""
    return bool(
        view["purpose"] in SECTOR_FREED and view["as_of"] >= AUTO_FROM
        and view["exemption_condition_met"] and view[_REPORTED] and not view["exporter_is_ciio"]
    )


def children(view: View) -> bool:
    return bool(view["data_subject_age_max"] < ADULT_PERSON or view["data_subject_age_min"] < ADULT_PERSON)


def only_children(view: View) -> bool:
    """The youngest tells as well, where the oldest is not known."""
    return bool(view["data_subject_age_max"] < ADULT_PERSON and view["data_subject_age_min"] < ADULT_PERSON)


def _total(value: int | tuple[int, ...]) -> int:
    return sum(value) if isinstance(value, tuple) else value


def _old_limits(view: View) -> bool:
    """Since 1 January of the year before, 100,000 persons in all or 10,000 of them with sensitive data.

    What is not known of the year before is not asked for, because it decides nothing today; a person looks at it instead."""
    sensitive = view["sensitive_pi_subjects_this_year"] + _total(view.get("prior_year_sensitive_subjects", 0))
    everyone = sensitive + view["pi_subjects_this_year"] + _total(view.get("prior_year_pi_subjects", 0))
    return bool(everyone >= ORDINARY_CONTRACT or sensitive >= SENSITIVE_ASSESSED or (everyone >= SENSITIVE_ASSESSED and only_children(view)))


def _only_children(view: View) -> bool:
    everyone = view["sensitive_pi_subjects_this_year"] + view["pi_subjects_this_year"]
    return everyone >= SENSITIVE_ASSESSED and only_children(view)


def _area_contract(view: View) -> bool:
    opened = {"HK": GBA_HONG_KONG_FROM, "MO": GBA_MACAO_FROM}.get(view["destination"], date.max)
    return bool(
        view["elected_route"] == "gba_standard_contract" and view["exporter_location"] == "gba_mainland"
        and view["as_of"] >= opened and not important(view)
    )


_DECLARE = Say("Make the self-assessment, then declare through the provincial cyberspace administration.")
_CONTRACT = Say("Sign the model contract and file it, or obtain a certificate.")
_NO_KNOWN_LAW = Say("Have a lawyer judge it; these rules do not know the law of that day.")

EARLY = (
    Rule(
        "R-BEFORE", Path.UNDETERMINED, Papers.NONE, (), ("as_of",), lambda view: True, LegalCertainty.PLATFORM_POLICY,
        Say("On that day none of the instruments known here was in force: nothing can be determined."), _NO_KNOWN_LAW, persons=None, until=before(CSL_FROM),
    ),
    Rule(
        "R-CIIO-EARLY", Path.ASSESSMENT, Papers.ASSESSMENT, CSL_STORE, (*_IMPORTANT, "exporter_is_ciio", *PERSONAL),
        lambda view: bool(view["exporter_is_ciio"] and (personal(view) or important(view))), LegalCertainty.STATUTE,
        Say("An operator of critical information infrastructure may send personal information and important data abroad only after an assessment."),
        _DECLARE, persons=None, since=CSL_FROM, until=before(M11_FROM),
    ),
    Rule(
        "R-EARLY", Path.UNDETERMINED, Papers.NONE, (), ("as_of",), lambda view: True, LegalCertainty.PLATFORM_POLICY,
        Say("On that day the measures on assessment, contract and certification were not yet in force: nothing can be determined."),
        _NO_KNOWN_LAW, persons=None, since=CSL_FROM, until=before(M11_FROM),
    ),
)

FREED_OF_PERSONS = (
    Rule(
        "R-IMPORTANT", Path.ASSESSMENT, Papers.ASSESSMENT, (art("P16", "7(1)(2)"), art("M11", "4(1)", until=before(P16_FROM)), art("NDSR", "37"), art("DSL", "31")),
        (*_IMPORTANT, *_SECTOR), lambda view: important(view) and not sector_freed(view), LegalCertainty.STATUTE,
        Say("The data is important data: any amount of it needs the security assessment."), _DECLARE, persons=None,
    ),
    Rule(
        "R-AUTO2026", Path.EXEMPT, Papers.SECTOR, (art("AUTO2026"),), (*_IMPORTANT, *_SECTOR, *PERSONAL),
        lambda view: important(view) and sector_freed(view) and not personal(view), LegalCertainty.SECTORAL,
        Say("The guideline for automotive data frees this repair after report or filing; a regulation of higher rank does not say so."),
        Say("Have a person review it before anything leaves."), persons=False, since=AUTO_FROM,
    ),
    Rule(
        "R-ART3", Path.EXEMPT, Papers.NO_PERSONS, (art("P16", "3"), art("P16", "7(1)(2)"), art("M11", "4", until=before(P16_FROM))),
        PERSONAL, lambda view: not personal(view), LegalCertainty.RULE_TEXT,
        Say("There is neither personal information nor important data in it: none of the three tools is needed."), persons=False,
    ),
)

SCENARIOS = (
    Rule(
        "R-ART4", Path.EXEMPT, Papers.EXEMPT, (art("P16", "4"),), ("movement", "origin"),
        lambda view: view["origin"] == "overseas_only" and view["movement"] != "offshore_collection", LegalCertainty.RULE_TEXT,
        Say("The personal information was collected abroad and nothing domestic was mixed in: it may go out again."), since=P16_FROM,
    ),
    Rule(
        "R-ART5-1", Path.EXEMPT, Papers.EXEMPT, (art("P16", "5(1)(1)"), art("P16", "7(2)")), ("purpose", "exemption_condition_met"),
        lambda view: bool(view["purpose"] == "contract_with_individual" and view["exemption_condition_met"]), LegalCertainty.RULE_TEXT,
        Say("It is needed for a contract to which the individual is a party."), Say("Only what the contract really needs may go."), since=P16_FROM,
    ),
    Rule(
        "R-ART5-2", Path.EXEMPT, Papers.EXEMPT, (art("P16", "5(1)(2)"), art("P16", "7(2)")), ("purpose", "exemption_condition_met", "subject_role"),
        lambda view: bool(view["purpose"] == "hr_management" and view["exemption_condition_met"] and view["subject_role"] != "applicant"), LegalCertainty.RULE_TEXT,
        Say("It is needed for managing employees under lawful labor rules and a collective contract."), Say("Only what the management really needs may go."), since=P16_FROM,
    ),
    Rule(
        "R-ART5-3", Path.EXEMPT, Papers.EXEMPT, (art("P16", "5(1)(3)"), art("P16", "7(2)")), ("purpose", "exemption_condition_met"),
        lambda view: bool(view["purpose"] == "emergency" and view["exemption_condition_met"]), LegalCertainty.RULE_TEXT,
        Say("It is needed in an emergency for life, health or property."), Say("The notice may follow without delay after the emergency."), since=P16_FROM,
    ),
    Rule(
        "R-NDSR35-6", Path.EXEMPT, Papers.EXEMPT, (art("NDSR", "35(6)"),), ("purpose", "exemption_condition_met"),
        lambda view: bool(view["purpose"] == "statutory_duty" and view["exemption_condition_met"]), LegalCertainty.INTERPRETIVE,
        Say("A duty under the law of this country or a treaty needs it."), Say("Name the duty; one under foreign law only does not count."), since=NDSR_FROM,
    ),
)

CRITICAL = Rule(
    "R-CIIO", Path.ASSESSMENT, Papers.ASSESSMENT, (art("P16", "7(1)(1)"), *CSL_STORE, art("M11", "4(2)", until=before(P16_FROM))),
    ("exporter_is_ciio",), lambda view: bool(view["exporter_is_ciio"]), LegalCertainty.RULE_TEXT,
    Say("The exporter operates critical information infrastructure: personal information of any number of persons needs the security assessment."), _DECLARE,
)


def _row(view: View, result: str) -> bool:
    return bool(view["exporter_location"] == "beijing" and view["negative_list"] == result)


_ROW = ("exporter_location", "negative_list")
LISTED = (
    Rule(
        "R-ART6-OFF", Path.EXEMPT, Papers.OFF_LIST, (art("P16", "6(2)"), art("BJNL")), _ROW, lambda view: _row(view, "off_list"), LegalCertainty.RULE_TEXT,
        Say("The Beijing list covers the sector and the scenario, and the data is off it."), Say("File the use of the list with the zone before anything leaves."),
        since=BEIJING_LIST_FROM,
    ),
    Rule(
        "R-ART6-SC", Path.CONTRACT, Papers.CONTRACT, (art("P16", "6(1)"), art("BJNL")), _ROW, lambda view: _row(view, "listed_contract"), LegalCertainty.RULE_TEXT,
        Say("A row of the Beijing list asks for a contract or a certificate; the row decides, not the national number."), _CONTRACT, since=BEIJING_LIST_FROM,
    ),
    Rule(
        "R-ART6-SA", Path.ASSESSMENT, Papers.ASSESSMENT, (art("P16", "6(1)"), art("BJNL")), _ROW, lambda view: _row(view, "listed_assessment"), LegalCertainty.RULE_TEXT,
        Say("A row of the Beijing list asks for the security assessment; the row decides, not the national number."), _DECLARE, since=BEIJING_LIST_FROM,
    ),
)

AREA = Rule(
    "R-GBA", Path.CONTRACT, Papers.AREA_CONTRACT, (art("PIPL", "38(1)(4)"), art("GBASC")), (*_IMPORTANT, "exporter_location", "destination", "elected_route"),
    _area_contract, LegalCertainty.OFFICIAL_GUIDANCE,
    Say("The exporter chose the contract of the Greater Bay Area, and exporter and recipient may use it."),
    Say("File it on both sides within 10 working days; nothing may go on outside the area."), since=GBA_HONG_KONG_FROM,
)

_S, _P, _MAX, _MIN = "sensitive_pi_subjects_this_year", "pi_subjects_this_year", "data_subject_age_max", "data_subject_age_min"
_OLD_END = before(P16_FROM)
NUMBERS = (
    Rule(
        "R-M11-LIMITS", Path.ASSESSMENT, Papers.ASSESSMENT, (art("M11", "4(3)", until=_OLD_END),),
        (_S, _P, _MAX, _MIN), _old_limits, LegalCertainty.RULE_TEXT,
        Say("Since 1 January of the year before, 100,000 persons or more, or 10,000 or more with sensitive data."), _DECLARE, until=_OLD_END,
    ),
    Rule(
        "R-M13-BELOW", Path.CONTRACT, Papers.CONTRACT,
        (art("M13", "4", until=_OLD_END), art("PIPL", "38(1)")), (), lambda view: True, LegalCertainty.RULE_TEXT,
        Say("Below the limits of that day: a contract or a certificate is needed for any number of persons."), _CONTRACT, until=_OLD_END,
    ),
    Rule(
        "R-SPI-GE10K", Path.ASSESSMENT, Papers.ASSESSMENT, (art("P16", "7(1)(2)"),), (_S,), lambda view: bool(view[_S] >= SENSITIVE_ASSESSED), LegalCertainty.RULE_TEXT,
        Say("Sensitive personal information of 10,000 persons or more since 1 January."), _DECLARE,
    ),
    Rule(
        "R-PI-GE1M", Path.ASSESSMENT, Papers.ASSESSMENT, (art("P16", "7(1)(2)"),), (_P,), lambda view: bool(view[_P] >= ORDINARY_ASSESSED), LegalCertainty.RULE_TEXT,
        Say("Personal information of 1,000,000 persons or more since 1 January."), _DECLARE,
    ),
    Rule(
        "R-MINOR-GE10K", Path.ASSESSMENT, Papers.ASSESSMENT, (art("P16", "7(1)(2)"), art("PIPL", "28")), (_S, _P, _MAX, _MIN), _only_children, LegalCertainty.STATUTE,
        Say("All of them are under 14, so that all their personal information is sensitive: 10,000 persons or more since 1 January."), _DECLARE,
    ),
    Rule(
        "R-SPI-LT10K", Path.CONTRACT, Papers.CONTRACT, (art("P16", "8"),), (_S,), lambda view: bool(view[_S] > 0), LegalCertainty.RULE_TEXT,
        Say("Sensitive personal information of fewer than 10,000 persons since 1 January; there is no lower floor."), _CONTRACT,
    ),
    Rule(
        "R-PI-100K-1M", Path.CONTRACT, Papers.CONTRACT, (art("P16", "8"),), (_P,), lambda view: bool(view[_P] >= ORDINARY_CONTRACT), LegalCertainty.RULE_TEXT,
        Say("Personal information of 100,000 persons or more and fewer than 1,000,000 since 1 January."), _CONTRACT,
    ),
    Rule(
        "R-MINOR", Path.CONTRACT, Papers.CONTRACT, (art("P16", "8"), art("PIPL", "28")), (_MAX, _MIN), children, LegalCertainty.STATUTE,
        Say("Persons under 14 are among them, so that some of the personal information is sensitive; there is no lower floor."), _CONTRACT,
    ),
    Rule(
        "R-PI-LT100K", Path.EXEMPT, Papers.EXEMPT, (art("P16", "5(1)(4)"),), (), lambda view: True, LegalCertainty.RULE_TEXT,
        Say("Fewer than 100,000 persons since 1 January, none of them with sensitive data."),
    ),
)
