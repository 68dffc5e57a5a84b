"""What a dataset must have before it may be submitted and listed: one rule per finding, asked in order, all findings told.

Takes one frozen record of facts (catalog/dataset/gather.py makes it) and answers with a Decision; nothing is looked up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from catalog.rules import grade as grades, visibility
from catalog.rules.grade import FieldFacts
from catalog.rules.registration import fallen
from catalog.rules.rights import lasting
from catalog.rules.sources import CHOOSE_THE_HIGHER, GRADED_PROTECTION, INTERMEDIARY, RELEASE, platform
from catalog.rules.visibility import SampleFacts
from catalog.rules.zone import operated
from kernel.decision import PERMITTED, Citation, Decision, Reason, Say, refuse


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """One revision as the rules see it. `classified` is the confirmed grade, if it fits the fields as they stand now; `fallen_registration`
    the number of a registration that the rights statement cites and that no longer stands for this provider."""

    provider_verified: bool
    titles: bool
    descriptions: bool
    fields: tuple[FieldFacts, ...]
    meanings_missing: tuple[str, ...]
    classified: int | None
    confirmed_by_second_person: bool
    rights_stated: bool
    rights_evidence: int
    rights_until: date | None
    on: date
    files: int
    unfinished_files: int
    offers: int
    exclusive_offers: int
    sample: SampleFacts
    promises: int = 0
    service: str = ""
    fallen_registration: str | None = None
    zone_authorized_until: date | None = None
    zone_authorization_ended: bool = False


def _provider(f: ListingFacts) -> Reason | None:
    if f.provider_verified:
        return None
    return _reason("provider_verified", gettext_noop("The provider is not a verified organization."), gettext_noop("Have your organization verified first."), INTERMEDIARY)


def _described(f: ListingFacts) -> Reason | None:
    if f.titles and f.descriptions:
        return None
    return _reason(
        "described", gettext_noop("Title and description are not complete in both languages."), gettext_noop("Write title and description in Chinese and in English."),
    )


def _dictionary(f: ListingFacts) -> Reason | None:
    if not f.fields:
        return _reason("dictionary", gettext_noop("The data dictionary is empty."), gettext_noop("Describe every field of the data."))
    if f.meanings_missing:
        return Reason(
            "listing.meanings", RELEASE,
            Say(gettext_noop("These fields have no meaning written in both languages: %(fields)s."), {"fields": ", ".join(f.meanings_missing[:10])}),
            (platform("listing"),), Say(gettext_noop("Write the meaning of each field in Chinese and in English.")),
        )
    return None


def _core(f: ListingFacts) -> Reason | None:
    highest = grades.dataset_grade(f.fields)
    if highest is not None and visibility.audience(highest) is visibility.Audience.NOBODY:
        return visibility.core_is_not_listed().reasons[0]
    return None


def _classified(f: ListingFacts) -> Reason | None:
    if f.classified is not None and f.classified == grades.dataset_grade(f.fields) and f.confirmed_by_second_person:
        return None
    return _reason(
        "classified", gettext_noop("The grading of the fields as they stand has not been confirmed by a second person."),
        gettext_noop("Propose the grading, then let another person of your organization confirm it."), GRADED_PROTECTION, CHOOSE_THE_HIGHER,
    )


def _rights(f: ListingFacts) -> Reason | None:
    if f.rights_stated and f.rights_evidence > 0:
        return None
    return _reason(
        "rights", gettext_noop("The rights statement or its evidence is missing."), gettext_noop("State where the data come from and by what right, and attach at least one document."),
        INTERMEDIARY,
    )


def _right_lasts(f: ListingFacts) -> Reason | None:
    answer = lasting(f.rights_until, f.on)
    return None if answer.permitted else answer.reasons[0]


def _registered(f: ListingFacts) -> Reason | None:
    return fallen(f.fallen_registration) if f.fallen_registration else None


def _files(f: ListingFacts) -> Reason | None:
    if f.files == 0:
        return _reason("files", gettext_noop("There is no file to deliver."), gettext_noop("Upload at least one file."))
    if f.unfinished_files:
        return _reason("unfinished_files", gettext_noop("An upload is not finished."), gettext_noop("Finish or discard the upload."))
    return None


def _service(f: ListingFacts) -> Reason | None:
    if f.service in ("", "answered"):
        return None
    return _reason("service", gettext_noop("The service did not pass its connection test."), gettext_noop("Mend the address and test it again, or take the service out."))


def _offer(f: ListingFacts) -> Reason | None:
    if f.exclusive_offers and f.offers > 1:
        return _reason("exclusive", gettext_noop("An exclusive offer stands alone."), gettext_noop("Close the other offers, or make this one not exclusive."))
    return None if f.offers else _reason("offer", gettext_noop("There is no offer."), gettext_noop("Add an offer: a price or free, and what the buyer may do."))


def _zone(f: ListingFacts) -> Reason | None:
    answer = operated(f.zone_authorized_until, f.zone_authorization_ended, f.on)
    return None if answer.permitted else answer.reasons[0]


def _sample(f: ListingFacts) -> Reason | None:
    answer = visibility.sample(f.sample)
    return None if answer.permitted else answer.reasons[0]


def _reason(rule: str, finding: str, remedy: str, *cites: Citation) -> Reason:
    return Reason(f"listing.{rule}", RELEASE, Say(finding), (*cites, platform("listing")), Say(remedy))


RULES: tuple[Callable[[ListingFacts], Reason | None], ...] = (
    _provider, _core, _described, _dictionary, _classified, _rights, _right_lasts, _registered, _files, _service, _offer, _zone, _sample,
)


def listing(facts: ListingFacts) -> Decision:
    """May this revision be submitted for review, and be listed? Every finding is told, not only the first."""
    reasons = [reason for rule in RULES if (reason := rule(facts)) is not None]
    return refuse(*reasons, facts={"fields": len(facts.fields), "files": facts.files, "offers": facts.offers}) if reasons else PERMITTED
