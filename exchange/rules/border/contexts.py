"""Articles that were looked at on the way: they explain the path without deciding it. Only what is known speaks here."""

from __future__ import annotations

from collections.abc import Callable

from exchange.rules.border.determination import LegalCertainty, Path
from exchange.rules.border.law import CSL_STORE, NDSR_FROM, P16_FROM, SCOPE_GUIDE, art
from exchange.rules.border.note import Note, about_persons, taken
from exchange.rules.border.paths import ADULT_PERSON
from exchange.rules.border.rule import Papers, Rule, View, flag
from kernel.decision import Say


def _persons(key: str, value: object) -> Callable[[Rule, View], bool]:
    return lambda rule, view: about_persons(rule, view) and view.get(key) == value


def _claimed(*purposes: str) -> Callable[[Rule, View], bool]:
    """A freed situation was claimed and did not carry."""
    return lambda rule, view: taken(rule) and rule.path is not Path.EXEMPT and view.get("purpose") in purposes


def _children(rule: Rule, view: View) -> bool:
    return about_persons(rule, view) and (view.get("data_subject_age_min", ADULT_PERSON) < ADULT_PERSON or view.get("data_subject_age_max", ADULT_PERSON) < ADULT_PERSON)


def _genetic(rule: Rule, view: View) -> bool:
    return taken(rule) and bool(view.get(flag("hgr_information_filed")))


def _asked_with_approval(rule: Rule, view: View) -> bool:
    return taken(rule) and (view.get("purpose") == "foreign_judicial_request" or bool(view.get(flag("foreign_judicial_request"))))


def _only_identified(rule: Rule, view: View) -> bool:
    return taken(rule) and (view.get("important_data_status") == "self_identified_not_confirmed" or (view.get("data_grade") == "important" and view.get("important_data_status") == "none"))


def _list_not_open(rule: Rule, view: View) -> bool:
    registered = view.get("exporter_location") == "beijing"
    return about_persons(rule, view) and view.get("negative_list") in ("off_list", "listed_contract", "listed_assessment") and not registered


_FREED = ("contract_with_individual", "hr_management", "emergency", "statutory_duty")
_TEXT, _STATUTE, _GUIDE, _OPEN = LegalCertainty.RULE_TEXT, LegalCertainty.STATUTE, LegalCertainty.OFFICIAL_GUIDANCE, LegalCertainty.INTERPRETIVE

CONTEXTS = (
    Note("context", "remote_access", (SCOPE_GUIDE, art("PIPL", "38(1)")), lambda rule, view: taken(rule) and view.get("movement") == "remote_access_from_abroad", _GUIDE,
         Say("Data stored here that can be queried, fetched, downloaded or exported from abroad counts as sent abroad.")),
    Note("context", "offshore_collection", (art("PIPL", "3(2)"), SCOPE_GUIDE), lambda rule, view: taken(rule) and view.get("movement") == "offshore_collection", _GUIDE,
         Say("Collecting from persons here out of a site abroad counts as sending abroad.")),
    Note("context", "children", (art("PIPL", "28"),), _children, _STATUTE, Say("All personal information of anyone under 14 is sensitive.")),
    Note("context", "deidentified", (art("PIPL", "73(3)"), art("PIPL", "4")), _persons("treatment", "deidentified"), _STATUTE,
         Say("De-identified data can be tied to persons again with other information: it stays personal information.")),
    Note("context", "encrypted", (art("PIPL", "4"), art("PIPL", "73(3)")), _persons("treatment", "encrypted"), _OPEN,
         Say("No rule treats encrypted data as anything but personal information, wherever the key is.")),
    Note("context", "anonymised", (art("PIPL", "4"), art("PIPL", "73(4)")),
         lambda rule, view: rule.papers is Papers.NO_PERSONS and view.get("treatment") == "anonymised", _STATUTE,
         Say("Anonymised data, which identifies nobody and cannot be turned back, is no personal information.")),
    Note("context", "identified_only", (art("P16", "2"), art("NDSR", "37")), lambda rule, view: _only_identified(rule, view) and rule.path is not Path.ASSESSMENT, _STATUTE,
         Say("Nobody notified or published it as important data: it is not declared as such."), since=P16_FROM),
    Note("context", "mixed_origin", (art("P16", "4"),), lambda rule, view: about_persons(rule, view) and view.get("origin") == "overseas_mixed_with_domestic", _TEXT,
         Say("Domestic data was mixed in: what was collected abroad is not freed, and the domestic persons count."), since=P16_FROM),
    Note("context", "important_not_freed", (art("P16", "5(2)"),), lambda rule, view: rule.id == "R-IMPORTANT" and view.get("purpose") in _FREED, _TEXT,
         Say("The freed situations never take in important data."), since=P16_FROM),
    Note("context", "critical_operator", (art("P16", "7(1)(1)"), *CSL_STORE), lambda rule, view: rule.path is Path.ASSESSMENT and view.get("exporter_is_ciio") is True, _STATUTE,
         Say("The exporter operates critical information infrastructure.")),
    Note("context", "individual_contract_claimed", (art("P16", "5(1)(1)"),), lambda rule, view: about_persons(rule, view) and _claimed("contract_with_individual")(rule, view), _OPEN,
         Say("It is not needed for a contract to which the individual is a party."), since=P16_FROM),
    Note("context", "employment_claimed", (art("P16", "5(1)(2)"),), _claimed("hr_management"), _TEXT,
         Say("The condition of the employment situation is not met."), since=P16_FROM),
    Note("context", "emergency_claimed", (art("P16", "5(1)(3)"),), _claimed("emergency"), _TEXT, Say("It is not an emergency in the sense of the article."), since=P16_FROM),
    Note("context", "duty_claimed", (art("NDSR", "35(6)"),), _claimed("statutory_duty"), _OPEN,
         Say("A duty under the law of this country is not shown; one under foreign law only does not count."), since=NDSR_FROM),
    Note("context", "list_not_open", (art("P16", "6(2)"),), _list_not_open, _GUIDE,
         Say("The Beijing list serves only exporters registered there; a server in Beijing is not enough. The national limits apply."), since=P16_FROM),
    Note("context", "sector_not_covered", (art("P16", "6(2)"),), lambda rule, view: about_persons(rule, view) and view.get("negative_list") == "sector_not_covered", _GUIDE,
         Say("A sector that the list does not cover is not off the list: the national limits apply."), since=P16_FROM),
    Note("context", "area_contract_not_open", (art("GBASC"),),
         lambda rule, view: about_persons(rule, view) and view.get("elected_route") == "gba_standard_contract" and rule.papers is not Papers.AREA_CONTRACT, _GUIDE,
         Say("The contract of the Greater Bay Area is open only between its nine Guangdong cities and Hong Kong or Macao, never for important data or critical operators.")),
    Note("context", "certification", (art("M20", "5"), art("PIPL", "38(1)(2)")), lambda rule, view: rule.path is Path.CONTRACT and view.get("elected_route") == "certification", _TEXT,
         Say("The exporter chose certification.")),
    Note("context", "genetic_information_filed", (art("HGR", "28"),), _genetic, _STATUTE, Say("The filing of human genetic resource information is in place; the path for persons is judged as usual.")),
    Note("context", "export_licence", (art("ECL", "12"), art("DUR", "14")), lambda rule, view: taken(rule) and bool(view.get(flag("export_controlled_with_licence"))), _STATUTE,
         Say("The licence for the controlled item does not replace the path.")),
    Note("context", "judicial_approval", (art("PIPL", "41"), art("DSL", "36")), _asked_with_approval, _OPEN,
         Say("The competent authority approved the request; the path is then judged as usual.")),
)
