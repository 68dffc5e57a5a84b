"""What pages show of an agreement: conditions in groups, signatures, decisions, the timeline, and who may do what.

Built for the deal page, which combines slices above; it adds to what exchange.trade_request.show gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_noop

from exchange.agreement import permissions
from exchange.agreement.models import Agreement, Condition, Evidence, Signature
from exchange.agreement.states import Blocks, Kind, State
from exchange.rules import names
from exchange.rules.domestic import ASSESSMENT, CARRIER, CONSENT, EFFECT, GUARDIAN, MINORS, NECESSITY, NOTICE, RECORD, RISK, SENSITIVE
from exchange.trade_request.show import Button, side_of
from exchange.trade_request.states import State as Negotiation
from kernel.actor import Actor
from kernel.permissions import allowed
from web.shapes import Condition as Line, ConditionGroup

STATES: dict[str, tuple[str, str]] = {
    State.PREPARED: ("now", gettext_noop("Prepared, not in force yet")),
    State.IN_FORCE: ("done", gettext_noop("In force")),
    State.COMPLETED: ("done", gettext_noop("Completed")),
    State.EXPIRED: ("idle", gettext_noop("Term over")),
    State.TERMINATED: ("stop", gettext_noop("Terminated")),
}
# kind -> why it must happen; what must happen is told by exchange.rules.names
_WHY: dict[str, str] = {
    Kind.SIGNATURE_PROVIDER: gettext_noop("Both parties sign the same text"),
    Kind.SIGNATURE_CONSUMER: gettext_noop("Both parties sign the same text"),
    Kind.ESCROW: gettext_noop("Platform rule: the price is secured before the agreement takes effect"),
    Kind.BORDER_CLEARANCE: gettext_noop("This deal is an export: the provider, as exporter, must clear it; PIPL 38, NDSR 35 and 37"),
    NOTICE: gettext_noop("PIPL 23: name, contact, purpose, method and kinds of data"),
    CONSENT: gettext_noop("PIPL 23: to this provision of their data"),
    CARRIER: gettext_noop("PIPL 13: the law or duty, the contract with the person, or the labor rules"),
    MINORS: gettext_noop("PIPL 28 and 31: their data are sensitive; not known is never taken as none"),
    GUARDIAN: gettext_noop("PIPL 31; falls away where no such person is among the data"),
    NECESSITY: gettext_noop("PIPL 28; falls away where no sensitive data are inside"),
    EFFECT: gettext_noop("PIPL 30; falls away where no sensitive data are inside"),
    SENSITIVE: gettext_noop("PIPL 29; falls away where no sensitive data are inside"),
    ASSESSMENT: gettext_noop("PIPL 55 and 56; the report is kept at least three years"),
    RISK: gettext_noop("NDSR 31: before it is provided"),
    RECORD: gettext_noop("NDSR 12: kept at least three years"),
}
CONDITIONS: dict[str, tuple[str, str]] = {kind: (names.CONDITIONS[kind], why) for kind, why in _WHY.items()}
# event -> buoy and words, for exchange.trade_request.show.timeline
EVENTS: dict[str, tuple[str, str]] = {
    "exchange.agreement.signed_by_provider": ("done", gettext_noop("The provider signed")),
    "exchange.agreement.signed_by_consumer": ("done", gettext_noop("The buyer signed")),
    "exchange.agreement.basis_shown": ("done", gettext_noop("The provider showed a lawful basis")),
    "exchange.agreement.conditions_fell_away": ("done", gettext_noop("Conditions fell away")),
    "exchange.agreement.condition_met": ("done", gettext_noop("A condition was met")),
    "exchange.agreement.came_into_force": ("done", gettext_noop("The agreement came into force")),
    "exchange.agreement.completed": ("done", gettext_noop("The agreement was completed")),
    "exchange.agreement.expired": ("stop", gettext_noop("The term ended")),
    "exchange.agreement.terminated": ("stop", gettext_noop("The agreement was terminated")),
}
KEYS: dict[str, str] = {"hosted": gettext_noop("key kept by the exchange"), "own": gettext_noop("the party's own key")}


def badge(agreement: Agreement) -> tuple[str, str]:
    look, words = STATES[agreement.state]
    return look, _(words)


def condition_name(kind: str) -> str:
    return _(CONDITIONS[kind][0]) if kind in CONDITIONS else kind


def condition_groups(actor: Actor, agreement: Agreement, rows: Iterable[Condition], evidence: Iterable[Evidence] = ()) -> list[ConditionGroup]:
    """Open and met conditions, those that block delivery first. `agreement` read with both organizations."""
    rows = list(rows)
    shown = {row.kind: row for row in evidence}
    names = {agreement.consumer_id: agreement.consumer.name, agreement.provider_id: agreement.provider.name}
    titles = ((Blocks.DELIVERY, _("Blocks delivery")), (Blocks.EFFECT, _("Blocks the agreement's effect")))
    groups = []
    for blocks, title in titles:
        lines = [_line(actor, agreement, row, names.get(row.organization_id, ""), shown.get(row.kind)) for row in rows if row.blocks == blocks.value]
        if lines:
            groups.append(ConditionGroup(title, sorted(lines, key=lambda line: line.state == "done")))
    return groups


def _line(actor: Actor, agreement: Agreement, row: Condition, name: str, evidence: Evidence | None) -> Line:
    over = agreement.state not in (State.PREPARED.value, State.IN_FORCE.value)
    yours = row.organization_id == actor.organization
    what, why = CONDITIONS.get(row.kind, (row.kind, ""))
    note = evidence.reference if evidence else ""
    if row.met:
        return Line("done", _(what), name, row.since, row.met_at, _(why) if why else "", note or _("met"))
    if over:
        return Line("idle", _(what), name, row.since, None, _(why) if why else "", _("no longer needed"))
    url = ""
    if yours and row.act == permissions.SHOW_BASIS.name and allowed(actor, permissions.SHOW_BASIS, agreement).permitted:
        url = reverse("agreement.basis", args=[actor.organization, agreement.pk, row.kind])
    elif yours and row.act == permissions.SIGN.name and allowed(actor, permissions.SIGN, agreement).permitted:
        url = reverse("agreement.sign", args=[actor.organization, agreement.pk])
    return Line("now" if yours else "wait", _(what), name, row.since, row.until, _(why) if why else "", note, yours, url)


def signature_rows(rows: Iterable[Signature]) -> list[dict[str, Any]]:
    """Side, time, which kind of key, and its public half."""
    names = {"provider": _("Provider"), "consumer": _("Buyer")}
    return [{"side": names[row.side], "at": row.at, "key": _(KEYS[row.key_kind]), "public_key": row.public_key, "signature": row.signature} for row in rows]


def buttons(actor: Actor, agreement: Agreement, rows: Iterable[Condition] = ()) -> list[Button]:
    """What this actor may do with the agreement now, with the legal effect of each. `agreement` read with its request."""
    side = side_of(actor, agreement)
    if not side:
        return []
    found: list[Button] = []
    here = [actor.organization, agreement.pk]
    turn = {"provider": Negotiation.ACCEPTED.value, "consumer": Negotiation.AGREED.value}[side]
    if agreement.request.state == turn and allowed(actor, permissions.SIGN, agreement).permitted:
        found.append(Button(_("Read and sign"), reverse("agreement.sign", args=here), "primary", _("Your signature binds your organization to the agreed text.")))
    for row in sorted(rows, key=lambda row: row.kind != MINORS):  # its answer may let others fall away
        if row.act == permissions.SHOW_BASIS.name and not row.met and agreement.state == State.PREPARED.value and allowed(actor, permissions.SHOW_BASIS, agreement).permitted:
            found.append(Button(_("Show the lawful basis"), reverse("agreement.basis", args=[*here, row.kind]), "primary", condition_name(row.kind)))
            break
    blocked = agreement.in_force and any(row.blocks == Blocks.DELIVERY.value and not row.met for row in rows)
    if (agreement.state == State.PREPARED.value or blocked) and allowed(actor, permissions.TERMINATE, agreement).permitted:
        found.append(Button(_("End the agreement"), reverse("agreement.terminate", args=here), "quiet", _("Frees the offer; money in escrow goes back to the buyer.")))
    return found
