"""May this buyer ask under this offer? Platform policy over frozen facts.

Whether the organization may trade at all is the accounts' rule; which purposes, places, times and counts an offer permits is
the catalogue's. A provider may grant more than its offer says, because the data is its own to grant.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from catalog.rules.policy import Policy
from exchange.rules.release import RELEASE, policy
from exchange.rules.terms import Terms
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse


@dataclass(frozen=True, slots=True)
class AskingFacts:
    consumer_is_provider: bool
    offer_open: bool


def asking(facts: AskingFacts) -> Decision:
    if facts.consumer_is_provider:
        return _no("R-ASK-OWN", Say("This dataset is your own."), Say("Use it as you are entitled to: no trade is needed."), facts)
    if not facts.offer_open:
        return _no(
            "R-ASK-OPEN", Say("This offer is not open: it was taken, sold out or withdrawn."),
            Say("Look for another offer of this dataset, or ask its provider for one."), facts,
        )
    return PERMITTED


def _no(rule: str, finding: Say, remedy: Say, facts: AskingFacts) -> Decision:
    return refuse(Reason(rule, RELEASE, finding, (policy("requests"),), remedy), facts=asdict(facts))


def wanted(terms: Terms) -> Policy:
    """The part of the terms that an offer's policy limits."""
    return Policy((terms.purpose_code,), terms.places, terms.term_days, terms.count, terms.redistribution)
