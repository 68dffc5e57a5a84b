"""The rules run again over an agreement's frozen facts and what was shown since: what pages and API tell about it.

Nothing is stored or moved here. Who may see which facts is a matter of the audience: both parties see the duties of providing
data; neither rule knows anything that only one side may know.
"""

from __future__ import annotations

from collections.abc import Iterable

from exchange.agreement import gather
from exchange.agreement.models import Agreement, Condition, Evidence
from exchange.agreement.states import Kind
from exchange.rules import domestic, recognition
from exchange.rules.domestic import EVIDENCE_OF, DomesticFacts, Shown
from kernel.decision import Decision


def facts(agreement: Agreement, evidence: Iterable[Evidence]) -> DomesticFacts | None:
    """What the provider's signature was judged on, and what was shown since, under the law of that day; None before it."""
    if not agreement.facts:
        return None
    return DomesticFacts.from_json(agreement.facts["domestic"]).shown({row.kind: Shown(row.answer) for row in evidence})


def lawful_basis(agreement: Agreement, evidence: Iterable[Evidence]) -> Decision | None:
    """May the data be provided as far as its lawful basis goes? None before the provider signed, or where no duty applies."""
    known = facts(agreement, evidence)
    if known is None or not domestic.duties(known):
        return None
    return domestic.judge(known)


def border(agreement: Agreement, conditions: Iterable[Condition]) -> Decision | None:
    """May it be delivered as far as the border goes? None where nothing crosses it."""
    found = gather.crossing(agreement)
    if not recognition.needs_clearance(recognition.recognize(found)):
        return None
    cleared = any(row.kind == Kind.BORDER_CLEARANCE.value and row.met for row in conditions)
    return recognition.delivery(found, cleared=cleared)


def duty(agreement: Agreement, evidence: Iterable[Evidence], kind: str) -> Decision | None:
    """How one lawful-basis duty stands; None before the provider signed."""
    known = facts(agreement, evidence)
    return domestic.judge_evidence(known, kind) if known is not None and kind in EVIDENCE_OF else None
