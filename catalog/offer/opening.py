"""Opening and closing offers as part of a larger act on their dataset. Called inside an act that holds the dataset's lock."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from catalog.dataset.models import Dataset
from catalog.offer.models import Offer
from catalog.offer.states import OfferState
from catalog.zone.gate import may_be_offered
from kernel.decision import Say
from kernel.errors import Conflict
from kernel.use_case import Act


def open_one(act: Act, offer: Offer) -> None:
    """Errors: Conflict when an exclusive offer would not stand alone."""
    try:
        with transaction.atomic():
            act.move(offer, OfferState.OPEN)
    except IntegrityError as error:
        raise _not_alone() from error


def open_drafts(act: Act, dataset: Dataset) -> int:
    """Open all drafted offers, with the listing; none while the zone keeps the data in: they open when a product is recognized. Errors: as `open_one`."""
    if dataset.current is not None and not may_be_offered(dataset.current, act.now).permitted:
        return 0
    drafts = Offer.objects.filter(dataset=dataset, state=OfferState.DRAFT)
    try:
        with transaction.atomic():
            return drafts.update(state=OfferState.OPEN, state_since=act.now)
    except IntegrityError as error:
        raise _not_alone() from error


def close_all(act: Act, dataset: Dataset) -> int:
    """Close every offer, with the withdrawal."""
    return Offer.objects.filter(dataset=dataset).exclude(state=OfferState.CLOSED).update(state=OfferState.CLOSED, state_since=act.now)


def close_in_field(act: Act, dataset: Dataset, purposes: Collection[str]) -> int:
    """Close what is offered for any of these purposes (none of them named: everything), when an exclusive license is recorded."""
    rows = Offer.objects.filter(dataset=dataset).exclude(state=OfferState.CLOSED)
    keys = [offer.pk for offer in rows if not purposes or set(purposes) & set(offer.terms.purposes)]
    return Offer.objects.filter(pk__in=keys).update(state=OfferState.CLOSED, state_since=act.now)


def _not_alone() -> Conflict:
    return Conflict(
        Say(gettext_noop("An exclusive offer stands alone: no other offer may be open, and nobody may hold the dataset.")), code="exclusive",
        remedy=Say(gettext_noop("Close the other offers first, or make this one not exclusive.")),
    )
