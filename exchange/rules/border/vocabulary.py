"""Every fact a determination may know, as data: its type, its values, who can say it, and what it means in words.

Nothing is judged here. There are no defaults: a fact that nobody gave is unknown. Facts marked `idle` never decide; they are accepted
so that nobody has to leave out what they know, and recorded with the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from django.utils.translation import gettext_noop as _

from exchange.rules.places import CODES


class Kind(StrEnum):
    BOOL = "bool"
    INT = "int"
    INTS = "int or list of int"
    DATE = "date"
    ONE = "one of"
    SOME = "list of"
    PLACE = "country code"


class Supplier(StrEnum):
    """Who can say it."""

    EXPORTER = "exporter"
    STEWARD = "provider_steward"
    BUYER = "buyer"
    PLATFORM = "platform"
    AUTHORITY = "authority"


SUPPLIER_LABELS: Mapping[Supplier, str] = MappingProxyType({
    Supplier.EXPORTER: _("the exporter"),
    Supplier.STEWARD: _("the provider's steward"),
    Supplier.BUYER: _("the buyer"),
    Supplier.PLATFORM: _("the exchange"),
    Supplier.AUTHORITY: _("the authority"),
})


@dataclass(frozen=True, slots=True)
class Fact:
    """`values` maps each value of a choice to its label. `label`, `meaning` and the labels are English message ids."""

    key: str
    kind: Kind
    supplier: Supplier
    label: str
    meaning: str
    values: Mapping[str, str] = field(default_factory=dict)
    idle: bool = False

    @property
    def allowed(self) -> str:
        """What may stand there, in one line, for a person who gave something else."""
        return {
            Kind.BOOL: "true, false",
            Kind.INT: "a whole number from 0",
            Kind.INTS: "a whole number from 0, or a list of them",
            Kind.DATE: "a day as YYYY-MM-DD",
            Kind.PLACE: "an ISO 3166-1 alpha-2 code, CN for the mainland",
            Kind.ONE: ", ".join(self.values),
            Kind.SOME: "a list of: " + ", ".join(self.values),
        }[self.kind] + ", or unknown"


_E, _S, _B, _P, _A = Supplier.EXPORTER, Supplier.STEWARD, Supplier.BUYER, Supplier.PLATFORM, Supplier.AUTHORITY

_ALL = (
    Fact("as_of", Kind.DATE, _P, _("Day"), _("The day whose instruments apply.")),
    Fact("movement", Kind.ONE, _P, _("Movement"), _("What physically happens. The first three are exports."), {
        "transfer_abroad": _("data is sent abroad"),
        "remote_access_from_abroad": _("data stays here and is reached from abroad"),
        "offshore_collection": _("data of persons here is collected from abroad"),
        "domestic_only": _("data and access stay in the mainland"),
        "inbound": _("data comes in from abroad"),
    }),
    Fact("destination", Kind.PLACE, _P, _("Destination"), _("Where the recipient is. Hong Kong, Macao and Taiwan count as abroad.")),
    Fact("exporter_is_ciio", Kind.BOOL, _E, _("Critical infrastructure operator"), _("The exporter is an operator of critical information infrastructure.")),
    Fact("exporter_location", Kind.ONE, _P, _("Where the exporter is registered"), _("Where the exporter is registered."), {
        "mainland_other": _("elsewhere in the mainland"),
        "beijing": _("Beijing"),
        "gba_mainland": _("the nine Guangdong cities of the Greater Bay Area"),
        "overseas": _("outside the mainland"),
    }),
    Fact("data_grade", Kind.ONE, _S, _("Grade"), _("Grade of the data under GB/T 43697."), {
        "general": _("general data"),
        "important": _("important data"),
        "core": _("core data"),
    }),
    Fact("important_data_status", Kind.ONE, _A, _("Status as important data"), _("Only data that an authority notified or published obliges a declaration as important data."), {
        "none": _("never named important"),
        "self_identified_not_confirmed": _("identified by the handler, not confirmed"),
        "notified": _("notified as important by the authority"),
        "published": _("published as important by the authority"),
    }),
    Fact("contains_pi", Kind.BOOL, _S, _("Personal information"), _("Any personal information is left after treatment.")),
    Fact("treatment", Kind.ONE, _S, _("Treatment"), _("What was done to the personal information. De-identified and encrypted data are still personal information."), {
        "none": _("none"),
        "deidentified": _("de-identified"),
        "encrypted": _("encrypted"),
        "anonymised": _("anonymised"),
    }),
    Fact("key_location", Kind.ONE, _S, _("Place of the key"), _("Where the key of encrypted data is held."), {"mainland": _("in the mainland"), "abroad": _("abroad")}),
    Fact("pi_subjects_this_year", Kind.INT, _E, _("Persons this year"), _(
        "Natural persons, each once, whose ordinary personal information left since 1 January, this transfer included; those moved under exempt scenarios left out.")),
    Fact("sensitive_pi_subjects_this_year", Kind.INT, _E, _("Persons with sensitive data this year"), _(
        "The same for sensitive personal information; a person counted here is not counted among the ordinary ones.")),
    Fact("prior_year_pi_subjects", Kind.INTS, _E, _("Persons last year"), _("Persons of the year before. Decides only on days before 22 March 2024.")),
    Fact("prior_year_sensitive_subjects", Kind.INTS, _E, _("Persons with sensitive data last year"), _("The same for sensitive personal information.")),
    Fact("pi_records", Kind.INTS, _S, _("Rows"), _("Rows are not persons and never decide."), idle=True),
    Fact("batches", Kind.INTS, _S, _("Batches"), _("Parts of a split transfer: they add up, and the total is in the counters."), idle=True),
    Fact("source_population", Kind.INTS, _S, _("Persons in the source"), _("Only what leaves counts."), idle=True),
    Fact("earlier_this_year_under_contract", Kind.INT, _E, _("Already sent under a contract or certificate"), _("Already inside the counters, never added again."), idle=True),
    Fact("subjects_moved_under_scenario_exemptions", Kind.INT, _E, _("Moved under exempt scenarios"), _("Already left out of the counters, never subtracted again."), idle=True),
    Fact("foreign_subjects", Kind.INT, _E, _("Persons whose data was collected abroad"), _("Not in the counters.")),
    Fact("foreign_sensitive_subjects", Kind.INT, _E, _("Persons whose sensitive data was collected abroad"), _("Not in the counters.")),
    Fact("origin", Kind.ONE, _S, _("Origin"), _("Where the data was collected."), {
        "domestic": _("in the mainland"),
        "overseas_only": _("abroad only"),
        "overseas_mixed_with_domestic": _("abroad, with domestic data mixed in"),
    }),
    Fact("purpose", Kind.ONE, _B, _("Purpose"), _("What the export is for."), {
        "data_product_sale": _("sale of a data product"),
        "international_trade": _("international trade"),
        "cross_border_transport": _("cross-border transport"),
        "academic_cooperation": _("academic cooperation"),
        "transnational_manufacturing": _("manufacturing across borders"),
        "marketing": _("marketing"),
        "contract_with_individual": _("a contract to which the individual is a party"),
        "hr_management": _("management of employees"),
        "emergency": _("an emergency for life, health or property"),
        "statutory_duty": _("a duty under the law of this country"),
        "reexport_after_processing": _("return after processing here"),
        "vendor_service": _("a service by a vendor"),
        "privacy_computing_result": _("a result of privacy computing"),
        "foreign_judicial_request": _("a request of a foreign court or enforcement body"),
        "auto_rnd": _("automotive: research and development"),
        "auto_vulnerability_fix": _("automotive: repair of a security vulnerability"),
        "auto_ota_source": _("automotive: source of an over-the-air update"),
    }),
    Fact("exemption_condition_met", Kind.BOOL, _E, _("Necessity shown"), _("The necessity that the claimed exemption asks for is shown.")),
    Fact("subject_role", Kind.ONE, _S, _("Role of the persons"), _("An applicant is not yet an employee."), {
        "customer": _("customers"),
        "employee": _("employees"),
        "applicant": _("applicants"),
        "other": _("others"),
    }),
    Fact("data_subject_age_min", Kind.INT, _S, _("Age of the youngest"), _("All personal information of anyone under 14 is sensitive.")),
    Fact("data_subject_age_max", Kind.INT, _S, _("Age of the oldest"), _("All personal information of anyone under 14 is sensitive.")),
    Fact("negative_list", Kind.ONE, _P, _("Result of the negative list"), _("Result of matching a row of a free-trade-zone list by sector, scenario, field and quantity."), {
        "not_applicable": _("no list applies"),
        "off_list": _("covered by the list, and off it"),
        "listed_contract": _("in the part for contract or certification"),
        "listed_assessment": _("in the part for assessment"),
        "sector_not_covered": _("the list does not cover the sector"),
    }),
    Fact("modality", Kind.ONE, _S, _("Modality"), _("What a row of the list names must match."), {
        "text": _("text"), "image": _("image"), "audio": _("audio"), "video": _("video"), "table": _("table"), "model": _("model"),
    }),
    Fact("server_location", Kind.ONE, _S, _("Place of the server"), _("Not enough by itself to use the Beijing list."), {
        "beijing": _("Beijing"), "mainland_other": _("elsewhere in the mainland"), "abroad": _("abroad"),
    }, idle=True),
    Fact("elected_route", Kind.ONE, _E, _("Chosen tool"), _("The exporter's choice between the tools that are open to it."), {
        "none": _("none yet"),
        "standard_contract": _("standard contract"),
        "certification": _("certification"),
        "gba_standard_contract": _("standard contract of the Greater Bay Area"),
    }),
    Fact("legal_basis", Kind.ONE, _S, _("Legal basis"), _("Article 13 of the Personal Information Protection Law; consent is not needed where another basis carries."), {
        "consent": _("consent"),
        "contract": _("a contract of the person"),
        "hr": _("management of employees"),
        "statutory_duty": _("a statutory duty"),
        "emergency": _("an emergency"),
        "news": _("news reporting"),
        "other_lawful": _("another lawful basis"),
    }),
    Fact("separate_consent", Kind.BOOL, _S, _("Separate consent"), _("Separate consent to this export was obtained.")),
    Fact("guardian_consent", Kind.BOOL, _S, _("Guardian's consent"), _("Consent of the guardians of persons under 14 was obtained.")),
    Fact("pia_done", Kind.BOOL, _S, _("Impact assessment"), _("The personal information protection impact assessment was made.")),
    Fact("important_data_risk_assessment_done", Kind.BOOL, _S, _("Risk assessment of important data"), _("The risk assessment for providing important data was made.")),
    Fact("contract_conflicts_with_model", Kind.BOOL, _E, _("Terms against the model"), _("Extra terms contradict the model contract.")),
    Fact("legal_document_clauses_missing", Kind.SOME, _E, _("Clauses missing"), _("Which of the six heads the legal document with the recipient lacks."), {
        "purpose_scope": _("purpose, method, scope and use"),
        "storage_end": _("place and period of storage, and what happens at its end"),
        "onward_transfer": _("limits on onward transfer"),
        "change_of_control_or_law": _("measures when control, scope or law changes"),
        "liability_dispute": _("liability and disputes"),
        "incident_channels": _("incidents, and channels for individuals"),
    }),
    Fact("flags", Kind.SOME, _P, _("Hard facts"), _("Hard facts that bar or change the path. An empty list says that none holds."), {
        "state_secret": _("a state secret"),
        "foreign_judicial_request": _("asked for by a foreign court or enforcement body"),
        "competent_authority_approval": _("the competent authority approved"),
        "no_competent_authority_approval": _("the competent authority did not approve"),
        "recipient_on_pipl42_list": _("the recipient is on the list of restricted recipients"),
        "recipient_under_countermeasure": _("the recipient is under a countermeasure"),
        "end_user_control_listed": _("the end user is on the export control list"),
        "export_controlled_no_licence": _("export-controlled, without a licence"),
        "export_controlled_with_licence": _("export-controlled, with a licence"),
        "hgr_information_filed": _("human genetic resource information, filed and backed up"),
        "hgr_information_not_filed": _("human genetic resource information, not filed"),
        "exporter_foreign_controlled": _("the exporter is controlled from abroad"),
        "unlawful_source": _("unlawfully obtained"),
        "source_not_explained": _("the source is not explained"),
        "population_health_information_offshore_hosting": _("population health information on servers abroad"),
        "auto_2026_report_done": _("automotive: reported to or filed with the ministry"),
    }),
)
FACTS: Mapping[str, Fact] = MappingProxyType({fact.key: fact for fact in _ALL})
FLAGS: tuple[str, ...] = tuple(FACTS["flags"].values)
PLACES = CODES
