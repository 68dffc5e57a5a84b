"""May a party end this? Withdrawing a proposal, terminating an agreement: pure rules over frozen facts.

A binding offer with a stated period cannot be taken back before it ends (Civil Code article 476, from memory). An agreement
may be ended by either party as long as nothing can have been delivered; afterwards by rejecting a delivery or by a dispute.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from exchange.rules.release import RELEASE, policy
from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse


@dataclass(frozen=True, slots=True)
class WithdrawalFacts:
    by_provider: bool
    now: datetime
    binds_until: datetime | None


def withdrawal(facts: WithdrawalFacts) -> Decision:
    if facts.by_provider and facts.binds_until is not None and facts.now < facts.binds_until:
        return refuse(
            Reason(
                "R-OFFER-BINDS", RELEASE,
                Say("A binding offer stands until %(until)s: it cannot be taken back before.", {"until": facts.binds_until.isoformat(timespec="minutes")}),
                (Citation("Civil Code", "476", Certainty.MEMORY), policy("binding offers")),
                Say("Wait for the buyer's answer, or until the offer ends by itself."),
            ),
            facts={key: str(value) for key, value in asdict(facts).items()},
        )
    return PERMITTED


@dataclass(frozen=True, slots=True)
class TerminationFacts:
    in_force: bool
    delivery_blocked: bool


def termination(facts: TerminationFacts) -> Decision:
    if facts.in_force and not facts.delivery_blocked:
        return refuse(
            Reason(
                "R-END-IN-FORCE", RELEASE,
                Say("The agreement is in force and may have been delivered under: one party alone cannot end it."),
                (policy("ending an agreement"),),
                Say("Reject the delivery, or open a dispute; otherwise it ends with its term."),
            ),
            facts=asdict(facts),
        )
    return PERMITTED
