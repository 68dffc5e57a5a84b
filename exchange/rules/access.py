"""May the files of an agreement be delivered now? The platform's policy over frozen facts, asked at every access.

What the border asks for is exchange.rules.recognition, holds are the kernel's: both are asked beside it. `every` joins them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext_noop

from catalog.rules.driven import drives
from exchange.rules.names import condition
from exchange.rules.release import RELEASE, policy
from kernel.decision import PERMITTED, Decision, Outcome, Reason, Say, refuse, unknown


@dataclass(frozen=True, slots=True)
class AccessFacts:
    """`open_conditions` are kinds other than the border's that block delivery and are not met. `transfer_state` is "" before there is a transfer,
    `delivery_number` the number this start would take, None where nothing is being started. `uncuttable` names files of which a way of
    delivery that gives single fields could not give any."""

    now: datetime
    in_force: bool
    until: datetime | None
    open_conditions: tuple[str, ...]
    contested: bool
    grade: int
    method: str
    stops_within: float
    whole_files_agreed: bool
    count: int | None
    transfer_state: str = ""
    delivery_number: int | None = None
    uncuttable: tuple[str, ...] = ()


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
        finding = Say("A condition that blocks delivery is not met: %(kind)s.", {"kind": condition(kind)})
        against("R-ACCESS-CONDITION", finding, Say("See the deal's page for who must act on this condition."))
    if facts.contested:
        against("R-ACCESS-CONTESTED", Say("A delivery was rejected: access is closed until it is decided."), Say("Wait for the operator's decision on the escrow."))
    row = drives(facts.grade)
    if facts.method not in row.methods:
        against("R-ACCESS-METHOD", Say("Data of this grade is not delivered this way."), Say("Choose a way of delivery that the grade allows; the page of grades lists them."))
    if facts.stops_within > row.stops_within:
        against("R-ACCESS-STOP", Say("This way of delivery cannot be stopped fast enough for data of this grade."), Say("Choose another way of delivery."))
    if not facts.whole_files_agreed:
        against(
            "R-ACCESS-PART", Say("Only some of the fields are agreed, and this way of delivery gives whole files."),
            Say("Choose the delivery that gives the agreed fields only, or agree on all fields."),
        )
    if facts.uncuttable:
        against(
            "R-ACCESS-CUT", Say("These files cannot be cut to single fields: %(names)s.", {"names": ", ".join(facts.uncuttable)}),
            Say("Agree on all fields, or ask the provider to list the data as CSV, TSV, JSON or JSON Lines."),
        )
    if facts.delivery_number is not None and facts.count is not None and facts.delivery_number > facts.count:
        against("R-ACCESS-COUNT", Say("All %(count)s agreed deliveries are spent.", {"count": facts.count}), Say("Ask the provider for a new agreement."))
    if facts.transfer_state not in ("", "STARTED") and facts.delivery_number is None:
        against("R-ACCESS-STARTED", Say("This delivery is not running."), Say("Start it, or ask whoever suspended it to resume it."))
    return refuse(*found, facts=asdict(facts)) if found else PERMITTED


WHY_UNCUT = {
    "form": gettext_noop("its form is not known"),
    "encoding": gettext_noop("its text is not UTF-8"),
    "malformed": gettext_noop("it is malformed"),
    "not_objects": gettext_noop("it is no list of objects"),
    "no_field": gettext_noop("none of the fields was found in it"),
    "long_line": gettext_noop("one of its lines or objects is too long"),
}


def cut_files(failed: Sequence[str]) -> Decision:
    """May a delivery of cut files start? `failed` are the codes of files that could not be cut."""
    why = Say(WHY_UNCUT.get(failed[0], WHY_UNCUT["malformed"])) if failed else None
    if why is None:
        return PERMITTED
    finding = Say("A file could not be cut to the agreed fields: %(why)s.", {"why": why})
    return refuse(Reason("R-ACCESS-CUT", RELEASE, finding, (policy("delivery"),), Say("Tell the provider, and end this delivery.")), facts={"codes": ", ".join(failed)})


def every(*decisions: Decision) -> Decision:
    """Permitted only when all are; one refusal refuses, and the reasons and facts of all that are not permitted are kept."""
    against = [decision for decision in decisions if not decision.permitted]
    if not against:
        return PERMITTED
    reasons = [reason for decision in against for reason in decision.reasons]
    facts = {name: value for decision in against for name, value in decision.facts.items()}
    refused = any(decision.outcome is Outcome.REFUSED for decision in against)
    return refuse(*reasons, facts=facts) if refused else unknown(*reasons, facts=facts)
