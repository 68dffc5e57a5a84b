"""Words the desk has for what the slices record: one sentence per event, and how each kind of event looks on a timeline."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

EVENTS: dict[str, str] = {
    "exchange.trade_request.submitted": gettext_noop("The buyer asked"),
    "exchange.trade_request.offered": gettext_noop("The provider sent a binding offer"),
    "exchange.trade_request.countered": gettext_noop("The buyer sent a counter-proposal"),
    "exchange.trade_request.accepted": gettext_noop("The buyer accepted the offer"),
    "exchange.trade_request.declined": gettext_noop("Declined"),
    "exchange.trade_request.withdrawn": gettext_noop("Withdrawn"),
    "exchange.trade_request.expired": gettext_noop("Ended because the time ran out"),
    "exchange.trade_request.message_sent": gettext_noop("A message was sent"),
    "exchange.agreement.signed_by_provider": gettext_noop("The provider signed"),
    "exchange.agreement.signed_by_consumer": gettext_noop("The buyer signed"),
    "exchange.agreement.basis_shown": gettext_noop("A lawful-basis duty was shown"),
    "exchange.agreement.condition_met": gettext_noop("A condition was met"),
    "exchange.agreement.came_into_force": gettext_noop("The agreement came into force"),
    "exchange.agreement.completed": gettext_noop("The agreement was completed"),
    "exchange.agreement.expired": gettext_noop("The agreement's term ended"),
    "exchange.agreement.terminated": gettext_noop("The agreement was ended"),
    "exchange.settlement.funded": gettext_noop("The price is in escrow"),
    "exchange.settlement.released": gettext_noop("The escrow was released to the provider"),
    "exchange.settlement.refunded": gettext_noop("The escrow was refunded to the buyer"),
    "exchange.settlement.contested": gettext_noop("The escrow is held until it is decided"),
    "exchange.settlement.decision_proposed": gettext_noop("A decision on the escrow was proposed"),
    "exchange.settlement.decision_returned": gettext_noop("The proposed decision was returned"),
    "exchange.transfer.requested": gettext_noop("The buyer asked for a delivery"),
    "exchange.transfer.started": gettext_noop("The delivery started"),
    "exchange.transfer.suspended": gettext_noop("The delivery was suspended"),
    "exchange.transfer.link_issued": gettext_noop("A download link was issued"),
    "exchange.transfer.accessed": gettext_noop("A file was received for the first time"),
    "exchange.transfer.completed": gettext_noop("Everything has arrived"),
    "exchange.transfer.accepted": gettext_noop("The delivery was accepted"),
    "exchange.transfer.acceptance_postponed": gettext_noop("The time to accept was extended"),
    "exchange.transfer.rejected": gettext_noop("The delivery was rejected"),
    "exchange.transfer.terminated": gettext_noop("The delivery was ended"),
    "kernel.act.refused": gettext_noop("An act was refused by rule"),
}
STOPS = ("declined", "withdrawn", "expired", "terminated", "rejected", "refused", "refunded")
WAITS = ("contested", "suspended", "decision_proposed", "decision_returned", "acceptance_postponed")

CONDITIONS: dict[str, tuple[str, str]] = {
    "signature_provider": (gettext_noop("The provider's signature"), gettext_noop("The provider signs first; exclusivity and quantity are decided then.")),
    "signature_consumer": (gettext_noop("The buyer's signature"), gettext_noop("With it both are bound.")),
    "escrow": (gettext_noop("The price in escrow"), gettext_noop("Held at a licensed institution until the delivery is accepted.")),
    "border_clearance": (
        gettext_noop("Border clearance needed"),
        gettext_noop("A buyer, a recipient or a place abroad: this is an export of data, and nothing is delivered without clearance."),
    ),
    "lawful_basis_notice": (gettext_noop("Notice to the persons concerned"), gettext_noop("PIPL article 23: recipient, contact, purpose, method and kinds of data.")),
    "lawful_basis_consent": (gettext_noop("Separate consent of the persons"), gettext_noop("PIPL article 23, where consent is the legal basis.")),
    "lawful_basis_assessment": (gettext_noop("Personal information protection impact assessment"), gettext_noop("PIPL articles 55 and 56: done before providing, kept three years.")),
    "lawful_basis_risk_assessment": (gettext_noop("Risk assessment before providing important data"), gettext_noop("NDSR article 31.")),
    "lawful_basis_record": (gettext_noop("Record of the provision, kept three years"), gettext_noop("NDSR article 12.")),
}

CODES: dict[str, str] = {
    "declined": gettext_noop("declined"),
    "withdrawn": gettext_noop("withdrawn"),
    "expired": gettext_noop("time ran out"),
    "terminated": gettext_noop("ended by a party"),
}


def event(name: str) -> str:
    return gettext(EVENTS[name]) if name in EVENTS else name.rsplit(".", 1)[-1].replace("_", " ")


def buoy(name: str) -> str:
    """done, stop or wait: the shape on the timeline."""
    verb = name.rsplit(".", 1)[-1]
    if verb in STOPS:
        return "stop"
    return "wait" if verb in WAITS else "done"


def condition(kind: str) -> tuple[str, str]:
    """Title and reason of a condition."""
    title, why = CONDITIONS.get(kind, (kind, ""))
    return gettext(title), gettext(why) if why else ""
