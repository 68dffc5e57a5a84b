"""What comes before any path: secrets, what is no export at all, and the bars that no path cures.

A bar holds whatever the day: what the law of an earlier day did not yet say, the exchange refuses by its own rule.
"""

from __future__ import annotations

from exchange.rules.border.determination import Article, LegalCertainty, Path
from exchange.rules.border.law import SCOPE_GUIDE, art
from exchange.rules.border.rule import Papers, Rule, View, flag
from kernel.decision import Certainty, Say

_REFUSED = Say("Do not offer this data to this recipient. The refusal is recorded with the article cited.")


def _flag_bar(rule: str, name: str, articles: tuple[Article, ...], finding: Say, remedy: Say, certainty: LegalCertainty = LegalCertainty.STATUTE) -> Rule:
    key = flag(name)
    return Rule(rule, Path.PROHIBITED, Papers.REFUSAL, articles, (key,), lambda view: bool(view[key]), certainty, finding, remedy, persons=None)


SECRET = _flag_bar(
    "R-SECRET", "state_secret", (art("DSL", "53"), art("SSL")),
    Say("The data is a state secret: it is outside everything this exchange may do."), Say("Take it off the exchange at once and tell the authority for secrets."),
)

SCOPE = (
    Rule(
        "R-DOMESTIC", Path.NOT_EXPORT, Papers.SCOPE, (art("M11", "2", certainty=Certainty.SECONDARY), SCOPE_GUIDE, art("PIPL", "38(1)"), art("CSL", "37", until=art("M11").since)),
        ("movement",), lambda view: view["movement"] == "domestic_only", LegalCertainty.OFFICIAL_GUIDANCE,
        Say("Data and access stay in the mainland: nothing is provided abroad, whoever owns the buyer."),
        Say("Providing personal information to another handler at home still needs its own basis."), persons=None,
    ),
    Rule(
        "R-INBOUND", Path.NOT_EXPORT, Papers.SCOPE, (art("M11", "2", certainty=Certainty.SECONDARY), art("PIPL", "38(1)"), art("CSL", "37", until=art("M11").since)),
        ("movement",), lambda view: view["movement"] == "inbound", LegalCertainty.OFFICIAL_GUIDANCE,
        Say("Data comes in: it is no export under the law of the mainland. The law of the place it comes from may apply."),
        Say("Ask the seller which law it must keep, and keep domestic data apart if the data is to go back."), persons=None,
    ),
)


def _foreign_genetic(view: View) -> bool:
    genetic = view[flag("hgr_information_filed")] or view[flag("hgr_information_not_filed")]
    return bool(genetic and (view[flag("exporter_foreign_controlled")] or view["exporter_location"] == "overseas"))


def _judicial(view: View) -> bool:
    asked = view["purpose"] == "foreign_judicial_request" or view[flag("foreign_judicial_request")]
    approved = view[flag("competent_authority_approval")] and not view[flag("no_competent_authority_approval")]
    return bool(asked and not approved)


BARS = (
    _flag_bar(
        "R-SOURCE", "unlawful_source", (art("DSL", "32"), art("PIPL", "10")),
        Say("The data was obtained unlawfully: no path cures that."), _REFUSED,
    ),
    _flag_bar(
        "R-SOURCE-EXPLAINED", "source_not_explained", (art("DSL", "33"),),
        Say("The provider has not explained where the data comes from; without it the exchange may not serve the deal."), Say("Explain the source and show the proof."),
    ),
    _flag_bar(
        "R-LIST42", "recipient_on_pipl42_list", (art("PIPL", "42"),),
        Say("The recipient is on the list of those to whom personal information may not be given."), _REFUSED,
    ),
    _flag_bar(
        "R-COUNTER", "recipient_under_countermeasure", (art("AFSL", "6"), art("AFSL", "11"), art("AFSR", "9"), art("AFSR", "16")),
        Say("The recipient is under a countermeasure."), Say("Only the deciding authority can allow an exception, on request."),
    ),
    _flag_bar(
        "R-END-USER", "end_user_control_listed", (art("ECL", "18"), art("ECL", "20")),
        Say("The end user is on the export control list; a platform may not serve such an export."), _REFUSED,
    ),
    _flag_bar(
        "R-EXPORT", "export_controlled_no_licence", (art("DSL", "25"), art("ECL", "2"), art("ECL", "12"), art("DUR", "14")),
        Say("The data belongs to a controlled item, and there is no licence."), Say("Apply for the export licence before the deal goes on."),
    ),
    Rule(
        "R-HGR-FOREIGN", Path.PROHIBITED, Papers.REFUSAL, (art("HGR", "7"), art("HGR", "28")),
        (flag("hgr_information_filed"), flag("hgr_information_not_filed"), flag("exporter_foreign_controlled"), "exporter_location"), _foreign_genetic, LegalCertainty.STATUTE,
        Say("A foreign body, or one controlled from abroad, may not give human genetic resources abroad."), _REFUSED, persons=None,
    ),
    _flag_bar(
        "R-HGR", "hgr_information_not_filed", (art("HGR", "28"),),
        Say("Human genetic resource information is not filed and backed up."), Say("File it and hand in the backup before giving it to a foreign party."),
    ),
    _flag_bar(
        "R-POPHEALTH", "population_health_information_offshore_hosting", (art("PHI2014", "10"),),
        Say("Population health information may not be kept on servers abroad."), Say("Keep it on servers in the mainland."), LegalCertainty.SECTORAL,
    ),
    Rule(
        "R-CORE", Path.PROHIBITED, Papers.REFUSAL, (art("DSL", "21(2)"), art("NDSR", "63")),
        ("data_grade",), lambda view: view["data_grade"] == "core", LegalCertainty.PLATFORM_POLICY,
        Say("Core data is under stricter management. The law bans no export in so many words; this exchange refuses it as its own policy."), _REFUSED, persons=None,
    ),
    Rule(
        "R-JUDICIAL", Path.PROHIBITED, Papers.REFUSAL, (art("PIPL", "41"), art("DSL", "36")),
        ("purpose", flag("foreign_judicial_request"), flag("competent_authority_approval"), flag("no_competent_authority_approval")), _judicial, LegalCertainty.STATUTE,
        Say("A foreign court or enforcement body asks for data stored here, and no approval of the competent authority is shown."),
        Say("Ask the competent authority for approval; give nothing before."), persons=None,
    ),
)
