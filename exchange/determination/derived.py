"""What the slices above know of a deal by themselves, as facts of the law: parties, places, terms and the graded fields.

Only what the exchange holds goes in. A key that is not here is not known to the exchange, and nothing is assumed for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

LISTED = "negative_list"
"""What a list makes of the exporter's claim: matched here, never said."""
# what the exchange says itself: never taken from an exporter's sheet
OWN_KEYS = frozenset({"as_of", "movement", "destination", "data_grade", "contains_pi", "pi_subjects_this_year", "sensitive_pi_subjects_this_year", LISTED})

CLAIM = "list_claim"
"""The key of a sheet under which the exporter's claim on a negative list stands beside the facts."""


@dataclass(frozen=True, slots=True)
class Derived:
    """`facts` are known values by key; `places` the countries abroad that the data reaches, `recipients` names as agreed.
    `fields` are those agreed on, none where all of the revision's are; `sensitive` tells whether a field agreed on is graded as sensitive, None where nobody graded it.
    `purpose` is the code of the terms."""

    facts: Mapping[str, Any]
    places: tuple[str, ...]
    recipients: tuple[str, ...]
    consumer: UUID
    dataset: UUID
    fields: tuple[str, ...] = ()
    personal: bool | None = None
    sensitive: bool | None = None
    revision: UUID | None = None
    purpose: str = ""


# USCC digits 3 to 6 of the nine Guangdong cities of the Greater Bay Area: Guangzhou, Shenzhen, Zhuhai, Foshan, Jiangmen, Zhaoqing,
# Huizhou, Dongguan, Zhongshan (GB/T 2260, by the office that registered the organization)
BAY_AREA = frozenset({"4401", "4403", "4404", "4406", "4407", "4412", "4413", "4419", "4420"})
REGISTERED_CENTRALLY = "10"


def of_exporter(country: str, in_beijing: bool | None, uscc: str, ciio: str) -> dict[str, Any]:
    """What the register says of the exporter. Not known stays away."""
    found: dict[str, Any] = {}
    if ciio in ("yes", "no"):
        found["exporter_is_ciio"] = ciio == "yes"
    if country != "CN":
        found["exporter_location"] = "overseas"
    elif in_beijing:
        found["exporter_location"] = "beijing"
    elif in_beijing is False and not uscc[2:].startswith(REGISTERED_CENTRALLY):
        found["exporter_location"] = "gba_mainland" if uscc[2:6] in BAY_AREA else "mainland_other"
    return found


def movement(provider_abroad: bool | None, consumer_abroad: bool, received: tuple[str, ...], stored: tuple[str, ...], processed: tuple[str, ...]) -> str | None:
    """What physically happens, from where things are; None where it cannot be told. The tuples hold the places abroad."""
    if received or stored:
        return "transfer_abroad"
    if consumer_abroad or processed:
        return "remote_access_from_abroad"
    if provider_abroad is None:
        return None
    return "inbound" if provider_abroad else "domestic_only"



LEGAL_BASES = frozenset({"consent", "contract", "hr", "statutory_duty", "emergency", "news", "other_lawful"})
"""Legal bases of the terms that the law of the border knows by the same word; any other says nothing about it."""
