"""Where the text is open or the facts do not fit together, a person looks as well. A reason is given only for what is known."""

from __future__ import annotations

from exchange.rules.border.determination import LegalCertainty, Path
from exchange.rules.border.law import AUTO_FROM, BEIJING_CITY_FROM, BEIJING_LIST_FROM, M11_FROM, P16_FROM, art, before
from exchange.rules.border.note import Note, about_persons, taken
from exchange.rules.border.paths import SECTOR_FREED, children
from exchange.rules.border.rule import Papers, Rule, View, flag
from exchange.rules.places import MAINLAND
from kernel.decision import Say

_SCENARIO = ("R-ART5-1", "R-ART5-2", "R-ART5-3", "R-NDSR35-6", "R-ART4")
_OPEN, _POLICY = LegalCertainty.INTERPRETIVE, LegalCertainty.PLATFORM_POLICY


def _sector(rule: Rule, view: View) -> bool:
    important = view.get("important_data_status") in ("notified", "published")
    return rule.id == "R-AUTO2026" or (rule.path in (Path.EXEMPT, Path.CONTRACT) and important and view.get("purpose") in SECTOR_FREED)


def _scope(rule: Rule, view: View) -> bool:
    if "destination" not in view:
        return False
    if rule.id in ("R-DOMESTIC", "R-INBOUND"):
        return bool(view["destination"] != MAINLAND)
    return taken(rule) and view["destination"] == MAINLAND and view.get("movement") == "transfer_abroad"


def _counted(rule: Rule, view: View) -> bool:
    return view.get("pi_subjects_this_year") != 0 or view.get("sensitive_pi_subjects_this_year") != 0


def _uncounted_children(rule: Rule, view: View) -> bool:
    ages = "data_subject_age_min" in view and "data_subject_age_max" in view
    return rule.papers in (Papers.EXEMPT, Papers.CONTRACT, Papers.ASSESSMENT) and about_persons(rule, view) and ages and children(view) and (
        view.get("sensitive_pi_subjects_this_year") == 0 or rule.id == "R-MINOR-GE10K"
    )


def _approved(rule: Rule, view: View) -> bool:
    return taken(rule) and (view.get("purpose") == "foreign_judicial_request" or bool(view.get(flag("foreign_judicial_request"))))


def _last_year_open(rule: Rule, view: View) -> bool:
    return rule.id == "R-M13-BELOW" and not {"prior_year_pi_subjects", "prior_year_sensitive_subjects"} <= view.keys()


REVIEWS = (
    Note("review", "law_of_the_day_not_known", (), lambda rule, view: rule.path is Path.UNDETERMINED, _POLICY, Say("The law of that day is not known to these rules."), until=before(M11_FROM)),
    Note("review", "sector_guideline_below_regulation", (art("NDSR", "37"), art("AUTO2026")), _sector, LegalCertainty.SECTORAL,
         Say("A guideline frees what a regulation of higher rank does not."), since=AUTO_FROM),
    Note("review", "critical_operator_in_freed_situation", (art("P16", "7(2)"),), lambda rule, view: rule.id in _SCENARIO and view.get("exporter_is_ciio") is True, _OPEN,
         Say("Whether a freed situation also frees an operator of critical information infrastructure is not clear from the text.")),
    Note("review", "applicant_not_employee", (art("P16", "5(1)(2)"),), lambda rule, view: taken(rule) and view.get("purpose") == "hr_management" and view.get("subject_role") == "applicant", _OPEN,
         Say("An applicant is not yet an employee; the text does not say so."), since=P16_FROM),
    Note("review", "persons_not_employees", (art("P16", "5(1)(2)"),), lambda rule, view: rule.id == "R-ART5-2" and view.get("subject_role") in ("customer", "other"), _OPEN,
         Say("The employment situation is claimed, but the persons are not named as employees."), since=P16_FROM),
    Note("review", "statutory_duty_reading", (art("NDSR", "35(6)"),), lambda rule, view: rule.id == "R-NDSR35-6", _OPEN,
         Say("Which duties count as statutory is open; only domestic law and treaties are read so here.")),
    Note("review", "ciphertext_without_key", (art("PIPL", "4"),),
         lambda rule, view: about_persons(rule, view) and view.get("treatment") == "encrypted" and view.get("key_location") == "mainland", _OPEN,
         Say("Encrypted data whose key stays here: no rule says whether it counts. It is counted.")),
    Note("review", "anonymised_yet_personal", (art("PIPL", "73(4)"),), lambda rule, view: about_persons(rule, view) and view.get("treatment") == "anonymised", _POLICY,
         Say("The data is said to be anonymised and to hold personal information: it is judged as personal information.")),
    Note("review", "deidentified_is_personal", (art("PIPL", "73(3)"),),
         lambda rule, view: about_persons(rule, view) and view.get("treatment") == "deidentified" and view.get("contains_pi") is False, _POLICY,
         Say("The data is said to be de-identified and to hold no personal information: it is judged as personal information.")),
    Note("review", "encrypted_said_impersonal", (art("PIPL", "73(3)"),), lambda rule, view: rule.persons is False and view.get("treatment") == "encrypted", _POLICY,
         Say("The data is encrypted and said to hold no personal information: that must be true of the plain text.")),
    Note("review", "destination_contradicts_movement", (), _scope, _POLICY, Say("The destination and the movement do not fit together.")),
    Note("review", "nobody_counted", (), lambda rule, view: rule.id == "R-PI-LT100K" and not _counted(rule, view), _POLICY,
         Say("Personal information leaves, but nobody is counted: this transfer belongs into the counters.")),
    Note("review", "children_counted_as_ordinary", (art("PIPL", "28"),), _uncounted_children, _POLICY,
         Say("Persons under 14 are among them, but are counted as ordinary persons.")),
    Note("review", "registered_in_the_zone", (art("BJNL"),), lambda rule, view: rule.id == "R-ART6-OFF", LegalCertainty.OFFICIAL_GUIDANCE,
         Say("The first edition of the list serves only bodies registered in the free-trade zone, not in the whole city."), since=BEIJING_LIST_FROM, until=before(BEIJING_CITY_FROM)),
    Note("review", "list_row_and_modality", (art("BJNL"),), lambda rule, view: rule.id == "R-ART6-OFF" and view.get("modality") in ("video", "model"), LegalCertainty.OFFICIAL_GUIDANCE,
         Say("Rows for training data name text, images and audio: whether this modality is off the list needs a look at the row.")),
    Note("review", "judicial_approval_scope", (art("PIPL", "41"),), _approved, _OPEN, Say("Whether the approval covers exactly this data needs a look.")),
    Note("review", "persons_processed_not_known", (art("M11", "4(2)", until=before(P16_FROM)),), lambda rule, view: rule.id == "R-M13-BELOW", _OPEN,
         Say("On that day handlers of a million persons needed an assessment too, however few they sent; how many the exporter handled is not among the facts."), until=before(P16_FROM)),
    Note("review", "last_year_not_known", (art("M11", "4(3)", until=before(P16_FROM)),), _last_year_open, _OPEN,
         Say("On that day the count began on 1 January of the year before; the persons of that year are not among the facts."), until=before(P16_FROM)),
)
