"""May the files of an agreement be delivered now? The platform's policy over frozen facts, asked at every access.

The law on data export is not judged here: its outcome stands in the agreement as conditions that block delivery, and this rule
only sees which of them are open. Holds are asked beside it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from catalog.rules.grade import Grade
from exchange.rules.release import RELEASE, policy
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse

QUICK_STOP_FROM = Grade.IMPORTANT
QUICK = 2.0
"""Seconds within which a method must stop where important data flows."""

CONDITIONS: dict[str, Say] = {
    "border_clearance": Say("Border clearance is needed before anything may leave the country."),
}


@dataclass(frozen=True, slots=True)
class AccessFacts:
    """`open_conditions` are the kinds that block delivery and are not met. `transfer_state` is "" before there is a transfer,
    `delivery_number` the number this start would take, None where nothing is being started."""

    now: datetime
    in_force: bool
    until: datetime | None
    open_conditions: tuple[str, ...]
    contested: bool
    grade: int
    stops_within: float
    whole_files_agreed: bool
    count: int | None
    transfer_state: str = ""
    delivery_number: int | None = None


def access(facts: AccessFacts) -> Decision:
    """Every reason that stands against it, not only the first."""
    found: list[Reason] = []

    def against(rule: str, finding: Say, remedy: Say) -> None:
        found.append(Reason(rule, RELEASE, finding, (policy("delivery"),), remedy))

    if not facts.in_force:
        against("R-ACCESS-FORCE", Say("The agreement is not in force."), Say("See the deal's page for the conditions that are open, or for how it ended."))
    if facts.until is not None and facts.now >= facts.until:
        against("R-ACCESS-TERM", Say("The term of the agreement has ended."), Say("Ask the provider for a new agreement."))
    for kind in facts.open_conditions:
        finding = CONDITIONS.get(kind) or Say("A condition that blocks delivery is not met: %(kind)s.", {"kind": kind})
        against("R-ACCESS-CONDITION", finding, Say("See the deal's page for who must act on this condition."))
    if facts.contested:
        against("R-ACCESS-CONTESTED", Say("A delivery was rejected: access is closed until it is decided."), Say("Wait for the operator's decision on the escrow."))
    if facts.grade >= QUICK_STOP_FROM and facts.stops_within > QUICK:
        against("R-ACCESS-STOP", Say("This way of delivery cannot be stopped fast enough for important data."), Say("Choose another way of delivery."))
    if not facts.whole_files_agreed:
        against(
            "R-ACCESS-PART", Say("Only some of the fields are agreed, and this way of delivery gives whole files."),
            Say("Agree on all fields, or ask the provider for a revision that holds only the agreed ones."),
        )
    if facts.delivery_number is not None and facts.count is not None and facts.delivery_number > facts.count:
        against("R-ACCESS-COUNT", Say("All %(count)s agreed deliveries are spent.", {"count": facts.count}), Say("Ask the provider for a new agreement."))
    if facts.transfer_state not in ("", "STARTED") and facts.delivery_number is None:
        against("R-ACCESS-STARTED", Say("This delivery is not running."), Say("Start it, or ask whoever suspended it to resume it."))
    return refuse(*found, facts=asdict(facts)) if found else PERMITTED
