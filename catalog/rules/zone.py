"""Rules of zones: what kinds there are, who may be admitted, for what, and what may leave as data.

The kinds are those of the city's rules on public data zones. That raw data stays and only products leave is known here from a
secondary account, not from the text: every decision that rests on it says so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_noop

from catalog.rules.sources import RELEASE, platform
from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse, unknown

ZONES = Citation("京经信发〔2023〕98号", "2-3", Certainty.SECONDARY)
PRODUCTS_ONLY = Citation("京经信发〔2023〕98号", "product leaves, raw data stays", Certainty.MEMORY)
INSTITUTIONS = "institutions"
KINDS: dict[str, str] = {
    "field": gettext_noop("Field zone: public data of one field"),
    "area": gettext_noop("Area zone: public data of one area"),
    "general": gettext_noop("General base zone"),
    INSTITUTIONS: gettext_noop("Authorized use between institutions: sensitive by default"),
}
CLOSED_KINDS = (INSTITUTIONS,)
"""Kinds whose datasets nobody sees without being admitted, whatever else is wished."""
DATA, PRODUCT = "data", "product"
LEAVES: dict[str, str] = {
    DATA: gettext_noop("Data may leave as agreed"),
    PRODUCT: gettext_noop("Products only: raw data stays"),
}
LONGEST_ADMISSION = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class UseFacts:
    """A use of a dataset of a zone. `admitted_for` is None where the organization is not admitted now; `purpose` "" where none is named;
    `operator` where it is the zone's own operator that uses it; `product` None where nobody has said whether it is one."""

    restricted: bool
    leaves: str
    operator: bool
    admitted_for: tuple[str, ...] | None
    purpose: str
    product: bool | None


def use(facts: UseFacts) -> Decision:
    """May data of this dataset be asked for by, and go to, this organization? Every reason against it."""
    reasons = []
    if facts.restricted and not facts.operator:
        if facts.admitted_for is None:
            reasons.append(
                Reason(
                    "zone.admission", RELEASE, Say(gettext_noop("The organization is not admitted to the zone of this dataset now.")), (platform("zones"),),
                    Say(gettext_noop("Apply for admission on the zone's page.")),
                )
            )
        elif facts.purpose and facts.purpose not in facts.admitted_for:
            reasons.append(
                Reason(
                    "zone.purpose", RELEASE, Say(gettext_noop("The organization is not admitted to this zone for this purpose.")), (platform("zones"),),
                    Say(gettext_noop("Ask for a purpose you are admitted for, or apply to the zone's operator for a wider admission.")),
                )
            )
    if reasons:
        return refuse(*reasons, facts={"purpose": facts.purpose})
    return leaving(facts.leaves, facts.product)


def leaving(leaves: str, product: bool | None) -> Decision:
    """May files of this dataset leave the zone? `product` is the zone operator's word, None while nothing is said."""
    if leaves == DATA:
        return PERMITTED
    if product:
        return PERMITTED
    reason = Reason(
        "zone.raw_data_stays", RELEASE, Say(gettext_noop("Raw data does not leave this zone, only products do; the zone's operator has not recognized this revision as a product.")),
        (PRODUCTS_ONLY, ZONES, platform("zones")), Say(gettext_noop("The zone's operator looks at the revision and recognizes it as a product, or the use is made inside the zone.")),
    )
    return refuse(reason, facts={"leaves": leaves}) if product is False else unknown(reason, facts={"leaves": leaves})


def operated(authorized_until: date | None, ended: bool, on: date) -> Decision:
    """May datasets stand listed in the zone? One that has never needed an authorization may; one whose authorization is over may not."""
    if not ended and (authorized_until is None or authorized_until >= on):
        return PERMITTED
    return refuse(
        Reason(
            "zone.authorization_ended", RELEASE, Say(gettext_noop("The authorization by which this zone was operated has ended.")), (ZONES, platform("zones")),
            Say(gettext_noop("The zone's operator shows a new authorization, or the provider lists the dataset outside the zone.")),
        )
    )


def admission(*, verified: bool, operator: bool, wanted: Collection[str]) -> Decision:
    """May this organization apply for admission?"""
    if operator:
        return refuse(
            Reason("zone.own", RELEASE, Say(gettext_noop("Your organization operates this zone; it needs no admission.")), (platform("zones"),), Say(gettext_noop("Nothing has to be done.")))
        )
    if verified and wanted:
        return PERMITTED
    return refuse(
        Reason(
            "zone.verified", RELEASE, Say(gettext_noop("Only a verified organization is admitted to a zone.")), (platform("zones"),), Say(gettext_noop("Have your organization verified."))
        )
    )


def term(until: datetime, now: datetime) -> bool:
    """Whether an admission may run until then."""
    return now < until <= now + LONGEST_ADMISSION
