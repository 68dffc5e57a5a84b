"""What has changed since an export was cleared, and what the exporter must do about it.

M11 article 14 and the contract guide ask for a new declaration when purpose, scope, recipient, control or the law of the
destination change; P16 article 9 opens the extension within 60 working days of the end. The share of the quota at which the
exporter is told is the platform's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from exchange.rules.clearance import ASSESSMENT, FELL, SCOPE, grounds, outgrown
from exchange.rules.lanes import NEARLY_USED
from exchange.rules.release import RELEASE, policy, statute
from kernel.decision import Citation, Reason, Say

EXTENSION_OPENS = 60
"""Working days before the end."""

WATCH = policy("watch over cleared exports")
# what an exporter says has changed -> how it reads
CHANGES: Mapping[str, str] = {
    "purpose": gettext_noop("The purpose has changed."),
    "scope": gettext_noop("Kind, fields or number of persons have changed."),
    "recipient": gettext_noop("The recipient has changed."),
    "control": gettext_noop("Control over the recipient has changed."),
    "place": gettext_noop("The place of processing or storage has changed."),
    "period": gettext_noop("The period of storage has changed."),
    "foreign_law": gettext_noop("The law of the destination has changed."),
    "contract": gettext_noop("The contract with the recipient has changed."),
}


@dataclass(frozen=True, slots=True)
class WatchFacts:
    """`law` is the path the newest determination names. `fell` says that the case it rests on was refused, withdrawn or has lapsed. `days_left`
    counts working days to the end. `moved` and `renamed` say that the buyer's register entry differs from what was signed."""

    path: str
    law: str
    days_left: int
    used_percent: int
    moved: bool
    renamed: bool
    fell: bool = False
    personal: bool = True


@dataclass(frozen=True, slots=True)
class Alert:
    """`suspends`: the clearance is not to be used until the exporter has declared again."""

    code: str
    reason: Reason
    suspends: bool = False


def changed(path: str) -> tuple[Citation, ...]:
    """Where the path's law asks for a new declaration when what was declared changes."""
    return (*SCOPE.get(path, ()), WATCH)


def alerts(facts: WatchFacts) -> tuple[Alert, ...]:
    found: list[Alert] = []

    def tell(code: str, finding: Say, remedy: Say, cites: tuple[Citation, ...], *, suspends: bool = False) -> None:
        found.append(Alert(code, Reason(f"R-WATCH-{code.upper()}", RELEASE, finding, cites, remedy), suspends))

    if facts.fell:
        tell("case", Say(FELL), Say("Open another case for this export."), (*grounds(facts.path, personal=facts.personal), WATCH), suspends=True)
    if (heavier := outgrown(facts.path, facts.law, personal=facts.personal)) is not None:
        tell("law", heavier.finding, heavier.remedy or Say(""), (*heavier.cites, WATCH), suspends=True)
    if facts.moved:
        tell("place", Say("The buyer now sits in another country than the one that was cleared."), Say("Declare again with the recipient as it is now."), changed(facts.path), suspends=True)
    if facts.renamed:
        tell("recipient", Say("The buyer's entry in the register differs from the one that was signed."), Say("Say whether control has changed; if so, declare again."), changed(facts.path))
    if facts.days_left <= EXTENSION_OPENS:
        cites = (statute("P16", "9"), WATCH) if facts.path == ASSESSMENT else (WATCH,)
        tell("validity", Say("%(days)s working days are left of the clearance.", {"days": max(0, facts.days_left)}), Say("Ask for an extension or declare again, if the export is to go on."), cites)
    if facts.used_percent >= NEARLY_USED:
        tell("quota", Say("%(used)s percent of the cleared number of persons are used.", {"used": facts.used_percent}), Say("Declare again before more is needed."), (WATCH,))
    return tuple(found)


def change(code: str, path: str) -> Alert:
    """A change the exporter tells of: the clearance rests until it has declared again. Errors: KeyError."""
    return Alert(code, Reason(f"R-WATCH-{code.upper()}", RELEASE, Say(CHANGES[code]), changed(path), Say("Declare again with what holds now.")), suspends=True)
