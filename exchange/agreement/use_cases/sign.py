"""Signing: the provider first (the offer is taken, the rules run, the conditions arise), then the buyer.

A person signs on the page with the organization's hosted key; anyone may sign with a registered key of their own by giving
its detached signature. What is signed names agreement, side and digest.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from catalog.listing.recall import deals
from catalog.offer import use_cases as offers
from catalog.rights.encumbered import may_deal
from catalog.rights.lasting import right_stands
from catalog.zone.gate import use_of
from exchange.agreement import gather, permissions
from exchange.agreement.models import Agreement, Condition, Signature, SigningKey
from exchange.agreement.models.signature import HOSTED, OWN
from exchange.agreement.periods import FUND_WITHIN, LAPSE, SHOW_WITHIN, SIGN_WITHIN
from exchange.agreement.states import Blocks, Kind
from exchange.agreement.use_cases.conditions import come_into_force, mark_met, open_effects
from exchange.determination import use_cases as determination
from exchange.rules import domestic, recognition
from exchange.rules.release import RELEASE
from exchange.rules.signing import CONSUMER, PROVIDER, statement
from exchange.trade_request.gather import trading
from exchange.trade_request.permissions import acting, is_provider
from exchange.trade_request.states import State as Negotiation
from kernel import keys
from kernel.actor import ActorKind
from kernel.decision import Say
from kernel.errors import Forbidden, Invalid, WrongState
from kernel.state_words import state_word
from kernel.use_case import Act, use_case

PURPOSE = "signing"


@dataclass(frozen=True, slots=True)
class Signed:
    """A checked signature and the key that made it."""

    kind: str
    key: UUID
    public: bytes
    signature: bytes


@use_case
def sign(act: Act, agreement_id: UUID, *, key: UUID | None = None, signature: str | None = None) -> Agreement:
    """Sign for the actor's side. With `key` (a registered one) and `signature` (base64) that is the party's own key, else the
    hosted one, which is released to a person on a page only.

    Errors: NotFound, Forbidden, WrongState (not this side's turn, or too late), Invalid (the signature), Refused (by the law at home, or
    because the export is prohibited or cannot be determined), Conflict (the offer is taken)."""
    agreement = act.find(Agreement, agreement_id, join=("request", "consumer", "provider", "revision", "revision__rights"))
    act.authorise(permissions.SIGN, agreement)
    side = PROVIDER if is_provider(act.actor, agreement) else CONSUMER
    request = act.lock(agreement.request)
    expected = Negotiation.ACCEPTED if side == PROVIDER else Negotiation.AGREED
    if request.state != expected.value:
        raise WrongState(
            Say("It is not your side's turn to sign: the negotiation is in state %(state)s.", {"state": state_word(request.state)}),
            remedy=Say("The provider signs first, then the buyer."),
        )
    if request.until is not None and request.until <= act.now:
        raise WrongState(Say("The time to sign has run out."), remedy=Say("Start a new request for the same dataset."))
    act.require(trading(act.now, (agreement.consumer, agreement.provider)))
    act.require(right_stands(agreement.revision, act.now))
    act.require(deals(agreement.revision))
    act.require(use_of(agreement.revision, agreement.consumer_id, act.now, agreement.terms["purpose_code"]))
    act.require(may_deal(agreement.dataset_id, [agreement.terms["purpose_code"]], agreement.consumer_id, act.now))
    signed = _signed(act, agreement, side, key, signature)
    Signature(
        agreement=agreement, side=side, organization=acting(act.actor), person=act.actor.person, key_kind=signed.kind, key=signed.key,
        public_key=base64.b64encode(signed.public).decode(), signature=base64.b64encode(signed.signature).decode(), at=act.now,
    ).save(force_insert=True)
    return (_provider_signed if side == PROVIDER else _consumer_signed)(act, agreement, signed)


def _signed(act: Act, agreement: Agreement, side: str, key: UUID | None, signature: str | None) -> Signed:
    said = statement(str(agreement.pk), side, agreement.digest)
    if key is None and signature is None:
        if act.actor.kind is not ActorKind.PERSON:
            raise Forbidden(
                Say("The hosted key is released to a person on the page only."),
                remedy=Say("Sign with a registered key of your own: give its id and the detached signature."),
            )
        hosted = keys.current(PURPOSE, act.actor.organization)
        return Signed(HOSTED, hosted.id, hosted.public, hosted.sign(said))
    found = SigningKey.objects.visible_to(act.actor).filter(pk=key, organization_id=acting(act.actor), retired=None).first() if key else None
    if found is None:
        raise Invalid(fields={"key": [Say("Your organization has no such signing key in use.")]})
    raw = decoded(signature or "")
    if not keys.verify(found.public, raw, said):
        raise Invalid(fields={"signature": [Say("This is not the key's signature over the text to be signed.")]})
    return Signed(OWN, found.pk, found.public, raw)


def decoded(text: str) -> bytes:
    """Base64 to bytes; what is none comes back empty and verifies as nothing."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _provider_signed(act: Act, agreement: Agreement, signed: Signed) -> Agreement:
    facts = gather.domestic(agreement, act.now)
    crossing_facts = gather.crossing(agreement)
    act.require(domestic.judge_terms(facts))
    offers.take(act, agreement.offer_id, agreement.pk)
    crossing = recognition.recognize(crossing_facts)
    if recognition.needs_clearance(crossing):
        determination.reserve(act, agreement.pk, agreement.provider_id, gather.border(agreement))
    agreement.facts = {"domestic": facts.as_json(), "crossing": crossing_facts.as_json()}
    agreement.release, agreement.crossing = RELEASE, crossing.value
    agreement.save(update_fields=["facts", "release", "crossing"])
    conditions = _conditions(act, agreement, [duty.condition for duty in domestic.duties(facts)], crossing)
    until = act.now + SIGN_WITHIN
    act.move(agreement.request, Negotiation.AGREED, until=until)
    data = _said(signed, agreement) | {"conditions": [one.kind for one in conditions], "crossing": crossing.value, "release": RELEASE}
    done = act.record("exchange.agreement.signed_by_provider", agreement, data, parties=agreement.parties)
    conditions[0].met_at, conditions[0].met_by = act.now, done.id
    Condition.objects.bulk_create(conditions)
    act.done_waiting(agreement)
    act.wait(agreement, organization=agreement.consumer_id, act=permissions.SIGN, role="owner", until=until, on_expiry=LAPSE)
    if any(one.act == permissions.SHOW_BASIS.name for one in conditions):
        act.wait(agreement, organization=agreement.provider_id, act=permissions.SHOW_BASIS, role="steward", within=SHOW_WITHIN, on_expiry=LAPSE)
    return agreement


def _conditions(act: Act, agreement: Agreement, duties: list[str], crossing: recognition.Crossing) -> list[Condition]:
    """The provider's signature comes first; it is being met."""
    now, provider, consumer = act.now, agreement.provider_id, agreement.consumer_id
    effect, delivery, sign_by = Blocks.EFFECT.value, Blocks.DELIVERY.value, now + SIGN_WITHIN

    def one(kind: str, blocks: str, who: UUID, role: str, by: str, until: datetime | None = None) -> Condition:
        return Condition(agreement=agreement, kind=kind, blocks=blocks, organization_id=who, role=role, act=by, since=now, until=until)

    rows = [
        one(Kind.SIGNATURE_PROVIDER.value, effect, provider, "owner", permissions.SIGN.name),
        one(Kind.SIGNATURE_CONSUMER.value, effect, consumer, "owner", permissions.SIGN.name, sign_by),
        *(one(kind, effect, provider, "steward", permissions.SHOW_BASIS.name, now + SHOW_WITHIN) for kind in duties),
    ]
    if agreement.price_minor > 0:
        rows.append(one(Kind.ESCROW.value, effect, consumer, "finance", permissions.FUND, sign_by + FUND_WITHIN))
    if recognition.needs_clearance(crossing):
        rows.append(one(Kind.BORDER_CLEARANCE.value, delivery, provider, "steward", permissions.CLEAR_BORDER.name))
    return rows


def _consumer_signed(act: Act, agreement: Agreement, signed: Signed) -> Agreement:
    rows = {row.kind: row for row in Condition.objects.filter(agreement=agreement)}
    waits = [row for row in rows.values() if not row.met and row.kind != Kind.SIGNATURE_CONSUMER.value]
    act.move(agreement.request, Negotiation.VERIFIED, until=min((row.until for row in waits if row.until and row.blocks == Blocks.EFFECT.value), default=None))
    done = act.record("exchange.agreement.signed_by_consumer", agreement, _said(signed, agreement), parties=agreement.parties)
    mark_met(act, rows[Kind.SIGNATURE_CONSUMER.value], done.id)
    act.done_waiting(agreement, permissions.SIGN)
    for row in waits:
        if row.act in (permissions.FUND, permissions.CLEAR_BORDER.name):
            lapses = LAPSE if row.blocks == Blocks.EFFECT.value else ""
            act.wait(agreement, organization=row.organization_id, act=row.act, role=row.role, until=row.until, on_expiry=lapses)
    return agreement if open_effects(waits) else come_into_force(act, agreement.pk)


def _said(signed: Signed, agreement: Agreement) -> dict[str, object]:
    return {"digest": agreement.digest, "key_kind": signed.kind, "key": str(signed.key)}
