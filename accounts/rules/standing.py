"""May this organization trade? Asked by every trade act: verified, its verification not run out, the current rules accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop

from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse

RELEASE = "2026.1"
CITES = (Citation("platform rules", "standing", Certainty.PLATFORM),)


@dataclass(frozen=True, slots=True)
class Standing:
    """`rules_current` is the number of the platform rules in force, 0 when none were published yet."""

    state: str
    verified_until: datetime | None
    rules_accepted: int
    rules_current: int
    at: datetime


def may_trade(facts: Standing) -> Decision:
    if facts.state != "verified":
        return refuse(
            Reason(
                "standing.not_verified", RELEASE, Say(gettext_noop("This organization is not verified by the exchange.")), CITES,
                Say(gettext_noop("Complete the application and wait for the exchange to verify it.")),
            )
        )
    if facts.verified_until is not None and facts.verified_until <= facts.at:
        return refuse(
            Reason(
                "standing.verification_ended", RELEASE,
                Say(gettext_noop("The verification of this organization ended on %(day)s."), {"day": facts.verified_until.date().isoformat()}), CITES,
                Say(gettext_noop("Submit the organization for verification again.")),
            )
        )
    return rules_accepted(facts)


def rules_accepted(facts: Standing) -> Decision:
    if facts.rules_accepted >= facts.rules_current:
        return PERMITTED
    return refuse(
        Reason(
            "standing.rules_not_accepted", RELEASE,
            Say(gettext_noop("This organization has not accepted version %(number)s of the platform rules."), {"number": facts.rules_current}), CITES,
            Say(gettext_noop("An owner of the organization accepts the current platform rules.")),
        ),
        facts={"accepted": facts.rules_accepted, "current": facts.rules_current},
    )
