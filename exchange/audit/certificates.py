"""A certificate at /check/: what the catalogue finds, in the form of that page."""

from __future__ import annotations

from catalog.certificate.checking import check
from exchange.audit.proof import Step, Verdict
from kernel.decision import Outcome

LOOKS = {Outcome.PERMITTED: "done", Outcome.REFUSED: "stop", Outcome.UNKNOWN: "wait"}


def verdict(text: str) -> Verdict:
    """Any text gets an answer: yes, or no and why."""
    found = check(text)
    steps = [*(Step(each, "done") for each in found.steps), Step(found.decision.reasons[0].finding, LOOKS[found.decision.outcome])]
    return Verdict(found.decision, tuple(steps), title=found.title, text=found.signed)
