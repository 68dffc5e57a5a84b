"""Is this deal an export? Recognised from who provides, who buys, who receives and where data is processed or stored.

A recipient, a buyer or a place outside the mainland makes it an export when the provider sits in the mainland (PIPL 38, NDSR
35 and 37; remote access from abroad counts too). The path an export must take is determined elsewhere. What cannot be
told is undetermined and treated like an export: it stops, it does not pass. That every export stops for clearance at this
exchange, even where the law frees it, is the platform's own gate.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from exchange.rules.places import abroad, foreign, unrecognized
from exchange.rules.release import RELEASE, policy, statute
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse, unknown


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


def delivery(facts: CrossingFacts, *, cleared: bool) -> Decision:
    """May data be delivered as far as the border goes?"""
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
            Say("This deal is an export to %(places)s: border clearance is needed before anything is delivered.", {"places": ", ".join(foreign(facts.places))}),
            (statute("PIPL", "38"), statute("NDSR", "35"), statute("NDSR", "37"), statute("P16", "2-8"), policy("border clearance")),
            Say("The provider, as exporter, opens the border clearance for this deal."),
        ),
        facts=facts.as_json(),
    )
