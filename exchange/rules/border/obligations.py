"""What goes with the path: acts that are due beside or after it, and foreign law that may apply as well."""

from __future__ import annotations

from collections.abc import Callable

from exchange.rules.border.determination import LegalCertainty, Path
from exchange.rules.border.law import M13_FROM, NDSR_FROM, P16_FROM, art
from exchange.rules.border.note import Note, about_persons, taken
from exchange.rules.border.rule import Papers, Rule, View, flag
from kernel.decision import Say

_TEXT, _STATUTE, _GUIDE = LegalCertainty.RULE_TEXT, LegalCertainty.STATUTE, LegalCertainty.OFFICIAL_GUIDANCE
DSP_SENSITIVE, DSP_ORDINARY = 100, 100_000
"""Smallest and largest bulk limits of the United States' program; which one holds depends on the kind of data."""


def _identified(rule: Rule, view: View) -> bool:
    status = view.get("important_data_status")
    return status == "self_identified_not_confirmed" or (status == "none" and view.get("data_grade") == "important")


def _on(*paths: Path) -> Callable[[Rule, View], bool]:
    return lambda rule, view: rule.path in paths


OBLIGATIONS = (
    Note("obligation", "declare_identified_important_data", (art("NDSR", "29(2)"), art("P16", "2")), _identified, _STATUTE,
         Say("The data was identified as important: declare it to the authority, which then confirms it or not."), since=P16_FROM),
    Note("obligation", "file_contract_within_10_working_days", (art("M13", "7"),),
         lambda rule, view: rule.papers is Papers.CONTRACT and view.get("elected_route") != "certification", _TEXT,
         Say("File the contract with the province within 10 working days after it takes effect."), since=M13_FROM),
    Note("obligation", "file_area_contract_on_both_sides", (art("GBASC"),), lambda rule, view: rule.papers is Papers.AREA_CONTRACT, _GUIDE,
         Say("File the contract in Guangdong and in the special administrative region within 10 working days.")),
    Note("obligation", "stay_inside_the_area", (art("GBASC"),), lambda rule, view: rule.papers is Papers.AREA_CONTRACT, _GUIDE, Say("The recipient may pass nothing on outside the area.")),
    Note("obligation", "stay_within_assessed_scope", (art("NDSR", "38"),), _on(Path.ASSESSMENT), _STATUTE,
         Say("Stay inside the purpose, method, scope, kind and scale that were assessed."), since=NDSR_FROM),
    Note("obligation", "keep_impact_assessment_3_years", (art("PIPL", "56"),), about_persons, _STATUTE, Say("Keep the report of the impact assessment and the record for at least three years.")),
    Note("obligation", "keep_provision_record_3_years", (art("NDSR", "12"),), lambda rule, view: taken(rule) and rule.persons is not False, _STATUTE,
         Say("Keep the record of the provision for at least three years."), since=NDSR_FROM),
    Note("obligation", "notice_may_follow_emergency", (art("PIPL", "18(2)"),), lambda rule, view: rule.id == "R-ART5-3", _STATUTE, Say("The notice may follow the emergency, without delay.")),
    Note("obligation", "report_incidents", (art("P16", "11"),), lambda rule, view: taken(rule), _TEXT, Say("Report incidents without delay to the provincial cyberspace administration."), since=P16_FROM),
    Note("obligation", "provide_at_home_on_own_basis", (art("PIPL", "23"),), lambda rule, view: rule.id == "R-DOMESTIC" and view.get("contains_pi") is not False, _STATUTE,
         Say("Providing personal information to another handler at home needs notice and separate consent or another basis.")),
    Note("obligation", "apply_through_domestic_body", (art("M20", "7"), art("PIPL", "53")),
         lambda rule, view: rule.path is Path.CONTRACT and (view.get("exporter_location") == "overseas" or view.get("movement") == "offshore_collection"), _TEXT,
         Say("A body abroad applies through its institution or representative here.")),
    Note("obligation", "export_licence_and_end_use_papers", (art("ECL", "12"), art("ECL", "18")),
         lambda rule, view: taken(rule) and bool(view.get(flag("export_controlled_with_licence"))), _STATUTE, Say("Keep within the licence, and keep the end user's and end use papers.")),
)
OF_FACTS = OBLIGATIONS[:1]
"""Due whatever the path comes out as."""


def _comes_in(rule: Rule, view: View) -> bool:
    return rule.id == "R-INBOUND" and view.get("contains_pi") is not False and view.get("origin") != "domestic"


FLAGS = (
    Note("flag", "EU_GDPR_CH_V", (art("GDPR", "44-49"),), _comes_in, _GUIDE,
         Say("If the data comes from the European Union, the seller needs a safeguard for the transfer; the mainland and Hong Kong are not adequate.")),
    Note("flag", "US_DOJ_DSP", (art("DSP"),),
         lambda rule, view: _comes_in(rule, view) and (
             view.get("foreign_sensitive_subjects", DSP_SENSITIVE) >= DSP_SENSITIVE or view.get("foreign_subjects", DSP_ORDINARY) >= DSP_ORDINARY), _GUIDE,
         Say("If the data comes from the United States, bulk limits for recipients here apply, de-identified or encrypted data included."), since=art("DSP").since),
)
