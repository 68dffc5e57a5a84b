"""Making, opening and closing offers; taking a place in one and giving it back.

`take` and `release` are called by the agreement, inside its own act. Who gets the last place is decided by the offer's row
lock and held by unique and check constraints: of any number of takers exactly as many succeed as there are places.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_noop

from catalog.dataset.models import Dataset
from catalog.dataset.states import DatasetState
from catalog.offer import permissions
from catalog.offer.models import Offer, OfferTaking
from catalog.offer.opening import open_one
from catalog.offer.standing import standing
from catalog.offer.states import OfferState
from catalog.rights.encumbered import may_deal
from catalog.rules.policy import Policy
from catalog.search.index import refresh
from catalog.zone.gate import may_be_offered
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound, WrongState
from kernel.money import EXPONENTS, LARGEST
from kernel.use_case import Act, use_case

MOST_OFFERS = 20
_FREE_SLOT = """
select slot from generate_series(1, %s) slot
where not exists (select 1 from catalog_offertaking t where t.offer_id = %s and t.slot = slot.slot and t.released is null)
limit 1
"""


@use_case
def add(
    act: Act, dataset_id: UUID, *, name_zh: str, name_en: str, price_minor: int, policy: Mapping[str, Any], currency: str = "CNY", quantity: int | None = None,
    exclusive: bool = False,
) -> Offer:
    """Draft an offer (price in minor units, 0 is free). On a listed dataset it opens at once; those drafted before open with the listing, which asks
    whether the zone is operated. Errors: Invalid, Conflict, Refused (in the field of an exclusive license, the zone's rule)."""
    dataset = act.find(Dataset, dataset_id, join=("current",))
    act.authorise(permissions.MANAGE, dataset)
    if dataset.state == DatasetState.WITHDRAWN:
        raise WrongState(Say(gettext_noop("This dataset was withdrawn; it can no longer be changed.")))
    if Offer.objects.filter(dataset=dataset).exclude(state=OfferState.CLOSED).count() >= MOST_OFFERS:
        raise Invalid(Say(gettext_noop("At most %(most)s offers."), {"most": MOST_OFFERS}))
    terms = _checked(name_zh, name_en, price_minor, currency, quantity, exclusive, policy)
    act.require(may_deal(dataset.pk, terms.purposes, None, act.now))
    offer = Offer(
        dataset=dataset, name_zh=name_zh.strip(), name_en=name_en.strip(), price_minor=price_minor, currency=currency, quantity=1 if exclusive else quantity,
        exclusive=exclusive, policy=terms.as_json(), state=OfferState.DRAFT, state_since=act.now, created=act.now,
    )
    offer.save(force_insert=True)
    act.created(offer)
    if dataset.state == DatasetState.LISTED:
        act.require(may_be_offered(dataset.current, act.now))
        open_one(act, offer)
        refresh(dataset, standing(dataset.pk))
    act.record("catalog.offer.added", dataset, {"offer": str(offer.pk), "price_minor": price_minor, "currency": currency, "exclusive": exclusive, "open": offer.state == OfferState.OPEN})
    return offer


@use_case
def close(act: Act, offer_id: UUID, *, dataset_id: UUID | None = None) -> Offer:
    """Close an offer: no new agreement can be made on it, those made go on. Errors: WrongState."""
    known = Offer.objects.visible_to(act.actor).filter(pk=offer_id).values_list("dataset", flat=True).first()
    if known is None or dataset_id not in (None, known):
        raise NotFound
    dataset = act.find(Dataset, known)
    act.authorise(permissions.MANAGE, dataset)
    offer = act.find(Offer, offer_id)
    act.subject = dataset
    act.move(offer, OfferState.CLOSED)
    refresh(dataset, standing(dataset.pk))
    act.record("catalog.offer.closed", dataset, {"offer": str(offer.pk)})
    return offer


@use_case
def take(act: Act, offer_id: UUID, agreement_id: UUID) -> OfferTaking:
    """Hold a place in the offer for an agreement. System only. Errors: Conflict `taken`, WrongState (closed, not listed)."""
    offer = act.find(Offer, offer_id)
    act.authorise(permissions.TAKE, offer)
    dataset = offer.dataset
    if offer.state != OfferState.OPEN or dataset.state != DatasetState.LISTED:
        raise WrongState(Say(gettext_noop("This offer is no longer open.")), remedy=Say(gettext_noop("Look at the dataset's page for the offers that stand now.")))
    slot = _free_slot(offer) if offer.quantity else None
    taking = OfferTaking(offer=offer, slot=slot, quantity=offer.quantity, agreement=agreement_id, taken=act.now)
    try:
        with transaction.atomic():
            taking.save(force_insert=True)
    except IntegrityError as error:
        raise _taken() from error
    if offer.quantity and _left(offer) == 0:
        refresh(dataset, standing(dataset.pk))
    act.record("catalog.offer.taken", offer, {"agreement": str(agreement_id), "slot": slot}, parties=[dataset.provider_id])
    return taking


@use_case
def release(act: Act, offer_id: UUID, agreement_id: UUID) -> OfferTaking:
    """Give the agreement's place back. System only. Errors: WrongState when it holds none."""
    offer = act.find(Offer, offer_id)
    act.authorise(permissions.TAKE, offer)
    taking = OfferTaking.objects.select_for_update().filter(offer=offer, agreement=agreement_id, released=None).first()
    if taking is None:
        raise WrongState(Say(gettext_noop("This agreement holds no place in the offer.")))
    was_full = bool(offer.quantity) and _left(offer) == 0
    taking.released = act.now
    taking.save(update_fields=["released"])
    if was_full:
        refresh(offer.dataset, standing(offer.dataset_id))
    act.record("catalog.offer.released", offer, {"agreement": str(agreement_id), "slot": taking.slot}, parties=[offer.dataset.provider_id])
    return taking


def _free_slot(offer: Offer) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_FREE_SLOT, [offer.quantity, offer.pk])
        found = cursor.fetchone()
    if found is None:
        raise _taken()
    return int(found[0])


def _left(offer: Offer) -> int:
    return (offer.quantity or 0) - OfferTaking.objects.filter(offer=offer, released=None).count()


def _taken() -> Conflict:
    return Conflict(
        Say(gettext_noop("This offer is taken: no place is left.")), code="taken", remedy=Say(gettext_noop("Look for another offer, or ask the provider whether a place will be free again."))
    )


def _checked(name_zh: str, name_en: str, price_minor: int, currency: str, quantity: int | None, exclusive: bool, policy: Mapping[str, Any]) -> Policy:
    wrong: dict[str, Any] = {
        name: [Say(gettext_noop("Write a name of at most 80 characters in both languages."))] for name, text in (("name_zh", name_zh), ("name_en", name_en)) if not 1 <= len(text.strip()) <= 80
    }
    if not 0 <= price_minor <= LARGEST:
        wrong["price"] = [Say(gettext_noop("The price is too large or negative."))]
    if currency not in EXPONENTS:
        wrong["currency"] = [Say(gettext_noop("The currency %(currency)s is not handled here."), {"currency": currency})]
    if quantity is not None and not 1 <= quantity <= 10_000:
        wrong["quantity"] = [Say(gettext_noop("Write how many may take it, from 1 to 10,000, or leave it empty for any number."))]
    if exclusive and quantity not in (None, 1):
        wrong["quantity"] = [Say(gettext_noop("An exclusive offer has one taker."))]
    try:
        terms = Policy.from_json(policy)
    except Invalid as error:
        raise Invalid(fields=wrong | error.fields) from error
    if wrong:
        raise Invalid(fields=wrong)
    return terms
