"""Is this deal an export? Recognised from who provides, who buys, who receives and where data is processed or stored.

A recipient, a buyer or a place outside the mainland makes it an export when the provider sits in the mainland (PIPL 38, NDSR
35 and 37; remote access from abroad counts too). The path an export must take is determined elsewhere. What cannot be
told is undetermined and treated like an export: it stops, it does not pass. That every export stops for clearance at this
exchange, even where the law frees it, is the platform's own gate.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_noop

from exchange.rules.places import abroad, foreign, not_home, unrecognized
from exchange.rules.release import RELEASE, policy, statute
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse, unknown

_IS_EXPORT = gettext_noop("This deal is an export to %(places)s: border clearance is needed before anything is delivered.")
_DECLARED_EXPORT = gettext_noop("From where this is read is not known, so the declared places decide: it is an export to %(places)s, and border clearance is needed first.")


class Crossing(StrEnum):
    EXPORT = "export"
    HOME = "home"
    INBOUND = "inbound"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class CrossingFacts:
    """Countries as ISO codes; "" where one is not known."""

    provider_country: str
    consumer_country: str
    recipient_countries: tuple[str, ...]
    processing_countries: tuple[str, ...]
    storage_countries: tuple[str, ...]

    @property
    def places(self) -> tuple[str, ...]:
        return (self.consumer_country, *self.recipient_countries, *self.processing_countries, *self.storage_countries)

    def as_json(self) -> dict[str, Any]:
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}


def recognize(facts: CrossingFacts) -> Crossing:
    """What crosses which border. A provider abroad brings data in while every place is on the mainland. Where such data goes on
    abroad from here it cannot be told from the parties alone whether it is an export: reading abroad what is stored at home is
    one (GSC2 1(2)), and P16 article 4 frees only what was collected abroad with nothing domestic mixed in."""
    provider_abroad = abroad(facts.provider_country)
    if foreign(facts.places):
        return Crossing.EXPORT if provider_abroad is False else Crossing.UNDETERMINED
    if provider_abroad is None or unrecognized(facts.places):
        return Crossing.UNDETERMINED
    return Crossing.INBOUND if provider_abroad else Crossing.HOME


def needs_clearance(crossing: Crossing) -> bool:
    return crossing in (Crossing.EXPORT, Crossing.UNDETERMINED)


def reached(facts: CrossingFacts, read_from: tuple[str, ...]) -> Decision:
    """May a deal that is no export by its terms be read from these places? Of an export, its clearance says which places it was cleared for."""
    away = not_home(read_from)
    if not away or needs_clearance(recognize(facts)):
        return PERMITTED
    wider = replace(facts, processing_countries=(*facts.processing_countries, *away))
    if recognize(wider) is Crossing.UNDETERMINED:
        return delivery(wider, cleared=False)
    return refuse(
        Reason(
            "R-BORDER-ACCESS", RELEASE,
            Say("This access comes from %(places)s: reading abroad what is stored at home is an export, and this deal is cleared for none.", {"places": ", ".join(away)}),
            (statute("GSC2", "1(2)"), statute("PIPL", "38"), statute("NDSR", "37"), policy("border clearance")),
            Say("Read it on the mainland, or agree on terms that name the place, so that the provider can clear the export."),
        ),
        facts=wider.as_json(),
    )


def delivery(facts: CrossingFacts, *, cleared: bool, place_known: bool = True) -> Decision:
    """May data be delivered as far as the border goes? `place_known` is False for an access from a place nobody knows."""
    crossing = recognize(facts)
    if cleared or not needs_clearance(crossing):
        return PERMITTED
    if crossing is Crossing.UNDETERMINED:
        return unknown(
            Reason(
                "R-BORDER-UNKNOWN", RELEASE,
                Say("It cannot be told whether this deal is an export: a place or the provider's country is not known, or data from abroad goes abroad again."),
                (policy("border"),),
                Say("Propose terms that name every place by its country code, or keep the data on the mainland."),
            ),
            facts=facts.as_json(),
        )
    return refuse(
        Reason(
            "R-BORDER-CLEARANCE", RELEASE,
            Say(_IS_EXPORT if place_known else _DECLARED_EXPORT, {"places": ", ".join(foreign(facts.places))}),
            (statute("PIPL", "38"), statute("NDSR", "35"), statute("NDSR", "37"), statute("P16", "2-8"), policy("border clearance")),
            Say("The provider, as exporter, opens the border clearance for this deal."),
        ),
        facts=facts.as_json(),
    )
